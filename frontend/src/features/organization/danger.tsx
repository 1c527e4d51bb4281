import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import type { OrganizationSummary, Removal } from '../../api/types';
import { Action } from '../../ui/action';
import { Dialog } from '../../ui/dialog';
import { Failed, Loading } from '../../ui/feedback';
import { TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { useNotices } from '../../ui/notices';

/** What removing an organization does, as its rehearsal foretells it. */
type OrganizationForetold = {
  dryRun: true; organization: string; instances: number; machines: number; slotsFreed: number;
  accountsClosed: number; accountsKept: number; worksCancelled: number; cancelled: string[];
};

export function Danger({ summary }: { summary: OrganizationSummary }) {
  const [asking, setAsking] = useState(false);
  return (
    <section className="panel orgset-panel" aria-labelledby="orgset-danger">
      <h2 id="orgset-danger">Remove this organization</h2>
      <p className="second orgset-says">Every instance goes with its machine and its disk, and nothing of it can be brought back.</p>
      <Action kind="danger" icon="trash" onClick={() => setAsking(true)}>Remove {summary.name}…</Action>
      {asking && <RemoveDialog summary={summary} onClose={() => setAsking(false)} />}
    </section>
  );
}

/** Says exactly what goes, then wants the short name typed. */
function RemoveDialog({ summary, onClose }: { summary: OrganizationSummary; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const notices = useNotices();
  const [typed, setTyped] = useState('');
  const path = `/organizations/${encodeURIComponent(summary.slug)}`;
  const { mutate: rehearse, ...rehearsal } = useMutation({
    mutationFn: async () => {
      const answer = await api.delete<OrganizationForetold | Removal>(`${path}?dryRun=true`);
      // a deployer that knows no rehearsal has taken it for the real thing: that must be said
      if (!('dryRun' in answer)) throw new Error('This deployer does not rehearse: it has begun to remove the organization. Look at its activity.');
      return answer;
    },
  });
  useEffect(() => rehearse(), [rehearse]);
  const remove = useChange<Removal>({
    quiet: true,
    run: () => api.delete<Removal>(path),
    done: () => {
      notices.done(`${summary.name} is being removed. It goes on by itself.`);
      void client.invalidateQueries({ queryKey: ['organizations'] });
      void client.invalidateQueries({ queryKey: ['organization', summary.slug] });
      void navigate({ to: '/' });
    },
  });
  const refused = !rehearsal.data ? 'What goes is not known yet' : typed.trim() !== summary.slug ? `Type ${summary.slug} first` : undefined;
  return (
    <Dialog
      title={`Remove ${summary.name}`}
      onClose={onClose}
      footer={
        <>
          <Action onClick={onClose}>Keep {summary.name}</Action>
          <Action kind="danger-primary" busy={remove.isPending} refused={refused} onClick={() => remove.mutate()}>Remove {summary.name} for good</Action>
        </>
      }
    >
      {rehearsal.isPending && <Loading lines={3} label="Finding out what goes" />}
      {rehearsal.error && <Failed what="What would go" error={rehearsal.error} onRetry={() => rehearse()} />}
      {rehearsal.data && <Foretold foretold={rehearsal.data} />}
      <TextField label={`Type ${summary.slug} to remove it`} value={typed} onChange={(event) => setTyped(event.target.value)} />
      {remove.error && <p className="note bad row" role="alert"><Icon name="alert" />{remove.error.message}</p>}
    </Dialog>
  );
}

function Foretold({ foretold }: { foretold: OrganizationForetold }) {
  const { machines, slotsFreed, accountsClosed, accountsKept, worksCancelled, cancelled } = foretold;
  const many = (count: number, one: string, more: string) => `${count.toLocaleString()} ${count === 1 ? one : more}`;
  return (
    <div className="note bad" role="status">
      <p><strong>Nothing has been changed yet. This cannot be undone.</strong></p>
      <ul className="orgset-list">
        <li>{many(machines, 'machine goes', 'machines go')} with {machines === 1 ? 'its disk' : 'their disks'}, {many(slotsFreed, 'slot becomes', 'slots become')} free.</li>
        <li>{many(accountsClosed, 'account is', 'accounts are')} closed{accountsKept > 0 && `, ${accountsKept.toLocaleString()} kept for what else they have`}. Every login to a cockpit ends.</li>
        {worksCancelled > 0 && <li>{many(worksCancelled, 'piece of work under way is', 'pieces of work under way are')} ended: {cancelled.join(', ')}{cancelled.length < worksCancelled && ' and more'}.</li>}
      </ul>
    </div>
  );
}
