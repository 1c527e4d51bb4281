import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { usePlace } from '../../app/crumbs';
import { useSession } from '../../app/session';
import { queries } from '../../api/queries';
import type { Refresh } from '../../api/types';
import { Action } from '../../ui/action';
import { Empty, Failed, Loading } from '../../ui/feedback';
import { REFRESH, State } from '../../ui/state';
import { History } from './history';
import { PlanForm } from './plan-form';
import { headline } from './sentences';
import './refresh.css';

const route = getRouteApi('/organizations/$org/refreshes');
const OPEN = ['planned', 'running', 'paused', 'halted', 'rolling_back'];

/** What a refresh would do, before it starts; what the refreshes of before did. */
export function RefreshesPage() {
  const { org } = route.useParams();
  const { build } = route.useSearch();
  const { may } = useSession();
  const organization = useQuery(queries.organization(org));
  const refreshes = useInfiniteQuery(queries.refreshes(org));
  const name = organization.data?.name ?? org;
  usePlace({ name: 'Organizations', to: '/' }, { name, to: `/organizations/${org}` }, { name: 'Refreshes' });

  const runs = refreshes.data?.pages.flatMap((page) => page.items) ?? [];
  const open = runs.find((run) => OPEN.includes(run.state));
  const empty = refreshes.data && runs.length === 0;
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>Refresh {name}</h1>
          <p className="sub">Bring every instance to one build, a few at a time, and stop when too many fail.</p>
        </div>
      </div>
      <div className="ref-plan-page">
        {open && <OpenRun org={org} run={open} />}
        {organization.error && <Failed what="The organization" error={organization.error} onRetry={() => void organization.refetch()} />}
        {organization.isPending && <Loading lines={4} label="Loading the organization" />}
        {organization.data && !open && refreshes.data && (may('operator', org)
          ? organization.data.currentBuild || build
            ? <PlanForm org={organization.data} build={build} />
            : <Empty title="No build to refresh to" action={<Link to="/channels" className="button">Open channels and builds</Link>}>
                The channel {organization.data.channel} has no current build yet. Publish one first.
              </Empty>
          : <p className="note">You may look at refreshes here, but not start one: that takes the role operator.</p>)}
        {refreshes.error && <Failed what="The refreshes" error={refreshes.error} onRetry={() => void refreshes.refetch()} />}
        {empty && <p className="second">No refresh has run here yet.</p>}
        <History org={org} title="Refreshes so far" runs={runs.filter((run) => run !== open)} />
        {refreshes.hasNextPage && <div><Action busy={refreshes.isFetchingNextPage} onClick={() => void refreshes.fetchNextPage()}>Show older refreshes</Action></div>}
      </div>
    </div>
  );
}

function OpenRun({ org, run }: { org: string; run: Refresh }) {
  const { what, means } = headline(run, run.counts, null);
  return (
    <div className={`panel ref-open ${run.state === 'halted' ? 'bad-edge' : ''}`}>
      <State look={REFRESH[run.state]}>Refresh to {run.build}</State>
      <p><strong>{what}.</strong> <span className="second">{means} Another can start when this one has ended.</span></p>
      <Link to="/organizations/$org/refreshes/$id" params={{ org, id: run.id }} className="button primary">Open refresh</Link>
    </div>
  );
}
