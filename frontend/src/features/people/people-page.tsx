import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { queries } from '../../api/queries';
import type { Person } from '../../api/types';
import { usePlace } from '../../app/crumbs';
import { Empty, Failed, Loading } from '../../ui/feedback';
import { SearchBox } from '../../ui/search-box';
import { PeopleTable } from './people-table';
import { Reissue } from './reissue';
import './people.css';

const route = getRouteApi('/people');

/** Who has an account, what they may, and help for those who cannot sign in. */
export function PeoplePage() {
  usePlace({ name: 'People' });
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const [asked, setAsked] = useState<Person | null>(null);
  const people = useInfiniteQuery(queries.people(q));
  const rows = people.data?.pages.flatMap((page) => page.items) ?? [];
  const search = useCallback((text: string) => void navigate({ search: text ? { q: text } : {}, replace: true }), [navigate]);
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>People</h1>
          <p className="sub">Everybody with an account that you may see. New people come with their instance: open an organization, then Add and set up.</p>
        </div>
      </div>
      <div className="people-tools">
        <SearchBox label="Find by username, name or email" value={q ?? ''} onSearch={search} />
        <span className="small second push" role="status">
          {people.data && `${rows.length.toLocaleString()}${people.hasNextPage ? ' and more' : ''} ${rows.length === 1 ? 'person' : 'people'}`}
        </span>
      </div>
      {people.isPending && <Loading lines={8} label="Loading people" />}
      {people.error && <Failed what={people.data ? 'More people' : 'The people'} error={people.error} onRetry={() => void (people.data ? people.fetchNextPage() : people.refetch())} />}
      {people.data && rows.length === 0 && <Nobody q={q} onClear={() => search('')} />}
      {rows.length > 0 && (
        <PeopleTable
          rows={rows} more={people.hasNextPage && !people.error} loading={people.isFetchingNextPage}
          loadMore={() => void people.fetchNextPage()} onReissue={setAsked}
        />
      )}
      {asked && <Reissue key={asked.username} person={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

function Nobody({ q, onClear }: { q: string | undefined; onClear: () => void }) {
  return q
    ? (
      <Empty title="Nobody fits" action={<button type="button" className="button" onClick={onClear}>Show everybody</button>}>
        No username, name or email that you may see contains “{q}”.
      </Empty>
    )
    : <Empty title="Nobody yet">People get their account when they are added to an organization.</Empty>;
}
