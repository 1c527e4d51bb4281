import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { useChange, useIdempotencyKey } from '../../api/mutate';
import type { Instance, Page, RemovalItem } from '../../api/types';
import { Action } from '../../ui/action';
import { CheckField, TextField } from '../../ui/field';
import { Failed, Loading } from '../../ui/feedback';
import { Icon } from '../../ui/icon';
import { SidePanel } from '../../ui/side-panel';
import { problemText } from './many';
import { foretoldText, summaryOf } from '../../ui/removal-words';
import { RemovalProgress } from './removal-progress';

const HOUR_S = 3_600;
const SHOWN = 200;

/** Removes the selected members: first what goes and what is kept, then their removals, live. */
export function RemovePanel({ org, selected, onClose }: { org: string; selected: Instance[]; onClose: () => void }) {
  // what was selected when the panel opened: rows that leave the table must not change the question
  const [members] = useState(selected);
  const key = useIdempotencyKey();
  const [drain, setDrain] = useState(false);
  const [hours, setHours] = useState('24');
  const instances = members.map((member) => member.id);
  const seconds = Math.round(Number(hours) * HOUR_S);
  const valid = !drain || (Number.isFinite(seconds) && seconds > 0);
  const path = `/organizations/${encodeURIComponent(org)}/members/removals`;
  const body = (dryRun: boolean) => ({ instances, dryRun, ...(drain && valid ? { drain: { graceSeconds: seconds } } : {}) });

  const { mutate: rehearse, ...rehearsal } = useMutation({ mutationFn: () => api.post<Page<RemovalItem>>(path, body(true)) });
  const remove = useChange<Page<RemovalItem>>({ quiet: true, run: () => api.post<Page<RemovalItem>>(path, body(false), key.current()) });
  useEffect(() => {
    if (members.length > 0 && valid) rehearse();
  }, [rehearse, members, drain, seconds, valid]);

  if (remove.data) return <RemovalProgress items={remove.data.items} onClose={onClose} />;
  if (members.length === 0) {
    return (
      <SidePanel title="Remove members" onClose={onClose} footer={<Action onClick={onClose}>Close</Action>}>
        <p className="second">No member is selected. Close this, tick the members in the table, then choose Remove.</p>
      </SidePanel>
    );
  }
  const items = rehearsal.data?.items ?? [];
  const going = items.filter((item) => !item.problem);
  // those that stay, and why, before the many that go
  const ordered = [...items.filter((item) => item.problem), ...going];
  const word = going.length === 1 ? 'member' : 'members';
  const refused = !valid ? 'Say how long the machines are kept' : rehearsal.data && going.length === 0 ? 'None of them can be removed' : undefined;
  return (
    <SidePanel
      title={`Remove ${members.length} ${members.length === 1 ? 'member' : 'members'}`}
      onClose={onClose}
      footer={
        <>
          <Action onClick={onClose}>Keep {members.length === 1 ? 'it' : 'them'}</Action>
          <Action kind="danger-primary" busy={remove.isPending || rehearsal.isPending} refused={refused} onClick={() => remove.mutate()}>
            Remove {going.length} {word}
          </Action>
        </>
      }
    >
      {rehearsal.data && <p className="note bad" role="status">{summaryOf(going)} This cannot be undone. Nothing has been changed yet.</p>}
      <CheckField label="Stop them first, keep the machines for a while" checked={drain} help="The stack stops and the login closes now; the machine with its disk goes after the time."
        onChange={(event) => {
          key.renew();
          setDrain(event.target.checked);
        }} />
      {drain && (
        <TextField label="Keep for" unit="hours" type="number" min={1} value={hours} error={valid ? undefined : 'A number of hours above nothing.'}
          onChange={(event) => {
            key.renew();
            setHours(event.target.value);
          }} />
      )}
      {rehearsal.isPending && !rehearsal.data && <Loading lines={members.length > 4 ? 5 : members.length} label="Finding out what goes" />}
      {rehearsal.error && <Failed what="What would go" error={rehearsal.error} onRetry={() => rehearse()} />}
      {remove.error && <p className="note bad row" role="alert"><Icon name="alert" />{remove.error.message}</p>}
      <ul className="onb-rows">
        {ordered.slice(0, SHOWN).map((item, index) => (
          <li key={item.instance ?? index}>
            <span className={item.problem ? 'warn' : 'bad'}><Icon name={item.problem ? 'alert' : 'trash'} /></span>
            <span><strong>{item.username}</strong> <span className="mono second">{item.instance}</span></span>
            <span className="small second">{item.problem ? 'stays' : 'goes'}</span>
            <span className="wide second">{item.problem ? problemText(item.problem) : foretoldText(item.will)}</span>
          </li>
        ))}
        {ordered.length > SHOWN && <li><span /><span className="second">and {(ordered.length - SHOWN).toLocaleString()} more</span></li>}
      </ul>
    </SidePanel>
  );
}
