import { usePlace } from '../../app/crumbs';

export function TokensPage() {
  usePlace({ name: 'API tokens' });
  return (
    <div className="page">
      <h1>API tokens</h1>
    </div>
  );
}
