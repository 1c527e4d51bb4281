import { usePlace } from '../../app/crumbs';

export function ChannelsPage() {
  usePlace({ name: 'Channels and builds' });
  return (
    <div className="page">
      <h1>Channels and builds</h1>
    </div>
  );
}
