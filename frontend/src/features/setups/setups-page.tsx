import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePlace } from '../../app/crumbs';
import { useSession } from '../../app/session';
import { queries } from '../../api/queries';
import type { Setup } from '../../api/types';
import { Action } from '../../ui/action';
import { Empty, Failed, Loading } from '../../ui/feedback';
import { useFirst } from '../../ui/first';
import { SetupForm } from './setup-form';
import { SetupPanel } from './setup-panel';
import './setups.css';

const FIRST = 24;

/** The templates that organizations are made from. */
export function SetupsPage() {
  usePlace({ name: 'Setups' });
  const { may } = useSession();
  const admin = may('admin');
  const setups = useQuery(queries.setups());
  const organizations = useQuery(queries.organizations());
  const [form, setForm] = useState<{ from?: Setup } | null>(null);
  const items = setups.data?.items ?? [];
  const { shown, more } = useFirst(items, FIRST, 'setups');
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>Setups</h1>
          <p className="sub">Templates that organizations are made from. A version never changes; what changes is a new version.</p>
        </div>
        {admin && <div className="actions"><Action kind="primary" icon="plus" onClick={() => setForm({})}>New setup</Action></div>}
      </div>
      {setups.isPending && <Loading lines={5} label="Loading the setups" />}
      {setups.error && !setups.data && <Failed what="The setups" error={setups.error} onRetry={() => void setups.refetch()} />}
      {setups.data && items.length === 0 && (
        <Empty title="No setup yet">A setup says where instances run and how large they are. Make one, then the first organization.</Empty>
      )}
      <div className="setup-grid">
        {shown.map((setup) => (
          <SetupPanel key={setup.name} setup={setup} onNewVersion={admin ? () => setForm({ from: setup }) : undefined}
            uses={organizations.data?.filter((one) => one.setup.name === setup.name).map((one) => `${one.name} (version ${one.setup.version})`) ?? []} />
        ))}
      </div>
      {more}
      {form && <SetupForm {...(form.from ? { from: form.from } : {})} onClose={() => setForm(null)} />}
    </div>
  );
}
