import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../../app/session';
import type { Instance, OrganizationSummary } from '../../api/types';
import { Action } from '../../ui/action';
import { Empty, Failed, Loading } from '../../ui/feedback';
import { Icon } from '../../ui/icon';
import { FilterBar } from './filter-bar';
import { FILTER_WORD, setFilters, useSearchChange, type Search } from './filters';
import { asHeld, hold, isSort, sorted, type Held } from './order';
import { Table } from './table';
import { useInstances } from './use-instances';
import { useOpenRuns } from './use-open-runs';

const route = getRouteApi('/organizations/$org');

export type Selecting = {
  selection: ReadonlyMap<string, Instance>;
  select: (rows: readonly Instance[], on: boolean) => void;
  clear: () => void;
};

/** Everybody in the organization: found, filtered, selected. */
export function Instances({ summary, ...selecting }: { summary: OrganizationSummary } & Selecting) {
  const search = route.useSearch();
  const list = useInstances(summary.slug, search);
  const filtered = setFilters(search).length > 0;
  const count = list.more
    ? filtered ? `${list.rows.length.toLocaleString()} so far` : summary.instances.total.toLocaleString()
    : filtered ? `${list.rows.length.toLocaleString()} of ${summary.instances.total.toLocaleString()}` : list.rows.length.toLocaleString();
  const { error, isPending, refetch, data } = list.main;
  return (
    <section className="org-instances" aria-labelledby="org-instances">
      <h2 id="org-instances" className="unseen">Instances</h2>
      <FilterBar summary={summary} count={isPending ? '' : count} />
      {error && <div className="org-note"><Failed what={data ? 'The rest of the instances' : 'The instances'} error={error} onRetry={() => void refetch()} /></div>}
      {isPending && <Loading lines={8} label="Loading the instances" />}
      {data && list.rows.length > 0 && (
        <Rows key={JSON.stringify([setFilters(search), search.sort])} summary={summary} search={search} list={list} {...selecting} />
      )}
      {data && list.rows.length === 0 && (list.more ? <Loading lines={3} label="Looking through all instances" /> : <Nothing summary={summary} search={search} />)}
      <SelectionBar org={summary.slug} {...selecting} />
    </section>
  );
}

function Rows({ summary, search, list, ...selecting }: { summary: OrganizationSummary; search: Search; list: ReturnType<typeof useInstances> } & Selecting) {
  const [held, setHeld] = useState<Held | null>(null);
  const runs = useOpenRuns(summary.slug);
  const sort = isSort(search.sort) ? search.sort : 'needs';
  const fresh = sorted(list.rows, sort);
  const { rows, changed } = held ? asHeld(fresh, held) : { rows: fresh, changed: 0 };
  return (
    <>
      <Table
        {...selecting} rows={rows} sort={sort} runs={runs} org={summary.slug} more={list.more} loadingMore={list.loadingMore}
        loadMore={() => void list.loadMore()} total={list.more && setFilters(search).length === 0 ? summary.instances.total : rows.length}
        onHold={(on) => setHeld((before) => (on ? before ?? hold(fresh) : null))}
      />
      {changed > 0 && sort === 'needs' && (
        <div className="org-again"><button type="button" className="button small" onClick={() => setHeld(hold(fresh))}><Icon name="retry" size={14} />{changed.toLocaleString()} changed, sort again</button></div>
      )}
    </>
  );
}

function Nothing({ summary, search }: { summary: OrganizationSummary; search: Search }) {
  const change = useSearchChange();
  const { may } = useSession();
  const filters = setFilters(search);
  if (filters.length === 0) {
    return (
      <Empty title="Nobody is in this organization yet" action={may('operator', summary.slug) && <Action kind="primary" icon="plus" onClick={() => change({ panel: 'add' })}>Add and set up</Action>}>
        Add a person, and they get an instance with a cockpit of their own, from the setup {summary.setup.name} and the channel {summary.channel}.
      </Empty>
    );
  }
  const words = filters.map(({ name, value }) => (name === 'q' ? `the name has “${value}”` : `${FILTER_WORD[name].toLowerCase()} is ${value}`)).join(' and ');
  const all = { q: undefined, role: undefined, state: undefined, health: undefined, build: undefined, mark: undefined };
  return (
    <Empty title="No instance matches" action={<Action onClick={() => change(all)}>Clear {filters.length === 1 ? 'the filter' : `${filters.length} filters`}</Action>}>
      None where {words}.
    </Empty>
  );
}

function SelectionBar({ org, selection, clear }: { org: string } & Selecting) {
  const change = useSearchChange();
  const { may } = useSession();
  if (selection.size === 0) return null;
  return (
    <div className="org-bulk" role="toolbar" aria-label={`${selection.size} selected`}>
      <strong>{selection.size.toLocaleString()} selected</strong>
      {may('admin', org) && (
        <Action small kind="danger" icon="trash" onClick={() => change({ panel: 'remove', run: undefined })}>
          Remove {selection.size.toLocaleString()} {selection.size === 1 ? 'member' : 'members'}…
        </Action>
      )}
      <button type="button" className="button small icon quiet" aria-label="Clear the selection" onClick={clear}><Icon name="close" size={14} /></button>
    </div>
  );
}
