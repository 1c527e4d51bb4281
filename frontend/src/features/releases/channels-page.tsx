import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePlace } from '../../app/crumbs';
import { useSession } from '../../app/session';
import { queries } from '../../api/queries';
import { Action } from '../../ui/action';
import { Empty, Failed, Loading } from '../../ui/feedback';
import { useFirst } from '../../ui/first';
import { ChannelPanel } from './channel-panel';
import { NewChannel } from './new-channel';
import { PublishPanel } from './publish-panel';
import './releases.css';

const FIRST = 12;

/** Every channel with its builds; publishing and moving are for administrators of the whole deployer. */
export function ChannelsPage() {
  usePlace({ name: 'Channels and builds' });
  const { may } = useSession();
  const admin = may('admin');
  const channels = useQuery(queries.channels());
  const organizations = useQuery(queries.organizations());
  const [making, setMaking] = useState(false);
  const [publishing, setPublishing] = useState<string | null>(null);
  const items = channels.data?.items ?? [];
  const { shown, more } = useFirst(items, FIRST, 'channels');
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>Channels and builds</h1>
          <p className="sub">A channel points at one current build. Making another one current installs nothing; a refresh does.</p>
        </div>
        {admin && (
          <div className="actions">
            <Action icon="plus" onClick={() => setMaking(true)}>New channel</Action>
            {items[0] && <Action kind="primary" onClick={() => setPublishing(items[0]?.name ?? '')}>Publish a build</Action>}
          </div>
        )}
      </div>
      <div className="rel-grid">
        {channels.isPending && <Loading lines={6} label="Loading the channels" />}
        {channels.error && !channels.data && <Failed what="The channels" error={channels.error} onRetry={() => void channels.refetch()} />}
        {channels.data && items.length === 0 && (
          <Empty title="No channel yet" action={admin && <Action kind="primary" icon="plus" onClick={() => setMaking(true)}>Make the first channel</Action>}>
            A channel is a named line of builds, such as “stable”. Organizations are made from one.
          </Empty>
        )}
        {shown.map((channel) => (
          <ChannelPanel key={channel.name} channel={channel} admin={admin} onPublish={() => setPublishing(channel.name)}
            organizations={organizations.data ? organizations.data.filter((one) => one.channel === channel.name).length : null} />
        ))}
        {more}
      </div>
      {making && <NewChannel onClose={() => setMaking(false)} />}
      {publishing !== null && <PublishPanel channels={items} channel={publishing} onClose={() => setPublishing(null)} />}
    </div>
  );
}
