import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import type { HealthTally } from '../../api/types';
import { useNotices } from '../../ui/notices';
import { duration } from '../../ui/time';

/** The tally in words: what is not healthy by name. */
export function tallyText(tally: HealthTally & { tookMillis?: number }): string {
  const rest = (['degraded', 'unreachable', 'unknown'] as const).filter((name) => tally[name] > 0).map((name) => `${tally[name]} ${name}`);
  const took = tally.tookMillis === undefined ? '' : `, asked within ${duration(tally.tookMillis)}`;
  return `${tally.healthy} of ${tally.total} healthy${rest.length > 0 ? `, ${rest.join(', ')}` : ''}${took}.`;
}

/** Asks every instance of the organization now. */
export function useHealthCheck(org: string) {
  const notices = useNotices();
  return useChange<HealthTally>({
    run: () => api.post<HealthTally>(`/organizations/${encodeURIComponent(org)}/health-checks`),
    done: (tally) => notices.done(tallyText(tally)),
  });
}
