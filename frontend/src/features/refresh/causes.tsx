import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import type { Refresh, RefreshCause, RefreshCounts } from '../../api/types';
import { Failed } from '../../ui/feedback';
import { failuresOf } from '../../ui/refresh-progress';
import { withCause } from './address';
import type { Board } from './board';
import { CellKey } from './cell-key';
import { say } from './sentences';

type Props = { org: string; run: Refresh; counts: RefreshCounts; board: Board | undefined; only: string | null };

/** Why some did not get there: alike with alike, the most frequent first. Each narrows the picture to those it happened to. */
export function Causes({ org, run, counts, board, only }: Props) {
  const causes = useQuery(queries.refreshCauses(run.id));
  if (causes.error) return <Failed what="Why some failed" error={causes.error} onRetry={() => void causes.refetch()} />;
  const items = causes.data?.items ?? [];
  if (items.length === 0) return null;
  const failures = failuresOf(run, counts) || items.reduce((sum, cause) => sum + cause.count, 0);
  return (
    <section aria-labelledby="ref-why">
      <h2 id="ref-why">Why {say(failures)} {run.back ? 'could not be brought back' : 'did not get there'}</h2>
      <ul className="panel ref-causes">
        {items.map((cause) => <Cause key={cause.cause} org={org} id={run.id} cause={cause} board={board} only={only} />)}
      </ul>
    </section>
  );
}

function Cause({ org, id, cause, board, only }: { org: string; id: string; cause: RefreshCause; board: Board | undefined; only: string | null }) {
  const first = cause.instances[0];
  const member = first ? board?.members[board.find(first)] : undefined;
  return (
    <li>
      <p className="row ref-cause"><CellKey state={member?.state ?? 'failed'} /><strong>{say(cause.count)} × {cause.cause}</strong></p>
      <p className="second">{cause.nodes.length > 0 && <>On <span className="mono">{cause.nodes.join(', ')}</span>. </>}{member?.problem?.next}</p>
      <div className="row">
        {first && <Link to="/instances/$id" params={{ id: first }} className="button small">Open {first}</Link>}
        <Link to="/organizations/$org/refreshes/$id" params={{ org, id }} className="button small quiet" replace resetScroll={false}
          aria-current={cause.cause === only ? 'true' : undefined} search={(before) => withCause(before, cause.cause, only)}>
          {cause.cause === only ? 'Show all again' : cause.count === 1 ? 'Show it' : `Show these ${say(cause.count)}`}
        </Link>
      </div>
    </li>
  );
}
