import { usePlace } from '../../app/crumbs';

export function RefreshPage() {
  usePlace({ name: 'Refresh' });
  return (
    <div className="page">
      <h1>Refresh</h1>
    </div>
  );
}
