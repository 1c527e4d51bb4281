import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { OrganizationSummary, Setup } from '../../api/types';
import { Action } from '../../ui/action';
import { SelectField, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { useNotices } from '../../ui/notices';

type Draft = { name?: string; channel?: string; setup?: string; version?: number };
type Change = { name?: string; channel?: string; setup?: { name: string; version?: number } };

/** Name, channel and setup: only what was changed is sent, so that two people's changes do not undo each other. */
export function ChangeForm({ summary, editable }: { summary: OrganizationSummary; editable: boolean }) {
  const client = useQueryClient();
  const notices = useNotices();
  const [draft, setDraft] = useState<Draft>({});
  const channels = useQuery(queries.channels());
  const setups = useQuery(queries.setups());
  const setup = draft.setup ?? summary.setup.name;
  const versions = useQuery(queries.setupVersions(setup));
  const version = draft.version ?? (setup === summary.setup.name ? summary.setup.version : newest(setups.data?.items, setup));
  const change = changeOf(summary, draft, version);
  const save = useChange<unknown, Change>({
    quiet: true,
    run: (body) => api.patch(`/organizations/${encodeURIComponent(summary.slug)}`, body),
    done: () => {
      setDraft({});
      notices.done('The settings are saved.');
      void client.invalidateQueries({ queryKey: ['organization', summary.slug] });
      void client.invalidateQueries({ queryKey: ['organizations'] });
    },
  });
  const edit = (part: Draft) => {
    save.reset();
    setDraft({ ...draft, ...part });
  };
  const chooseSetup = (name: string) => {
    save.reset();
    // another setup begins at its newest version
    setDraft({ ...(draft.name === undefined ? {} : { name: draft.name }), ...(draft.channel === undefined ? {} : { channel: draft.channel }), setup: name });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (change && editable) save.mutate(change);
  };
  const fields = fieldsOf(save.error);
  const mine = setups.data?.items.find((one) => one.name === summary.setup.name)?.provider;
  const general = save.error && !['name', 'channel', 'setup', 'setup.name', 'setup.version'].some((field) => fields[field]) ? save.error.message : undefined;
  const target = channels.data?.items.find((one) => one.name === draft.channel)?.current;
  return (
    <form className="panel orgset-panel form" onSubmit={submit} aria-label="What it is made from">
      <TextField label="Name" name="name" value={draft.name ?? summary.name} disabled={!editable} maxLength={100} error={fields.name} onChange={(event) => edit({ name: event.target.value })} />
      <TextField label="Short name" value={summary.slug} disabled help="Part of every cockpit's address; it stays." />
      <SelectField
        label="Channel" name="channel" value={draft.channel ?? summary.channel} disabled={!editable} error={fields.channel} onChange={(event) => edit({ channel: event.target.value })}
        help={draft.channel && draft.channel !== summary.channel
          ? `New instances go on getting build ${summary.build ?? '(none)'} until a refresh. Current on ${draft.channel} is ${target ?? 'no build yet'}.`
          : 'The line of builds that its updates come from.'}
      >
        {names(channels.data?.items, summary.channel).map((name) => <option key={name}>{name}</option>)}
      </SelectField>
      <SelectField label="Setup" name="setup" value={setup} disabled={!editable} error={fields.setup ?? fields['setup.name']}
        help="Only setups of the same provider." onChange={(event) => chooseSetup(event.target.value)}>
        {names(setups.data?.items.filter((one) => !mine || one.provider === mine), summary.setup.name).map((name) => <option key={name}>{name}</option>)}
      </SelectField>
      <SelectField label="Setup version" name="version" value={version ?? ''} disabled={!editable} error={fields['setup.version']}
        help="New instances are made from it; those that are there stay as they are." onChange={(event) => edit({ version: Number(event.target.value) })}>
        {versionsOf(versions.data?.items, version).map((one) => <option key={one.version} value={one.version}>{one.text}</option>)}
      </SelectField>
      {(channels.error ?? setups.error ?? versions.error) && <p className="note warn row wrap"><Icon name="alert" />Some choices could not be read; what is chosen now stays.
        <button type="button" className="link" onClick={() => [channels, setups, versions].forEach((one) => void (one.error && one.refetch()))}>Try again</button></p>}
      {general && <p className="note bad row" role="alert"><Icon name="alert" />{general}</p>}
      {editable && (
        <div className="row wrap">
          <Action type="submit" kind="primary" busy={save.isPending} refused={change ? undefined : 'Nothing has been changed'}>Save settings</Action>
          {change && <Action onClick={() => edit({ name: summary.name, channel: summary.channel, setup: summary.setup.name, version: summary.setup.version })}>Undo my changes</Action>}
        </div>
      )}
    </form>
  );
}

/** What is to be sent, or nothing where all is as it was. */
function changeOf(summary: OrganizationSummary, draft: Draft, version: number | undefined): Change | null {
  const change: Change = {};
  const setup = draft.setup ?? summary.setup.name;
  if (draft.name !== undefined && draft.name !== summary.name) change.name = draft.name;
  if (draft.channel !== undefined && draft.channel !== summary.channel) change.channel = draft.channel;
  if (setup !== summary.setup.name || version !== summary.setup.version) change.setup = { name: setup, ...(version === undefined ? {} : { version }) };
  return Object.keys(change).length > 0 ? change : null;
}

function names(items: readonly { name: string }[] | undefined, now: string): string[] {
  return [...new Set([now, ...(items ?? []).map((one) => one.name)])].sort();
}

function newest(setups: readonly Setup[] | undefined, name: string): number | undefined {
  return setups?.filter((one) => one.name === name).reduce<number | undefined>((most, one) => Math.max(most ?? 0, one.version), undefined);
}

function versionsOf(items: readonly Setup[] | undefined, now: number | undefined): { version: number; text: string }[] {
  const known = (items ?? []).map((one) => ({
    version: one.version,
    text: `v${one.version}: ${one.cpu} CPU, ${one.memoryMiB / 1024} GB memory, ${one.diskGiB} GB disk, ${one.slots} ${one.slots === 1 ? 'slot' : 'slots'}`,
  }));
  return now === undefined || known.some((one) => one.version === now) ? known : [{ version: now, text: `v${now}` }, ...known];
}
