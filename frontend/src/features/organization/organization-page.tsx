import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { usePlace } from '../../app/crumbs';
import { useLiveEvents } from '../../app/live';
import { ProblemError } from '../../api/problem';
import { queries } from '../../api/queries';
import type { Instance } from '../../api/types';
import { Empty, Failed } from '../../ui/feedback';
import { OrganizationPanels } from '../onboarding/panels';
import { Activity } from './activity';
import { Glance } from './glance';
import { Head } from './head';
import { Instances } from './instances';
import { PageSkeleton } from './page-skeleton';
import './organization.css';
import './table.css';

const route = getRouteApi('/organizations/$org');

/** One organization: what needs you, how it stands, everybody in it, and what happened. */
export function OrganizationPage() {
  const { org } = route.useParams();
  return <One key={org} org={org} />;
}

function One({ org }: { org: string }) {
  const organization = useQuery(queries.organization(org));
  const { selection, select, clear } = useSelection(org);
  usePlace({ name: 'Organizations', to: '/' }, { name: organization.data?.name ?? org });

  if (organization.isPending) return <PageSkeleton name={org} />;
  if (!organization.data) {
    const gone = organization.error instanceof ProblemError && organization.error.status === 404;
    return (
      <div className="page">
        <h1 className={gone ? 'unseen' : 'org-alone'}>{org}</h1>
        {gone
          ? <Empty title={`No organization ${org} here`} action={<Link to="/" className="button">Go to organizations</Link>}>It was removed, or you may not see it with your role.</Empty>
          : <Failed what="The organization" error={organization.error} onRetry={() => void organization.refetch()} />}
      </div>
    );
  }
  const gone = organization.error instanceof ProblemError && organization.error.status === 404;
  return (
    <div className="page org-page">
      <Head summary={organization.data} />
      {gone && <p className="note bad org-note" role="alert">This organization is gone. What stands here is how it was last.</p>}
      {organization.error && !gone && <div className="org-note"><Failed what="How it stands now" error={organization.error} onRetry={() => void organization.refetch()} /></div>}
      <Glance summary={organization.data} />
      <div className="org-columns">
        <Instances summary={organization.data} selection={selection} select={select} clear={clear} />
        <Activity summary={organization.data} />
      </div>
      <OrganizationPanels org={org} selected={[...selection.values()]} />
    </div>
  );
}

/** The members that are ticked. They stay so when the filters change, and leave when they are removed. */
function useSelection(org: string) {
  const [selection, setSelection] = useState<ReadonlyMap<string, Instance>>(new Map());
  useLiveEvents((event) => {
    if (event.type !== 'instance.removed' || event.organization !== org) return;
    setSelection((before) => (before.has(event.subject) ? new Map([...before].filter(([id]) => id !== event.subject)) : before));
  });
  // the same function always: the rows of the table are drawn anew only when they change
  const select = useCallback((rows: readonly Instance[], on: boolean) => {
    setSelection((before) => {
      const next = new Map(before);
      for (const row of rows) {
        if (on) next.set(row.id, row);
        else next.delete(row.id);
      }
      return next;
    });
  }, []);
  return { selection, select, clear: () => setSelection(new Map()) };
}
