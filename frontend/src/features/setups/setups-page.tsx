import { usePlace } from '../../app/crumbs';

export function SetupsPage() {
  usePlace({ name: 'Setups' });
  return (
    <div className="page">
      <h1>Setups</h1>
    </div>
  );
}
