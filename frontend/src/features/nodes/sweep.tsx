import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import type { Contract, Page } from '../../api/types';
import { Action } from '../../ui/action';
import { Dialog } from '../../ui/dialog';
import { Failed, Loading } from '../../ui/feedback';
import { Icon } from '../../ui/icon';
import { useNotices } from '../../ui/notices';

/** Says which orphans would be given up, and then gives up exactly those. */
export function SweepDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const notices = useNotices();
  const rehearsal = useQuery({
    queryKey: ['sweep-rehearsal'],
    queryFn: () => api.post<Page<Contract>>('/contracts/sweep', { dryRun: true }),
    gcTime: 0,
    staleTime: 0,
  });
  const going = rehearsal.data?.items ?? [];
  const sweep = useChange<Page<Contract>>({
    quiet: true,
    run: () => api.post<Page<Contract>>('/contracts/sweep', { dryRun: false, names: going.map((one) => one.name) }),
    done: (answer) => {
      void client.invalidateQueries({ queryKey: ['contracts'] });
      notices.done(`${count(answer.items.length)} being given up`);
      onClose();
    },
  });
  const none = rehearsal.data && going.length === 0;
  return (
    <Dialog title="Sweep orphaned contracts" onClose={onClose} footer={none ? <Action onClick={onClose}>Close</Action> : (
      <>
        <Action onClick={onClose}>Keep them</Action>
        <Action kind="danger-primary" busy={sweep.isPending || rehearsal.isFetching} refused={rehearsal.error ? 'Nobody knows what would go' : undefined} onClick={() => sweep.mutate()}>
          Give up {count(going.length)}
        </Action>
      </>
    )}>
      {rehearsal.isPending && <Loading lines={2} label="Finding out what would go" />}
      {rehearsal.error && <Failed what="What would go" error={rehearsal.error} onRetry={() => void rehearsal.refetch()} />}
      {none && <p>No orphan is past its grace, so there is nothing to give up. What was orphaned a moment ago is left alone until two looks have seen it.</p>}
      {going.length > 0 && (
        <div className="note bad stack">
          <p>These are given up, with the disks of the machines among them. This cannot be undone. Nothing has been changed yet.</p>
          <ul className="node-going">{going.map((one) => <li key={`${one.provider} ${one.kind} ${one.name}`}><span className="mono">{one.name}</span> <span className="second">{one.kind} on {one.node}, {one.provider}</span></li>)}</ul>
        </div>
      )}
      {sweep.error && <p className="note bad row" role="alert"><Icon name="alert" />{sweep.error.message}</p>}
    </Dialog>
  );
}

function count(contracts: number): string {
  return contracts === 1 ? '1 contract' : `${contracts} contracts`;
}
