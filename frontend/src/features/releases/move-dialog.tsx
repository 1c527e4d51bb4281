import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { Build, Channel } from '../../api/types';
import { Action } from '../../ui/action';
import { Dialog } from '../../ui/dialog';
import { Failed, Loading } from '../../ui/feedback';
import { Icon } from '../../ui/icon';
import { useNotices } from '../../ui/notices';

type Props = { channel: Channel; build: Build; back: boolean; onClose: () => void };

/** Asks before a channel points elsewhere: names the organizations that stand on it. */
export function MoveDialog({ channel, build, back, onClose }: Props) {
  const client = useQueryClient();
  const notices = useNotices();
  const organizations = useQuery(queries.organizations());
  const on = organizations.data?.filter((one) => one.channel === channel.name) ?? [];
  const instances = on.reduce((sum, one) => sum + one.instances.total, 0);
  const move = useChange<Channel>({
    quiet: true,
    run: () => api.put<Channel>(`/channels/${encodeURIComponent(channel.name)}/current`, { version: build.version }),
    done: () => {
      for (const key of ['channels', 'organizations', 'organization', 'instances']) void client.invalidateQueries({ queryKey: [key] });
      notices.done(`${build.version} is current on ${channel.name}`);
      onClose();
    },
  });
  return (
    <Dialog
      title={back ? `Go back to ${build.version} on ${channel.name}` : `Make ${build.version} current on ${channel.name}`}
      onClose={onClose}
      footer={
        <>
          <Action onClick={onClose}>Keep {channel.current ?? 'it as it is'}</Action>
          <Action kind={back ? 'danger-primary' : 'primary'} busy={move.isPending} onClick={() => move.mutate()}>{back ? `Go back to ${build.version}` : `Make ${build.version} current`}</Action>
        </>
      }
    >
      <p>Nothing is installed by this. New organizations on {channel.name} start with {build.version}; those that stand on it are offered a refresh.</p>
      {organizations.isPending && <Loading lines={2} label="Finding the organizations on it" />}
      {organizations.error && <Failed what="The organizations on it" error={organizations.error} onRetry={() => void organizations.refetch()} />}
      {organizations.data && on.length === 0 && <p className="note">No organization that you may see stands on {channel.name}.</p>}
      {on.length > 0 && (
        <div className="note warn stack">
          <p>{on.length === 1 ? 'One organization stands' : `${on.length} organizations stand`} on {channel.name}, with {instances} {instances === 1 ? 'instance' : 'instances'}:</p>
          <ul className="rel-orgs">{on.map((one) => <li key={one.slug}><strong>{one.name}</strong> <span className="second">{one.instances.total}, build {one.build ?? 'none yet'}</span></li>)}</ul>
        </div>
      )}
      {move.error && <p className="note bad row" role="alert"><Icon name="alert" />{move.error.message}</p>}
    </Dialog>
  );
}
