import { usePlace } from '../../app/crumbs';

export function OrganizationsPage() {
  usePlace({ name: 'Organizations' });
  return (
    <div className="page">
      <h1>Organizations</h1>
    </div>
  );
}
