import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { Icon } from '../../ui/icon';
import { clockTime } from '../../ui/time';
import type { Board } from './board';
import { buildsOf, CELL_WORD } from './cells';
import { CellKey } from './cell-key';
import { fits, type Narrow } from './narrow';
import { plural } from './sentences';

const ROW = 40;
const WAVE = ['Canary', 'Rest', 'Admin'];

/** The same as the grid, as rows: for those who read rather than look. */
export function MemberTable({ board, narrow }: { board: Board; narrow: Narrow }) {
  const [q, setQ] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const needle = q.trim().toLowerCase();
  const rows = board.members.filter((member) =>
    fits(member, narrow) && (needle === '' || `${member.instance} ${member.person} ${member.node ?? ''}`.toLowerCase().includes(needle)));
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 12, initialRect: { width: 800, height: 560 } });
  return (
    <div className="stack">
      <div className="row wrap">
        <label className="search"><Icon name="search" /><input className="input small" type="search" placeholder="Find an instance or person" aria-label="Find an instance or person" value={q} onChange={(event) => setQ(event.target.value)} /></label>
        <span className="small second" role="status">{plural(rows.length, 'instance')}</span>
      </div>
      <div className="panel ref-table" ref={scroller} style={{ height: ROW * (rows.length + 1) + 2 }} role="table" aria-label="Instances" aria-rowcount={rows.length + 1} tabIndex={0}>
        <div role="rowgroup"><div role="row" className="ref-row ref-row-head">
          {['Instance', 'Person', 'State', 'Wave', 'Build', 'Ended'].map((name) => <span role="columnheader" key={name}>{name}</span>)}
        </div></div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const member = rows[item.index];
            if (!member) return null;
            const why = member.problem?.message ?? member.reason ?? '';
            return (
              <div role="row" aria-rowindex={item.index + 2} key={member.instance} className="ref-row" style={{ transform: `translateY(${item.start}px)`, position: 'absolute' }}>
                <span role="cell"><Link to="/instances/$id" params={{ id: member.instance }} className="link mono">{member.instance}</Link></span>
                <span role="cell" className="cut">{member.person}</span>
                <span role="cell" className="cut" title={why}><CellKey state={member.state} /> {CELL_WORD[member.state]}{why && <span className="second">: {why}</span>}</span>
                <span role="cell" className="second">{WAVE[member.wave] ?? member.wave}</span>
                <span role="cell" className="mono">{buildsOf(member)}</span>
                <span role="cell" className="second">{member.endedAt ? clockTime(member.endedAt) : ''}</span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
