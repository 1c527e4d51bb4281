import { usePlace } from '../../app/crumbs';

export function NodesPage() {
  usePlace({ name: 'Nodes' });
  return (
    <div className="page">
      <h1>Nodes</h1>
    </div>
  );
}
