import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange, useIdempotencyKey } from '../../api/mutate';
import { ProblemError } from '../../api/problem';
import { queries } from '../../api/queries';
import type { Onboarding, OrganizationSummary } from '../../api/types';
import { Action } from '../../ui/action';
import { Failed, Loading } from '../../ui/feedback';
import { SelectField, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { SidePanel } from '../../ui/side-panel';
import { AdminFields, type AdminDraft } from './admin-fields';
import { slugFor } from './slug';

/** One form: the organization, what it stands on, and who administers it. The admin's instance is set up at once. */
export function NewOrganization({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const key = useIdempotencyKey();
  const form = useId();
  const [name, setName] = useState('');
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [chosenSetup, setSetup] = useState<string | null>(null);
  const [chosenChannel, setChannel] = useState<string | null>(null);
  const [admin, setAdmin] = useState<AdminDraft>({ account: 'new', username: '', name: '', email: '' });
  const setups = useQuery(queries.setups());
  const channels = useQuery(queries.channels());
  const setup = chosenSetup ?? setups.data?.items[0]?.name ?? '';
  const channel = chosenChannel ?? (channels.data?.items.find((one) => one.name === 'stable') ?? channels.data?.items.find((one) => one.current))?.name ?? '';
  const nodes = useQuery({ ...queries.nodes(setup), enabled: setup !== '' });
  const slug = ownSlug ?? slugFor(name);

  const create = useChange({
    quiet: true,
    run: () => api.post<OrganizationSummary>('/organizations', body({ slug, name, setup, channel, admin }), key.current()),
    done: (made) => {
      const run = made.onboarding;
      void client.invalidateQueries({ queryKey: ['organizations'] });
      void client.invalidateQueries({ queryKey: ['nodes'] });
      if (run) {
        // the stream may have been quicker; only this answer has the password
        client.setQueryData<Onboarding>(['onboarding', run.id], (known) =>
          run.oneTimePassword ? { ...(known ?? run), oneTimePassword: run.oneTimePassword } : (known ?? run));
      }
      void navigate({ to: '/organizations/$org', params: { org: made.slug }, search: run ? { run: run.id } : {} });
    },
  });
  const room = nodes.data?.items.reduce((sum, node) => sum + (node.status === 'online' ? node.roomFor : 0), 0);
  const build = channels.data?.items.find((one) => one.name === channel)?.current;
  const refused = room === 0 ? `There is no room for another instance of ${setup}. Free a slot or choose a smaller setup.`
    : channel && !build ? `Channel ${channel} has no build yet. Publish one first.` : undefined;
  const fields = refusedFields(create.error);
  const change = <T,>(set: (value: T) => void) => (value: T) => {
    key.renew();
    set(value);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!refused && !create.isPending) create.mutate();
  };
  const unread = setups.error ?? channels.error;
  return (
    <SidePanel title="New organization" onClose={onClose} footer={
      <>
        <Action onClick={onClose}>Cancel</Action>
        <Action type="submit" form={form} kind="primary" busy={create.isPending} refused={refused} {...(refused ? { describedBy: `${form}-room` } : {})}>
          Create organization
        </Action>
      </>
    }>
      {unread && <Failed what="Setups and channels" error={unread} onRetry={() => { void setups.refetch(); void channels.refetch(); }} />}
      {!unread && (!setups.data || !channels.data) && <Loading lines={5} label="Reading setups and channels" />}
      {setups.data && channels.data && (
        <form id={form} className="form" onSubmit={submit} aria-label="New organization">
          <TextField label="Name" name="name" required maxLength={100} data-autofocus autoFocus value={name} error={fields.name}
            placeholder="Umbrella Class of 2027" onChange={(event) => change(setName)(event.target.value)} />
          <TextField label="Slug" name="slug" required maxLength={30} autoCapitalize="none" className="input mono" value={slug} error={fields.slug}
            help={<>Part of every cockpit’s address, kept for good: <span className="mono">http://ada--{slug || 'slug'}.…</span></>}
            onChange={(event) => change(setOwnSlug)(event.target.value === '' ? null : event.target.value)} />
          <div className="orgs-pair">
            <SelectField label="Setup" name="setup" required value={setup} error={fields.setup} onChange={(event) => change(setSetup)(event.target.value)}>
              {setups.data.items.map((one) => <option key={one.name} value={one.name}>{one.name} v{one.version}</option>)}
            </SelectField>
            <SelectField label="Channel" name="channel" required value={channel} error={fields.channel} onChange={(event) => change(setChannel)(event.target.value)}>
              {channels.data.items.map((one) => <option key={one.name} value={one.name}>{one.name} · {one.current ?? 'no build'}</option>)}
            </SelectField>
          </div>
          <p id={`${form}-room`} className={`orgs-room-note ${refused ? 'warn' : 'second'}`} role="status">
            {refused ? <><Icon name="alert" size={14} />{refused}</>
              : room === undefined ? ' ' : `Room for ${room} ${room === 1 ? 'instance' : 'instances'} of ${setup}; the admin takes one.`}
          </p>
          <AdminFields draft={admin} fields={fields} onChange={change(setAdmin)} />
          {create.error && Object.keys(fields).length === 0 && (
            <p className="note bad orgs-refusal" role="alert"><Icon name="alert" /><span>{create.error.message}</span></p>
          )}
        </form>
      )}
    </SidePanel>
  );
}

function body({ slug, name, setup, channel, admin }: { slug: string; name: string; setup: string; channel: string; admin: AdminDraft }) {
  const username = admin.username.trim();
  return {
    slug,
    name: name.trim(),
    setup,
    channel,
    admin: admin.account === 'new' ? { username, name: admin.name.trim(), email: admin.email.trim() } : { username },
  };
}

/** A slug that is taken is no fault of form, but it belongs to its field all the same. */
function refusedFields(error: Error | null): Readonly<Record<string, string>> {
  return error instanceof ProblemError && error.is('slug-taken') ? { slug: error.message } : fieldsOf(error);
}
