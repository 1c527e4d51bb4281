import { usePlace } from '../../app/crumbs';

export function MailPage() {
  usePlace({ name: 'Mail' });
  return (
    <div className="page">
      <h1>Mail</h1>
    </div>
  );
}
