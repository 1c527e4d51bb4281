import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePlace } from '../../app/crumbs';
import { useSession } from '../../app/session';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import { ProblemError } from '../../api/problem';
import { queries } from '../../api/queries';
import type { Instance } from '../../api/types';
import { Action } from '../../ui/action';
import { Chip } from '../../ui/chip';
import { Empty, Failed } from '../../ui/feedback';
import { Icon } from '../../ui/icon';
import { HEALTH, INSTANCE } from '../../ui/state';
import { Glance } from './glance';
import { Log } from './log';
import { PasswordDialog } from './password';
import { PinDialog } from './pin';
import { RemoveDialog } from './remove';
import { RunNote, useOpenRun } from './run-note';
import { Steps } from './steps';
import { Timeline } from './timeline';
import './instance.css';

/** One person's instance: how it is, what became of it, and every verb that is possible now. */
export function InstancePage() {
  const { id } = useParams({ from: '/instances/$id' });
  const instance = useQuery(queries.instance(id));
  const slug = instance.data?.organization;
  const organization = useQuery({ ...queries.organization(slug ?? ''), enabled: slug !== undefined });
  const gone = instance.error instanceof ProblemError && instance.error.status === 404;
  usePlace(
    { name: 'Organizations', to: '/' },
    ...(slug ? [{ name: organization.data?.name ?? slug, to: `/organizations/${slug}` }] : []),
    { name: instance.data?.person ?? id },
  );
  if (instance.data && !gone) return <Page instance={instance.data} />;
  return (
    <div className="page">
      <div className="page-head"><h1>{instance.data?.person ?? id}</h1></div>
      {gone && (
        <Empty title={instance.data ? `${instance.data.person} was removed` : 'There is no such instance'}
          action={instance.data
            ? <Link to="/organizations/$org" params={{ org: instance.data.organization }} className="button">Open {instance.data.organization}</Link>
            : <Link to="/" className="button">Open the organizations</Link>}>
          {instance.data ? `The machine ${id}, its contract and the login to its cockpit are gone.` : `Nothing here is called ${id}: it was removed, or it belongs to an organization that you may not see.`}
        </Empty>
      )}
      {instance.error && !gone && <Failed what="This instance" error={instance.error} onRetry={() => void instance.refetch()} />}
      {instance.isPending && <Shape />}
    </div>
  );
}

function Page({ instance }: { instance: Instance }) {
  const client = useQueryClient();
  const { may } = useSession();
  const operator = may('operator', instance.organization);
  const admin = may('admin', instance.organization);
  const [asking, setAsking] = useState<'pin' | 'password' | 'remove' | null>(null);
  const { run, known } = useOpenRun(instance);
  const organization = useQuery(queries.organization(instance.organization));
  const unpin = useChange<Instance>({
    run: () => api.patch<Instance>(`/instances/${encodeURIComponent(instance.id)}`, { pinned: null }),
    done: (now) => client.setQueryData(['instance', now.id], now),
  });
  const done = () => setAsking(null);
  const machine = instance.node !== null && instance.node !== undefined && instance.state !== 'registered' && instance.state !== 'provisioning';
  const trouble = instance.state !== 'ready' ? INSTANCE[instance.state] : instance.health !== 'healthy' ? HEALTH[instance.health] : null;
  return (
    <div className="page">
      <div className="page-head">
        <div className="inst-title">
          <div className="row wrap"><h1>{instance.person}</h1>{trouble && <Chip look={trouble} />}</div>
          <p className="sub">
            <span className="mono">{instance.id}</span> · {instance.role === 'admin' ? 'administers' : 'member of'}{' '}
            <Link to="/organizations/$org" params={{ org: instance.organization }} className="link">{organization.data?.name ?? instance.organization}</Link>
          </p>
        </div>
        <div className="actions">
          {admin && instance.state !== 'removing' && <Action kind="danger" icon="trash" onClick={() => setAsking('remove')}>Remove…</Action>}
          {admin && <Action icon="key" onClick={() => setAsking('password')}>Reissue password…</Action>}
          {operator && known && !run && <Steps instance={instance} />}
          {instance.state === 'ready' && (
            <a className="button primary" href={instance.cockpitUrl} target="_blank" rel="noreferrer"><Icon name="open" />Open cockpit</a>
          )}
        </div>
      </div>
      <div className="inst-grid">
        {run && <RunNote run={run} operator={operator} />}
        <Glance instance={instance} operator={operator} unpinning={unpin.isPending} onPin={() => setAsking('pin')} onUnpin={() => unpin.mutate()} />
        <div className="inst-columns">
          <Timeline id={instance.id} />
          <Log id={instance.id} machine={machine} />
        </div>
      </div>
      {asking === 'pin' && <PinDialog instance={instance} onClose={done} />}
      {asking === 'password' && <PasswordDialog person={instance.person} onClose={done} />}
      {asking === 'remove' && <RemoveDialog instance={instance} onClose={done} />}
    </div>
  );
}

/** The page's geometry, before its first answer. */
function Shape() {
  return (
    <div className="inst-grid" role="status" aria-label="Loading the instance">
      <div className="skeleton inst-skeleton-glance" />
      <div className="inst-columns"><div className="skeleton inst-skeleton-box" /><div className="skeleton inst-skeleton-box" /></div>
    </div>
  );
}
