import { Link } from '@tanstack/react-router';
import type { Refresh } from '../../api/types';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { failuresOf, progressOf } from '../../ui/refresh-progress';
import { REFRESH, State } from '../../ui/state';
import { Ago, duration } from '../../ui/time';
import { say } from './sentences';

/** Refreshes of before, the newest first. */
export function History({ org, runs, title }: { org: string; runs: readonly Refresh[]; title: string }) {
  if (runs.length === 0) return null;
  return (
    <section aria-labelledby="ref-history">
      <h2 id="ref-history">{title}</h2>
      <ul className="panel ref-history">
        {runs.map((run) => (
          <li key={run.id}>
            <Link to="/organizations/$org/refreshes/$id" params={{ org, id: run.id }}>
              <State look={REFRESH[run.state]} />
              <span className="mono">{run.priorBuild && run.priorBuild !== run.build ? `${run.priorBuild} → ` : ''}{run.build}</span>
              <Meter label="Result" parts={[
                { name: 'succeeded', value: run.counts.succeeded, tone: 'ok' },
                { name: 'rolled back', value: run.counts.rolledBack, tone: 'back' },
                { name: 'failed or unreachable', value: run.counts.failed + run.counts.unreachable, tone: 'bad' },
                { name: 'not begun', value: run.counts.pending + run.counts.cancelled, tone: 'void' },
              ]} />
              <span className="second ref-history-result">{result(run)}</span>
              <span className="second small"><Ago at={run.startedAt} />{run.endedAt && `, took ${duration(Date.parse(run.endedAt) - Date.parse(run.startedAt))}`}</span>
              <span className="third"><Icon name="chevron" /></span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function result(run: Refresh): string {
  const { toDo } = progressOf(run, run.counts);
  const failed = failuresOf(run, run.counts);
  if (run.back) return `${say(run.counts.rolledBack)} back${failed > 0 ? `, ${say(failed)} not` : ''}`;
  return `${say(run.counts.succeeded)} of ${say(toDo)}${failed > 0 ? `, ${say(failed)} failed` : ''}`;
}
