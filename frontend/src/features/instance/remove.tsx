import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import type { Instance, Page, Removal, RemovalItem } from '../../api/types';
import { Action } from '../../ui/action';
import { Dialog } from '../../ui/dialog';
import { Failed, Loading } from '../../ui/feedback';
import { Icon } from '../../ui/icon';
import { foretoldText } from '../../ui/removal-words';

/** Asks the deployer what removing would do, says exactly that, and then does it. */
export function RemoveDialog({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const client = useQueryClient();
  const rehearsal = useQuery({
    queryKey: ['removal-rehearsal', instance.id],
    queryFn: () => api.post<Page<RemovalItem>>(`/organizations/${encodeURIComponent(instance.organization)}/members/removals`, { instances: [instance.id], dryRun: true }),
    gcTime: 0,
    staleTime: 0,
  });
  const remove = useChange<Removal>({
    quiet: true,
    run: () => api.delete<Removal>(`/instances/${encodeURIComponent(instance.id)}`),
    done: () => {
      void client.invalidateQueries({ queryKey: ['instance', instance.id] });
      onClose();
    },
  });
  const item = rehearsal.data?.items[0];
  const stays = rehearsal.data && !item ? 'The deployer knows nothing of it any more.' : item?.problem?.detail;
  return (
    <Dialog
      title={`Remove ${instance.person} from ${instance.organization}`}
      onClose={onClose}
      footer={stays !== undefined ? <Action onClick={onClose}>Close</Action> : (
        <>
          <Action onClick={onClose}>Keep {instance.person}</Action>
          <Action kind="danger-primary" busy={remove.isPending || rehearsal.isFetching} refused={rehearsal.error ? 'Nobody knows what would go' : undefined} onClick={() => remove.mutate()}>
            Remove {instance.id}
          </Action>
        </>
      )}
    >
      {rehearsal.isPending && <Loading lines={2} label="Finding out what goes" />}
      {rehearsal.error && <Failed what="What would go" error={rehearsal.error} onRetry={() => void rehearsal.refetch()} />}
      {stays !== undefined && <p className="note warn" role="status">It stays. {stays}</p>}
      {item && !item.problem && (
        <p className="note bad" role="status">{foretoldText(item.will)} This cannot be undone. Nothing has been changed yet.</p>
      )}
      {remove.error && <p className="note bad row" role="alert"><Icon name="alert" />{remove.error.message}</p>}
    </Dialog>
  );
}
