import { usePlace } from '../../app/crumbs';

export function RefreshesPage() {
  usePlace({ name: 'Refreshes' });
  return (
    <div className="page">
      <h1>Refreshes</h1>
    </div>
  );
}
