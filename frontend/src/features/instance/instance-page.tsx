import { usePlace } from '../../app/crumbs';

export function InstancePage() {
  usePlace({ name: 'Instance' });
  return (
    <div className="page">
      <h1>Instance</h1>
    </div>
  );
}
