import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { queries, type AuditFilters } from '../../api/queries';
import { usePlace } from '../../app/crumbs';
import { Empty, Failed, Loading } from '../../ui/feedback';
import { useNow } from '../../ui/time';
import { useWindowRows } from '../../ui/window-rows';
import { byDay, type Line } from './days';
import { Entry } from './entry';
import { Filters } from './filters';
import { useAudit } from './use-audit';
import './audit.css';

const route = getRouteApi('/audit');
const MINUTE_MS = 60_000;

/** Who did what, newest first. */
export function AuditPage() {
  usePlace({ name: 'Audit log' });
  const filters = route.useSearch();
  const navigate = route.useNavigate();
  const { read, entries } = useAudit(filters);
  const now = useNow(MINUTE_MS);
  const narrowed = Object.keys(filters).length > 0;
  const narrow = useCallback(
    (next: AuditFilters) =>
      void navigate({
        search: (before) => Object.fromEntries(Object.entries({ ...before, ...next }).filter(([, value]) => value)),
        replace: true,
      }),
    [navigate],
  );
  const clear = <button type="button" className="button" onClick={() => void navigate({ search: {} })}>Show everything</button>;
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>Audit log</h1>
          <p className="sub">Who did what, newest first, as far as you may see it. Nothing in it is ever changed.</p>
        </div>
      </div>
      <Filters filters={filters} onNarrow={narrow} clear={narrowed ? clear : null} />
      {read.isPending && <Loading lines={8} label="Loading the audit log" />}
      {entries.length > 0 && (
        <Lines
          lines={byDay(entries, now)} more={read.hasNextPage && !read.error} loading={read.isFetching}
          loadMore={() => void read.fetchNextPage()} onNarrow={narrow}
        />
      )}
      {read.error && <Failed what={read.data ? 'Older entries' : 'The audit log'} error={read.error} onRetry={() => void (read.data ? read.fetchNextPage() : read.refetch())} />}
      {read.data && entries.length === 0 && !read.hasNextPage && (
        <Empty title={narrowed ? 'Nothing fits' : 'Nothing yet'} action={narrowed ? clear : undefined}>
          {narrowed ? 'No entry that you may see has all of these.' : 'What people and the deployer do is kept here.'}
        </Empty>
      )}
      {read.data && entries.length === 0 && read.hasNextPage && (
        <button type="button" className="button" onClick={() => void read.fetchNextPage()}>Look further back</button>
      )}
    </div>
  );
}

type LinesProps = { lines: Line[]; more: boolean; loading: boolean; loadMore: () => void; onNarrow: (next: AuditFilters) => void };

function Lines({ lines, more, loading, loadMore, onNarrow }: LinesProps) {
  const organizations = useQuery(queries.organizations());
  const known = useMemo(() => organizations.data && new Set(organizations.data.map((org) => org.slug)), [organizations.data]);
  const { body, height, shown } = useWindowRows({
    count: lines.length, estimate: 66, keyOf: (index) => lines[index]?.key ?? String(index), more, loading, loadMore,
  });
  return (
    <>
      <div className="audit-list" ref={body} style={{ height }}>
        {shown.map(({ index, key, ref, style }) => {
          const line = lines[index];
          return line && (
            <div key={key} data-index={index} ref={ref} className="audit-at" style={style}>
              {line.kind === 'day'
                ? <h2 className="audit-day">{line.name}</h2>
                : <Entry entry={line.entry} known={known} onActor={(actor) => onNarrow({ actor })} onSubject={(subject) => onNarrow({ subject })} />}
            </div>
          );
        })}
      </div>
      <p className="audit-more small second">{more ? 'Scroll for older entries' : 'The beginning of the log'}</p>
    </>
  );
}
