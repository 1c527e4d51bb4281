import { Link } from '@tanstack/react-router';
import { useSession } from '../../app/session';
import type { Onboarding, OrganizationSummary } from '../../api/types';
import { Action } from '../../ui/action';
import { glanceSays } from '../../ui/refresh-progress';
import { Glyph, REFRESH, STAGE } from '../../ui/state';
import { duration, useNow } from '../../ui/time';
import { failedStage, useOpenRuns, useRetry } from './use-open-runs';
import { useFailed } from './use-instances';

const MOST = 6;

/** What is under way or has stopped, each with the verb that solves it. */
export function Now({ summary }: { summary: OrganizationSummary }) {
  const { slug, refresh } = summary;
  const runs = useOpenRuns(slug);
  const failed = useFailed(slug);
  const { may } = useSession();
  const retry = useRetry();
  const stopped = failed.map((row) => runs.get(row.id)).filter((run) => run?.state === 'failed');
  const running = [...runs.values()].filter((run) => run.state === 'running').sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  const all = [...stopped, ...running].filter((run) => run !== undefined);
  if (all.length === 0 && !refresh) return null;
  return (
    <ul className="org-now panel">
      {refresh && (
        <li>
          <p className="org-now-head">
            <span className={REFRESH[refresh.state].tone}><Glyph shape={REFRESH[refresh.state].shape} size={14} /></span>
            <strong>Refresh to {refresh.build}</strong>
            <span className="push small second">{REFRESH[refresh.state].word}</span>
          </p>
          <p className="org-now-says">{glanceSays(refresh)}</p>
          <Link to="/organizations/$org/refreshes/$id" params={{ org: slug, id: refresh.id }} className="button small">Open refresh</Link>
        </li>
      )}
      {all.slice(0, MOST).map((run) => (
        <RunNow key={run.id} run={run} retrying={retry.isPending && retry.variables.id === run.id} {...(may('operator', slug) ? { onRetry: retry.mutate } : {})} />
      ))}
      {all.length > MOST && <li className="small second">and {all.length - MOST} more, in the table</li>}
    </ul>
  );
}

function RunNow({ run, onRetry, retrying }: { run: Onboarding; onRetry?: (run: Onboarding) => void; retrying: boolean }) {
  const now = useNow(1_000).getTime();
  const stage = failedStage(run);
  const look = run.state === 'failed' ? STAGE.failed : STAGE.running;
  const lasted = duration(Math.max(0, (stage?.endedAt ? Date.parse(stage.endedAt) : Math.floor(now / 1000) * 1000) - Date.parse(run.startedAt)));
  return (
    <li>
      <p className="org-now-head">
        <span className={look.tone}><Glyph shape={look.shape} size={14} /></span>
        <Link to="/organizations/$org" params={{ org: run.organization }} search={(before) => ({ ...before, run: run.id })} replace resetScroll={false}><strong>{run.person}</strong></Link>
        <span className="push small second">{run.state === 'failed' ? `stopped, ${lasted}` : lasted}</span>
      </p>
      <p className="org-now-says">
        {stage
          ? `Failed at ${stage.name}, ${stage.attempts === 1 ? 'tried once' : `tried ${stage.attempts} times`}`
          : `${run.stage.charAt(0).toUpperCase()}${run.stage.slice(1)}${run.waitingFor ? `, waiting for ${run.waitingFor}` : ''}`}
      </p>
      {stage && onRetry && <Action small icon="retry" busy={retrying} onClick={() => onRetry(run)}>Retry {stage.name}</Action>}
    </li>
  );
}
