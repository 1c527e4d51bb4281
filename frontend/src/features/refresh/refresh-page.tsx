import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { usePlace } from '../../app/crumbs';
import { useSession } from '../../app/session';
import { queries } from '../../api/queries';
import type { Refresh } from '../../api/types';
import { Chip } from '../../ui/chip';
import { Failed, Loading } from '../../ui/feedback';
import { REFRESH } from '../../ui/state';
import { Ago } from '../../ui/time';
import { turned } from './address';
import { Causes } from './causes';
import { isCellState } from './cells';
import { Grid } from './grid';
import { History } from './history';
import { Legend } from './legend';
import { MemberTable } from './member-table';
import type { Narrow } from './narrow';
import { StrategyFacts } from './strategy-facts';
import { Summary } from './summary';
import { useBoard } from './use-board';
import { useSpoken } from './use-spoken';
import { Verbs } from './verbs';
import './refresh.css';

const route = getRouteApi('/organizations/$org/refreshes/$id');

/** One refresh as one picture, live; two who look at it see the same. */
export function RefreshPage() {
  const { org, id } = route.useParams();
  const run = useQuery(queries.refresh(id));
  const organization = useQuery(queries.organization(org));
  const name = organization.data?.name ?? org;
  usePlace(
    { name: 'Organizations', to: '/' },
    { name, to: `/organizations/${org}` },
    { name: run.data ? `Refresh to ${run.data.build}` : 'Refresh' },
  );
  if (!run.data) {
    return (
      <div className="page">
        <h1 className="unseen">Refresh</h1>
        {run.error ? <Failed what="This refresh" error={run.error} onRetry={() => void run.refetch()} /> : <Loading lines={6} label="Loading the refresh" />}
      </div>
    );
  }
  return <Run org={org} name={name} run={run.data} />;
}

function Run({ org, name, run }: { org: string; name: string; run: Refresh }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { may } = useSession();
  const { board, error, again, onChanged } = useBoard(run.id);
  const refreshes = useInfiniteQuery(queries.refreshes(org));
  const counts = board?.counts() ?? run.counts;
  const narrow: Narrow = { state: isCellState(search.state) ? search.state : null, cause: search.cause ?? null };
  const table = search.view === 'table';
  useSpoken(run, counts);
  useTableKey(() => void navigate({ search: turned, replace: true, resetScroll: false }));
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <div className="row wrap"><h1>Refresh to {run.build}</h1><Chip look={REFRESH[run.state]} /></div>
          <p className="sub">{name}{run.priorBuild && run.priorBuild !== run.build && <> from <span className="mono">{run.priorBuild}</span></>}, started <Ago at={run.startedAt} never="not yet" /> by <span className="mono">{run.by}</span>.</p>
        </div>
        {may('operator', org) && <Verbs run={run} counts={counts} />}
      </div>
      <Summary run={run} counts={counts} board={board} />
      <div className="ref-columns">
        <section aria-labelledby="ref-picture" className="ref-picture">
          <div className="ref-picture-head">
            <h2 id="ref-picture" className="unseen">All instances</h2>
            <Legend org={org} id={run.id} counts={counts} narrow={narrow} />
            <Link to="/organizations/$org/refreshes/$id" params={{ org, id: run.id }} className="button small" replace resetScroll={false}
              search={turned}>{table ? 'Show the grid' : 'Show a table'} <kbd>T</kbd></Link>
          </div>
          {error && !board && <Failed what="The instances of this refresh" error={error} onRetry={again} />}
          {!board && !error && <div className="skeleton ref-grid-skeleton" role="status" aria-label="Loading the instances" />}
          {board && (table
            ? <MemberTable board={board} narrow={narrow} />
            : <Grid run={run} board={board} onChanged={onChanged} narrow={narrow} member={search.member} />)}
        </section>
        <aside className="ref-rail" aria-label="Causes and strategy">
          <Causes org={org} run={run} counts={counts} board={board} only={narrow.cause} />
          <StrategyFacts run={run} skipped={counts.skipped} />
        </aside>
      </div>
      <History org={org} title="Other refreshes" runs={(refreshes.data?.pages[0]?.items ?? []).filter((other) => other.id !== run.id).slice(0, 5)} />
    </div>
  );
}

/** T turns the picture into a table and back, unless one is typing. */
function useTableKey(toggle: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [role="dialog"]');
      if (event.key.toLowerCase() === 't' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) toggle();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  });
}
