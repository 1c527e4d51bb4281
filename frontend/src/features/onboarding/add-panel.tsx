import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange, useIdempotencyKey } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { Node, Onboarding, OrganizationSummary } from '../../api/types';
import { Action } from '../../ui/action';
import { CheckField, SelectField, TextField } from '../../ui/field';
import { Failed, Loading } from '../../ui/feedback';
import { Icon } from '../../ui/icon';
import { SidePanel } from '../../ui/side-panel';
import { bestNode, refusal } from './room';
import { NoRoom, Room } from './room-box';
import { useDebounced } from './use-debounced';
import { WhatHappens } from './what-happens';

type Props = { org: string; onClose: () => void; onStarted: (id: string) => void };

/** The form that sets one person up. What it will do stands there before it does it. */
export function AddPanel({ org, onClose, onStarted }: Props) {
  const organization = useQuery(queries.organization(org));
  const nodes = useQuery({ ...queries.nodes(organization.data?.setup.name), enabled: organization.data !== undefined });
  if (organization.data && nodes.data) {
    return <AddForm org={organization.data} nodes={nodes.data.items} onClose={onClose} onStarted={onStarted} />;
  }
  const error = organization.error ?? nodes.error;
  return (
    <SidePanel title="Add and set up" onClose={onClose}>
      {error
        ? <Failed what="The room in this organization" error={error} onRetry={() => void (organization.error ? organization : nodes).refetch()} />
        : <Loading lines={5} label="Loading the form" />}
    </SidePanel>
  );
}

function AddForm({ org, nodes, onClose, onStarted }: { org: OrganizationSummary; nodes: Node[] } & Omit<Props, 'org'>) {
  const client = useQueryClient();
  const key = useIdempotencyKey();
  const form = useId();
  const why = useId();
  const [given, setGiven] = useState({ username: '', name: '', email: '', node: '', later: false });
  const change = (part: Partial<typeof given>) => {
    key.renew();
    setGiven((before) => ({ ...before, ...part }));
  };
  const username = given.username.trim();
  const account = useAccount(username);
  const best = bestNode(nodes);
  const node = given.node || best?.id || '';
  const refused = given.later ? undefined : refusal(org.roomFor, nodes, node);

  const start = useChange<Onboarding>({
    quiet: true,
    run: () => {
      const person = account.exists ? {} : { name: given.name.trim() || undefined, email: given.email.trim() || undefined };
      return api.post<Onboarding>(
        `/organizations/${encodeURIComponent(org.slug)}/onboardings`,
        { username, ...person, ...(given.later ? { stopAfter: 'adding' } : { node: node || undefined }) },
        key.current(),
      );
    },
    done: (run) => {
      // with its one-time password, which no other answer holds
      client.setQueryData(['onboarding', run.id], run);
      onStarted(run.id);
    },
  });
  const fields = fieldsOf(start.error);
  const general = start.error && Object.keys(fields).length === 0 ? start.error.message : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (refused === undefined && !start.isPending) start.mutate();
  };
  return (
    <SidePanel
      title="Add and set up"
      onClose={onClose}
      footer={
        <>
          {refused !== undefined && <Link to="/nodes" className="link onb-foot-link">Open nodes</Link>}
          <Action onClick={onClose}>Cancel</Action>
          <Action kind="primary" type="submit" form={form} busy={start.isPending} refused={refused} {...(refused ? { describedBy: why } : {})}>
            {given.later ? 'Add' : 'Add and set up'}
          </Action>
        </>
      }
    >
      <form id={form} className="form" onSubmit={submit} noValidate>
        <p className="sub onb-sub">A new member of {org.name}</p>
        <TextField label="Username" name="username" required data-autofocus value={given.username} error={fields.username} help={account.says}
          maxLength={63} onChange={(event) => change({ username: event.target.value })} />
        {!account.exists && (
          <>
            <div className="onb-two">
              <TextField label="Name" name="name" value={given.name} error={fields.name} onChange={(event) => change({ name: event.target.value })} />
              <TextField label="Email" name="email" inputMode="email" value={given.email} error={fields.email}
                onChange={(event) => change({ email: event.target.value })} />
            </div>
            <p className="help">A new account gets a one-time password. The welcome mail leaves when the install succeeded.</p>
          </>
        )}
        {!given.later && (
          <>
            <SelectField label="Node" name="node" value={node} error={fields.node} onChange={(event) => change({ node: event.target.value })}
              help={node === best?.id && best.roomFor > 0 ? 'Chosen because it has the most room.' : undefined}>
              {nodes.length === 0 && <option value="">No node</option>}
              {nodes.map((one) => <option key={one.id} value={one.id}>{one.name}{one.status === 'online' ? one.roomFor > 0 ? `, ${one.roomFor} more fit` : ', full' : `, ${one.status}`}</option>)}
            </SelectField>
            {refused === undefined ? <Room org={org} /> : <NoRoom id={why} org={org} reason={refused} nodes={nodes} />}
            <WhatHappens org={org.slug} />
          </>
        )}
        <CheckField label="Only register now, set up later" checked={given.later} onChange={(event) => change({ later: event.target.checked })}
          help={org.roomFor > 0 ? 'Nothing is reserved; Provision and Install wait on the person’s page.' : 'Possible without room. Nothing is reserved.'} />
        {general && <p className="note bad row" role="alert"><Icon name="alert" />{general}</p>}
      </form>
    </SidePanel>
  );
}

const REST_MS = 300;

/** Whether somebody has this username already, as one types. Whoever may not see them all is told by the deployer. */
function useAccount(username: string): { exists: boolean; says: string | undefined } {
  const rested = useDebounced(username, REST_MS);
  const found = useQuery({ ...queries.peopleLike(rested), enabled: rested.length > 0 });
  if (username === '' || rested !== username || !found.data) return { exists: false, says: undefined };
  const person = found.data.items.find((one) => one.username === username);
  return person
    ? { exists: true, says: `${person.name || person.username} has an account; the password stays as it is.` }
    : { exists: false, says: 'Free, as far as you may see.' };
}
