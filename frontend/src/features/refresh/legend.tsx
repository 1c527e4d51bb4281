import { Link } from '@tanstack/react-router';
import type { RefreshCounts } from '../../api/types';
import { Icon } from '../../ui/icon';
import { wide, withState } from './address';
import { CELL_STATES, CELL_WORD, countOf } from './cells';
import { CellKey } from './cell-key';
import type { Narrow } from './narrow';
import { say } from './sentences';

/** What the cells mean and how many there are of each; each one narrows the picture and the table, in the address. */
export function Legend({ org, id, counts, narrow }: { org: string; id: string; counts: RefreshCounts; narrow: Narrow }) {
  const { state: only, cause } = narrow;
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
      {cause !== null && (
        <Link to="/organizations/$org/refreshes/$id" params={{ org, id }} replace resetScroll={false} aria-current="true" className="ref-legend-cause" search={wide}>
          <span className="cut" title={cause}>{cause}</span><Icon name="close" size={13} /><span className="unseen">: show all again</span>
        </Link>
      )}
    </nav>
  );
}
