import { usePlace } from '../../app/crumbs';

export function SettingsPage() {
  usePlace({ name: 'Settings' });
  return (
    <div className="page">
      <h1>Settings</h1>
    </div>
  );
}
