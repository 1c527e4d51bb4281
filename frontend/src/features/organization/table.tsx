import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type FocusEvent } from 'react';
import { useSession } from '../../app/session';
import type { Instance, Onboarding } from '../../api/types';
import { Icon } from '../../ui/icon';
import { useSearchChange } from './filters';
import type { Selecting } from './instances';
import type { Sort } from './order';
import { Row } from './row';
import { useRetry } from './use-open-runs';

const ROW = 40;
const AHEAD = 12;
const SOON = 100;

const COLUMNS: readonly { name: string; sort?: Sort }[] = [
  { name: 'Person', sort: 'person' }, { name: 'State', sort: 'needs' }, { name: 'Health', sort: 'health' }, { name: 'Build', sort: 'build' },
  { name: 'Node', sort: 'node' }, { name: 'Last seen', sort: 'seen' },
];

type Props = Selecting & {
  org: string;
  rows: readonly Instance[];
  total: number;
  sort: Sort;
  runs: ReadonlyMap<string, Onboarding>;
  more: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  /** While a pointer or the focus is in the table its rows stay where they are. */
  onHold: (on: boolean) => void;
};

/** The rows, of which only those in view are in the document. On narrow windows each becomes a card, by its style alone. */
export function Table({ org, rows, total, sort, runs, more, loadingMore, loadMore, onHold, selection, select }: Props) {
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const { may } = useSession();
  const retry = useRetry();
  const selectable = may('admin', org);
  const virtual = useWindowVirtualizer({
    count: rows.length, estimateSize: () => ROW, overscan: AHEAD, scrollMargin: top, getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  // how far down the page the rows begin: what stands above them may grow
  useLayoutEffect(() => {
    const measure = () => {
      if (body.current) setTop(Math.round(body.current.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const watched = new ResizeObserver(measure);
    watched.observe(document.body);
    return () => watched.disconnect();
  }, []);
  useEffect(() => {
    if (more && !loadingMore && last > rows.length - SOON) loadMore();
  }, [more, loadingMore, last, rows.length, loadMore]);

  const left = (event: FocusEvent<HTMLDivElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) onHold(false);
  };
  const members = rows.filter((row) => row.role === 'member');
  const first = items[0]?.index ?? 0;
  return (
    <div className="org-table" onPointerEnter={() => onHold(true)} onPointerLeave={() => onHold(false)} onFocus={() => onHold(true)} onBlur={left}>
      <div role="table" aria-label="Instances" aria-rowcount={total + 1}>
        <div role="rowgroup" className="org-table-head">
          <div role="row" aria-rowindex={1} className="org-row">
            <Heads members={members} sort={sort} selection={selection} select={select} selectable={selectable} />
          </div>
        </div>
        <div role="rowgroup" ref={body} className="org-table-body" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            return row && (
              <div
                key={item.key} role="row" aria-rowindex={item.index + 2} data-index={item.index} ref={virtual.measureElement}
                className={`org-row org-row-at${selection.has(row.id) ? ' selected' : ''}`}
                style={{ transform: `translateY(${item.start - top}px)` }}
              >
                <Row
                  row={row} run={runs.get(row.id)} selectable={selectable} selected={selection.has(row.id)} select={select}
                  {...(may('operator', org) ? { onRetry: retry.mutate } : {})} retrying={retry.isPending && retry.variables.instance === row.id}
                />
              </div>
            );
          })}
        </div>
      </div>
      <p className="org-table-foot small second">
        <span>Rows {(first + 1).toLocaleString()} to {(last + 1).toLocaleString()} of {total.toLocaleString()}{more && (loadingMore ? ', loading more' : ', scroll for more')}</span>
        <span className="push">{sort === 'needs' ? 'Sorted by what needs you first' : `Sorted by ${sort === 'seen' ? 'last seen' : sort}`}</span>
      </p>
    </div>
  );
}

function Heads({ members, sort, selection, select, selectable }: Omit<Selecting, 'clear'> & { members: readonly Instance[]; sort: Sort; selectable: boolean }) {
  const change = useSearchChange();
  const ticked = members.filter((row) => selection.has(row.id)).length;
  return (
    <>
      <span role="columnheader" className="org-cell-tick">
        {selectable && members.length > 0 && (
          <input
            type="checkbox" aria-label={`Select all ${members.length.toLocaleString()} members that are loaded`} checked={ticked === members.length}
            ref={(box) => {
              if (box) box.indeterminate = ticked > 0 && ticked < members.length;
            }}
            onChange={(event) => select(members, event.target.checked)}
          />
        )}
        {!(selectable && members.length > 0) && <span className="unseen">Selected</span>}
      </span>
      {COLUMNS.map(({ name, sort: by }) => (
        <span key={name} role="columnheader" aria-sort={by === sort ? 'ascending' : undefined}>
          <button type="button" onClick={() => change({ sort: by === 'needs' ? undefined : by })}>
            {name}{by === sort && <span className="org-sorted"><Icon name="chevron" size={11} /></span>}
          </button>
        </span>
      ))}
      <span role="columnheader"><span className="unseen">More</span></span>
    </>
  );
}
