import { usePlace } from '../../app/crumbs';

export function OrganizationPage() {
  usePlace({ name: 'Organization' });
  return (
    <div className="page">
      <h1>Organization</h1>
    </div>
  );
}
