import { usePlace } from '../../app/crumbs';

export function PeoplePage() {
  usePlace({ name: 'People' });
  return (
    <div className="page">
      <h1>People</h1>
    </div>
  );
}
