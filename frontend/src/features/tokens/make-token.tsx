import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange, useIdempotencyKey } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { Role, Token } from '../../api/types';
import { useSession } from '../../app/session';
import { Action } from '../../ui/action';
import { CheckField, SelectField, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { SidePanel } from '../../ui/side-panel';
import { MadeToken } from './made-token';
import { endOf } from './token-words';

const ROLES: { role: Role; name: string }[] = [
  { role: 'viewer', name: 'Viewer: reads' },
  { role: 'operator', name: 'Operator: adds, refreshes, repairs' },
  { role: 'admin', name: 'Admin: removes, too' },
];

export function MakeToken({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { session, may } = useSession();
  const key = useIdempotencyKey();
  const form = useId();
  const [given, setGiven] = useState({ name: '', role: '', organization: '', days: '90', forever: false });
  const [bad, setBad] = useState<{ name?: string; days?: string }>({});
  const organizations = useQuery(queries.organizations());
  const change = (part: Partial<typeof given>) => {
    key.renew();
    setBad({});
    setGiven((before) => ({ ...before, ...part }));
  };
  const make = useChange<Token, string | undefined>({
    quiet: true,
    run: (expiresAt) =>
      api.post<Token>(
        '/tokens',
        { name: given.name.trim(), role: given.role || undefined, organization: given.organization || undefined, expiresAt },
        key.current(),
      ),
    done: (made) => {
      // a repeated answer never holds the secret; another try must make another one
      if (!made.token) key.renew();
      void client.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  if (make.data?.token) return <MadeToken name={make.data.name} secret={make.data.token} onClose={onClose} />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = given.forever ? undefined : endOf(given.days, new Date());
    const wrong = {
      ...(given.name.trim() ? {} : { name: 'Say what the token is for.' }),
      ...(given.forever || expiresAt ? {} : { days: 'A whole number of days, 1 to 3,650.' }),
    };
    setBad(wrong);
    if (Object.keys(wrong).length === 0 && !make.isPending) make.mutate(expiresAt);
  };
  const fields = fieldsOf(make.error);
  const offered = (role: Role) => (given.organization ? may(role, given.organization) : session.roles.some((grant) => mayRole(grant.role, role)));
  return (
    <SidePanel
      title="Make token"
      onClose={onClose}
      footer={
        <>
          <Action onClick={onClose}>Cancel</Action>
          <Action kind="primary" type="submit" form={form} busy={make.isPending}>Make token</Action>
        </>
      }
    >
      <form id={form} className="form" onSubmit={submit} noValidate>
        <TextField label="Name" name="name" data-autofocus value={given.name} error={bad.name ?? fields.name} maxLength={100}
          help="What uses it, such as “class list import”." onChange={(event) => change({ name: event.target.value })} />
        <SelectField label="May" name="role" value={given.role} error={fields.role} onChange={(event) => change({ role: event.target.value })}
          help="Never more than you may yourself, now or later.">
          <option value="">All that you may</option>
          {ROLES.filter(({ role }) => offered(role)).map(({ role, name }) => <option key={role} value={role}>{name}</option>)}
        </SelectField>
        <SelectField label="In" name="organization" value={given.organization} error={fields.organization}
          onChange={(event) => change({ organization: event.target.value })}
          help={organizations.error ? 'The organizations could not be read; the token can still be made for all of them.' : undefined}>
          <option value="">All organizations that you see</option>
          {organizations.data?.map((org) => <option key={org.slug} value={org.slug}>{org.name}</option>)}
        </SelectField>
        {!given.forever && (
          <TextField label="Expires after" name="days" unit="days" inputMode="numeric" value={given.days} error={bad.days ?? fields.expiresAt}
            onChange={(event) => change({ days: event.target.value })} />
        )}
        <CheckField label="Never expires" checked={given.forever} help="Only its deletion ends it."
          onChange={(event) => change({ forever: event.target.checked })} />
        {make.data && (
          <p className="note warn row" role="alert">
            <Icon name="alert" />A token was made, but its secret did not reach this page. Delete it in the list and make another one.
          </p>
        )}
        {make.error && Object.keys(fields).length === 0 && <p className="note bad row" role="alert"><Icon name="alert" />{make.error.message}</p>}
      </form>
    </SidePanel>
  );
}

const RANK: Record<Role, number> = { viewer: 1, operator: 2, admin: 3 };

function mayRole(own: Role, wanted: Role): boolean {
  return RANK[own] >= RANK[wanted];
}
