import { Link } from '@tanstack/react-router';
import type { MemberState, RefreshCounts } from '../../api/types';
import { withState } from './address';
import { CELL_STATES, CELL_WORD, countOf } from './cells';
import { CellKey } from './cell-key';
import { say } from './sentences';

/** What the cells mean and how many there are of each; each one narrows the picture and the table, in the address. */
export function Legend({ org, id, counts, only }: { org: string; id: string; counts: RefreshCounts; only: MemberState | null }) {
  const shown = CELL_STATES.filter((state) => countOf(counts, state) > 0 || state === only);
  return (
    <nav className="ref-legend" aria-label="Show only">
      {shown.map((state) => (
        <Link key={state} to="/organizations/$org/refreshes/$id" params={{ org, id }} replace resetScroll={false}
          aria-current={state === only ? 'true' : undefined}
          search={(before) => withState(before, state, only)}>
          <CellKey state={state} />{CELL_WORD[state]} <b>{say(countOf(counts, state))}</b>
        </Link>
      ))}
    </nav>
  );
}
