import type { ReactNode } from 'react';
import { useWindowRows } from './window-rows';
import './window-table.css';

type Props<T> = {
  name: string;
  /** Says how wide the columns are (`--columns`), and those of a card (`--card`). */
  className: string;
  heads: readonly ReactNode[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  /** How high a row is, about. */
  estimate: number;
  more?: boolean;
  loading?: boolean;
  loadMore?: () => void;
  /** The cells of a row: each an element of the role `cell`. */
  children: (row: T) => ReactNode;
};

/** A long table that scrolls with the window: only the rows in view are in the document, and more are asked for before its end. */
export function WindowTable<T>({ name, className, heads, rows, keyOf, estimate, more = false, loading = false, loadMore = nothing, children }: Props<T>) {
  const key = (index: number) => {
    const row = rows[index];
    return row ? keyOf(row) : String(index);
  };
  const { body, height, shown } = useWindowRows({ count: rows.length, estimate, keyOf: key, more, loading, loadMore });
  return (
    <div className={`wt ${className}`} role="table" aria-label={name} aria-rowcount={more ? -1 : rows.length + 1}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="wt-row wt-head">{heads.map((head, at) => <span key={at} role="columnheader">{head}</span>)}</div>
      </div>
      <div role="rowgroup" className="wt-body" ref={body} style={{ height }}>
        {shown.map(({ index, key: at, ref, style }) => {
          const row = rows[index];
          return row && <div key={at} role="row" aria-rowindex={index + 2} data-index={index} ref={ref} className="wt-row wt-at" style={style}>{children(row)}</div>;
        })}
      </div>
    </div>
  );
}

const nothing = () => undefined;
