import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import type { RefreshCause } from '../../api/types';
import { Failed } from '../../ui/feedback';
import type { Board } from './board';
import { CellKey } from './cell-key';
import { say } from './sentences';

/** Why some did not get there: alike with alike, the most frequent first. */
export function Causes({ org, id, failures, board }: { org: string; id: string; failures: number; board: Board | undefined }) {
  const causes = useQuery(queries.refreshCauses(id));
  if (causes.error) return <Failed what="Why some failed" error={causes.error} onRetry={() => void causes.refetch()} />;
  const items = causes.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="ref-why">
      <h2 id="ref-why">Why {say(failures || items.reduce((sum, cause) => sum + cause.count, 0))} did not get there</h2>
      <ul className="panel ref-causes">
        {items.map((cause) => <Cause key={cause.kind + cause.cause} org={org} id={id} cause={cause} board={board} />)}
      </ul>
    </section>
  );
}

function Cause({ org, id, cause, board }: { org: string; id: string; cause: RefreshCause; board: Board | undefined }) {
  const first = cause.instances[0];
  const member = first ? board?.members[board.find(first)] : undefined;
  return (
    <li>
      <p className="row ref-cause"><CellKey state={member?.state ?? 'failed'} /><strong>{say(cause.count)} × {cause.cause}</strong></p>
      <p className="second">{cause.nodes.length > 0 && <>On <span className="mono">{cause.nodes.join(', ')}</span>. </>}{member?.problem?.next}</p>
      <div className="row">
        {first && <Link to="/instances/$id" params={{ id: first }} className="button small">Open {first}</Link>}
        {member && (
          <Link to="/organizations/$org/refreshes/$id" params={{ org, id }} className="button small quiet" resetScroll={false}
            search={(before) => ({ ...before, state: member.state })}>
            Show them
          </Link>
        )}
      </div>
    </li>
  );
}
