import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../../api/queries';
import { usePlace } from '../../app/crumbs';
import { useSession } from '../../app/session';
import type { OrganizationSummary } from '../../api/types';
import { Action } from '../../ui/action';
import { Empty, Failed } from '../../ui/feedback';
import { Icon } from '../../ui/icon';
import { FirstSteps } from './first-steps';
import { NeedsYou } from './needs-you';
import { NewOrganization } from './new-organization';
import { OrganizationList, OrganizationSkeleton } from './organization-list';
import { ordered, readable, sortOf, SORTS } from './order';
import './organizations.css';

const number = new Intl.NumberFormat();

/** Everything at a glance: what needs a person first, then every organization in one row. */
export function OrganizationsPage() {
  usePlace({ name: 'Organizations' });
  const search = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const { may } = useSession();
  const organizations = useQuery(queries.organizations());
  const panel = (open: boolean) => void navigate({ search: (before: Search) => changed(before, 'new', open || undefined) });
  const all = organizations.data;
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>Organizations</h1>
          {all && all.length > 0 && <p className="sub">{summary(all)}</p>}
        </div>
        {may('admin') && all && all.length > 0 && (
          <div className="actions"><Action kind="primary" icon="plus" onClick={() => panel(true)}>New organization</Action></div>
        )}
      </div>
      {organizations.error && <Failed what="The organizations" error={organizations.error} onRetry={() => void organizations.refetch()} />}
      {organizations.isPending && <OrganizationSkeleton />}
      {all && all.length > 0 && <Found all={all} />}
      {all?.length === 0 && (may('admin')
        ? <FirstSteps onNew={() => panel(true)} />
        : <Empty title="No organization for you yet">Whoever administers this deployer can make one, or give you a role in one.</Empty>)}
      {search.new && may('admin') && <NewOrganization onClose={() => panel(false)} />}
    </div>
  );
}

function Found({ all }: { all: OrganizationSummary[] }) {
  const search = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const [q, setQ] = useState(search.q ?? '');
  const sort = sortOf(search.sort);
  const shown = ordered(all, q, sort);
  const look = (text: string) => {
    setQ(text);
    void navigate({ search: (before: Search) => changed(before, 'q', text || undefined), replace: true });
  };
  return (
    <>
      <NeedsYou organizations={all} />
      <div className="orgs-tools">
        <div className="search">
          <Icon name="search" />
          <input className="input small" type="search" aria-label="Find an organization" placeholder="Find an organization" value={q}
            onChange={(event) => look(event.target.value)} />
        </div>
        <select className="input small" aria-label="Order" value={sort}
          onChange={(event) => {
            const next = sortOf(event.target.value);
            void navigate({ search: (before: Search) => changed(before, 'sort', next === 'needs' ? undefined : next), replace: true });
          }}>
          {Object.entries(SORTS).map(([value, name]) => <option key={value} value={value}>{name}</option>)}
        </select>
      </div>
      <p className="unseen" role="status">{q && `${shown.length} of ${all.length} organizations`}</p>
      {shown.length > 0
        ? <OrganizationList organizations={shown} />
        : <Empty title={`No organization is called “${q}”`} action={<Action onClick={() => look('')}>Show all {all.length}</Action>}>
            Names and slugs are looked through.
          </Empty>}
    </>
  );
}

function summary(all: OrganizationSummary[]): string {
  const whole = all.filter(readable);
  const sum = (of: 'total' | 'healthy') => number.format(whole.reduce((total, org) => total + org.instances[of], 0));
  return `${number.format(all.length)} ${all.length === 1 ? 'organization' : 'organizations'}, ${sum('total')} instances, ${sum('healthy')} healthy`;
}

type Search = { q?: string; sort?: string; new?: true };

/** The address with one part changed; what has no value is taken out. */
function changed(before: Search, part: keyof Search, value: string | true | undefined): Search {
  return Object.fromEntries(Object.entries({ ...before, [part]: value }).filter(([, kept]) => kept !== undefined));
}
