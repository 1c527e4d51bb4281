import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange } from '../../api/mutate';
import type { Node } from '../../api/types';
import { Action } from '../../ui/action';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { NODE, State } from '../../ui/state';

export function NodePanel({ node, admin }: { node: Node; admin: boolean }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const take = () => void client.invalidateQueries({ queryKey: ['nodes'] });
  const back = useChange<Node>({ run: () => api.patch<Node>(`/nodes/${encodeURIComponent(node.id)}`, { maintenance: false }), done: take });
  const { total, used, reserved, free } = node.slots;
  return (
    <section className="panel node-panel" aria-labelledby={`node-${node.id}`}>
      <div className="row wrap">
        <h2 id={`node-${node.id}`} className="mono">{node.name}</h2>
        <span className="tag">{node.provider}</span>
        <span className="push"><State look={NODE[node.status]} /></span>
      </div>
      <p><span className="figure">{free}</span> <span className="second">of {total} slots free{node.roomFor > 0 ? `, room for ${node.roomFor} more` : ', no room'}</span></p>
      <Meter label={`Slots of ${node.name}`} parts={[
        { name: 'used', value: used, tone: 'ink' }, { name: 'reserved', value: reserved, tone: 'run' }, { name: 'free', value: free, tone: 'void' },
      ]} />
      <ul className="row wrap small node-legend">
        <li><i className="used" aria-hidden="true" />{used} used</li><li><i className="reserved" aria-hidden="true" />{reserved} reserved</li><li><i className="free" aria-hidden="true" />{free} free</li>
      </ul>
      {node.status === 'maintenance' && <p className="note warn">In maintenance{node.reason ? `: ${node.reason}` : ''}. Nothing new is placed on it; what runs on it goes on.</p>}
      {node.status === 'offline' && <p className="note bad">Its provider does not answer for it{node.reason ? `: ${node.reason}` : ''}. Nothing new is placed on it.</p>}
      {admin && (
        <div className="row wrap">
          {node.status === 'maintenance'
            ? <Action small busy={back.isPending} onClick={() => back.mutate()}>Put back into service</Action>
            : <Action small onClick={() => setAsking(true)}>Take into maintenance…</Action>}
        </div>
      )}
      {asking && <Maintenance node={node} onDone={take} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Maintenance({ node, onDone, onClose }: { node: Node; onDone: () => void; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const take = useChange<Node>({
    quiet: true,
    run: () => api.patch<Node>(`/nodes/${encodeURIComponent(node.id)}`, { maintenance: true, ...(reason.trim() ? { reason: reason.trim() } : {}) }),
    done: () => {
      onDone();
      onClose();
    },
  });
  const field = fieldsOf(take.error).reason;
  return (
    <Dialog title={`Take ${node.name} into maintenance`} onClose={onClose} footer={
      <>
        <Action onClick={onClose}>Keep it in service</Action>
        <Action kind="primary" busy={take.isPending} onClick={() => take.mutate()}>Take {node.name} into maintenance</Action>
      </>
    }>
      <p>Nothing new is placed on it until it is put back; its {node.slots.free} free slots count as no room. The {node.slots.used} used slots stay: what runs on it goes on.</p>
      <TextField label="Reason" optional data-autofocus maxLength={200} value={reason} error={field} help="Those who find no room will read it." onChange={(event) => setReason(event.target.value)} />
      {take.error && !field && <p className="note bad row" role="alert"><Icon name="alert" />{take.error.message}</p>}
    </Dialog>
  );
}
