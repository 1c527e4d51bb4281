import { usePlace } from '../../app/crumbs';

export function AuditPage() {
  usePlace({ name: 'Audit log' });
  return (
    <div className="page">
      <h1>Audit log</h1>
    </div>
  );
}
