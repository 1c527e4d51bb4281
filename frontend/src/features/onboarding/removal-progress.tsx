import { useState } from 'react';
import { useLiveEvents } from '../../app/live';
import type { Removal, RemovalItem } from '../../api/types';
import { Action } from '../../ui/action';
import { announce } from '../../ui/announce';
import { Meter } from '../../ui/meter';
import { SidePanel } from '../../ui/side-panel';
import { Glyph, STAGE } from '../../ui/state';
import { Ago, readerTimes } from '../../ui/time';
import { problemText } from './many';

const SHOWN = 300;
const ORDER = { failed: 0, running: 1, succeeded: 2 } as const;

/** Removals under way, as the stream tells of them. They run on the server. */
export function RemovalProgress({ items, onClose }: { items: RemovalItem[]; onClose: () => void }) {
  const [now, setNow] = useState<ReadonlyMap<string, Removal>>(() => new Map(items.flatMap(({ removal }) => (removal ? [[removal.id, removal]] : []))));
  useLiveEvents((event) => {
    if (event.type !== 'removal.state') return;
    const removal = event.data as Removal;
    if (!now.has(removal.id)) return;
    setNow((before) => new Map(before).set(removal.id, removal));
    if (removal.state === 'failed') announce(`Removing ${removal.person ?? removal.instance ?? ''} failed: ${removal.problem?.message ?? ''}`, 'assertive');
  });
  const runs = [...now.values()].sort((a, b) => ORDER[a.state as keyof typeof ORDER] - ORDER[b.state as keyof typeof ORDER]);
  const done = runs.filter((run) => run.state === 'succeeded').length;
  const failed = runs.filter((run) => run.state === 'failed').length;
  const left = runs.length - done - failed;
  return (
    <SidePanel title={left > 0 ? `Removing ${runs.length}` : `Removed ${done} of ${runs.length}`} onClose={onClose}
      footer={<>{left > 0 && <span className="small second onb-foot-note">Closing this changes nothing.</span>}<Action kind="primary" onClick={onClose}>Close</Action></>}>
      <Meter label="Removals" parts={[
        { name: 'removed', value: done, tone: 'ok' }, { name: 'failed', value: failed, tone: 'bad' }, { name: 'under way', value: left, tone: 'run' },
      ]} />
      <p className="sub" role="status">{done} removed, {left} under way, {failed} failed</p>
      <ul className="onb-rows">
        {runs.slice(0, SHOWN).map((run) => {
          const look = STAGE[run.state as 'running' | 'succeeded' | 'failed'];
          return (
            <li key={run.id}>
              <span className={`onb-glyph ${look.tone}`}><Glyph shape={look.shape} size={16} /></span>
              <span><strong>{run.person}</strong> <span className="mono second">{run.instance}</span></span>
              <span className="small second">{run.state === 'running' ? 'Removing' : run.state === 'succeeded' ? 'Removed' : 'Failed'}</span>
              {run.state === 'running' && run.waitingFor && <span className="wide small second">Waiting for {readerTimes(run.waitingFor)}; begun <Ago at={run.startedAt} /></span>}
              {run.problem && <span className="wide second">{run.problem.message} {run.problem.next}</span>}
            </li>
          );
        })}
        {runs.length > SHOWN && <li><span /><span className="second">and {(runs.length - SHOWN).toLocaleString()} more</span></li>}
        {items.filter((item) => item.problem).slice(0, SHOWN).map((item, index) => (
          <li key={`stays-${index}`}><span /><strong>{item.username ?? item.instance}</strong><span className="small second">stays</span>
            {item.problem && <span className="wide second">{problemText(item.problem)}</span>}</li>
        ))}
      </ul>
    </SidePanel>
  );
}
