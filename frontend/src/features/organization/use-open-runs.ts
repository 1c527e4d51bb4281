import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { Onboarding, Stage } from '../../api/types';
import { useNotices } from '../../ui/notices';

/** The runs that are under way or stopped, by instance: the newest of each, one under way before one that stopped. */
export function useOpenRuns(org: string): ReadonlyMap<string, Onboarding> {
  const running = useQuery(queries.onboardings(org, 'running'));
  const failed = useQuery(queries.onboardings(org, 'failed'));
  return useMemo(() => {
    const all = [...(running.data?.items ?? []), ...(failed.data?.items ?? [])];
    const weight = (run: Onboarding) => (run.state === 'running' ? '1' : '0') + run.startedAt;
    const found = new Map<string, Onboarding>();
    for (const run of all) {
      const other = found.get(run.instance);
      if (!other || weight(run) > weight(other)) found.set(run.instance, run);
    }
    return found;
  }, [running.data, failed.data]);
}

export function failedStage(run: Onboarding): Stage | undefined {
  return run.stages.find((stage) => stage.state === 'failed');
}

/** Resumes a stopped run at its failed stage. */
export function useRetry() {
  const notices = useNotices();
  return useChange<Onboarding, Onboarding>({
    run: (run) => api.post<Onboarding>(`/onboardings/${encodeURIComponent(run.id)}/retry`),
    done: (_, run) => notices.done(`Setting up ${run.person} goes on at ${run.stage}.`),
  });
}
