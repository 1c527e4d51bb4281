import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { usePlace } from '../../app/crumbs';
import { useSession } from '../../app/session';
import { ProblemError } from '../../api/problem';
import { queries } from '../../api/queries';
import { Empty, Failed, Loading } from '../../ui/feedback';
import { ChangeForm } from './change-form';
import { Danger } from './danger';
import './settings.css';

const route = getRouteApi('/organizations/$org/settings');

/** What an organization is made from, and its end. */
export function SettingsPage() {
  const { org } = route.useParams();
  const { may } = useSession();
  const organization = useQuery(queries.organization(org));
  usePlace({ name: 'Organizations', to: '/' }, { name: organization.data?.name ?? org, to: `/organizations/${org}` }, { name: 'Settings' });
  const gone = organization.error instanceof ProblemError && organization.error.status === 404;
  return (
    <div className="page orgset">
      <div className="page-head"><div><h1>Settings</h1><p className="sub">of {organization.data?.name ?? org}. No instance is touched by a change here; it decides what comes next.</p></div></div>
      {organization.isPending && <Loading lines={4} label="Loading the settings" />}
      {gone && <Empty title={`No organization ${org} here`} action={<Link to="/" className="button">Go to organizations</Link>}>It was removed, or you may not see it with your role.</Empty>}
      {organization.error && !gone && <Failed what="The settings" error={organization.error} onRetry={() => void organization.refetch()} />}
      {organization.data && !gone && (
        <div className="orgset-parts">
          {organization.data.removing && <p className="note warn" role="status">This organization is being removed. Nothing in it can be changed.</p>}
          {!may('admin', org) && <p className="note">You can look at these settings. An administrator of {organization.data.name} can change them.</p>}
          <ChangeForm summary={organization.data} editable={may('admin', org) && !organization.data.removing} />
          {may('admin', org) && !organization.data.removing && <Danger summary={organization.data} />}
        </div>
      )}
    </div>
  );
}
