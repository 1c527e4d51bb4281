import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange, useIdempotencyKey } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { Setup } from '../../api/types';
import { Action } from '../../ui/action';
import { SelectField, TextArea, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { useNotices } from '../../ui/notices';
import { SidePanel } from '../../ui/side-panel';
import { environmentOf, linesOf } from './environment';

const SIZES = ['slots', 'cpu', 'memoryMiB', 'diskGiB'] as const;
const WORD = { slots: 'Slots', cpu: 'CPU', memoryMiB: 'Memory', diskGiB: 'Disk' } as const;
const UNIT = { slots: 'slots', cpu: 'cores', memoryMiB: 'MiB', diskGiB: 'GiB' } as const;

/** A new setup, or (with `from`) the next version of one, prefilled with its newest. */
export function SetupForm({ from, onClose }: { from?: Setup; onClose: () => void }) {
  const client = useQueryClient();
  const notices = useNotices();
  const key = useIdempotencyKey();
  const form = useId();
  const nodes = useQuery(queries.nodes());
  const [given, setGiven] = useState({
    name: from?.name ?? '', provider: from?.provider ?? '', node: from?.node ?? '',
    slots: String(from?.slots ?? 2), cpu: String(from?.cpu ?? 2), memoryMiB: String(from?.memoryMiB ?? 8192), diskGiB: String(from?.diskGiB ?? 8),
    lines: linesOf(from?.environment ?? {}),
  });
  const change = (part: Partial<typeof given>) => {
    key.renew();
    setGiven((before) => ({ ...before, ...part }));
  };
  const places = nodes.data?.items ?? [];
  const providers = [...new Set([...(from ? [from.provider] : []), ...places.map((node) => node.provider)])];
  const provider = given.provider || (providers[0] ?? '');
  const { environment, error: wrongLine } = environmentOf(given.lines);

  const save = useChange<Setup>({
    quiet: true,
    run: () => {
      const numbers = Object.fromEntries(SIZES.map((size) => [size, Number(given[size])]));
      const body = { provider, ...numbers, ...(given.node ? { node: given.node } : {}), environment };
      return from
        ? api.post<Setup>(`/setups/${encodeURIComponent(from.name)}/versions`, body, key.current())
        : api.post<Setup>('/setups', { name: given.name.trim(), ...body }, key.current());
    },
    done: (setup) => {
      void client.invalidateQueries({ queryKey: ['setups'] });
      notices.done(`${setup.name} version ${setup.version} is saved`);
      onClose();
    },
  });
  const fields = fieldsOf(save.error);
  const atEnvironment = Object.entries(fields).filter(([name]) => name.startsWith('environment'))
    .map(([name, message]) => `${name.replace(/^environment\.?/, '')} ${message}`.trim()).join('; ');
  const general = save.error && !Object.keys(fields).some((name) => name === 'name' || name === 'provider' || name === 'node' || name.startsWith('environment') || SIZES.some((size) => size === name));
  const refused = !from && given.name.trim() === '' ? 'Give it a name first' : provider === '' ? 'No provider is known yet' : wrongLine;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (refused === undefined && !save.isPending) save.mutate();
  };
  return (
    <SidePanel
      title={from ? `New version of ${from.name}` : 'New setup'}
      onClose={onClose}
      footer={
        <>
          <Action onClick={onClose}>Cancel</Action>
          <Action kind="primary" type="submit" form={form} busy={save.isPending} refused={refused}>{from ? 'Save new version' : 'Make setup'}</Action>
        </>
      }
    >
      <form id={form} className="form" onSubmit={submit} noValidate>
        <p className="sub setup-sub">{from ? `A version never changes. Organizations stay on theirs until one is chosen in their settings.` : 'A template for instances: where they run and how large they are.'}</p>
        {!from && <TextField label="Name" data-autofocus maxLength={63} value={given.name} error={fields.name} help="Small letters, digits and dashes." onChange={(event) => change({ name: event.target.value })} />}
        <SelectField label="Provider" value={provider} error={fields.provider} onChange={(event) => change({ provider: event.target.value, node: '' })}>
          {providers.length === 0 && <option value="">None known yet</option>}
          {providers.map((name) => <option key={name}>{name}</option>)}
        </SelectField>
        <div className="setup-sizes">
          {SIZES.map((size) => (
            <TextField key={size} label={WORD[size]} unit={UNIT[size]} type="number" min={1} value={given[size]} error={fields[size]} onChange={(event) => change({ [size]: event.target.value })} />
          ))}
        </div>
        <SelectField label="Node" optional value={given.node} error={fields.node} help="Left open, each instance goes where the most room is." onChange={(event) => change({ node: event.target.value })}>
          <option value="">Wherever there is room</option>
          {given.node && !places.some((node) => node.id === given.node) && <option>{given.node}</option>}
          {places.filter((node) => node.provider === provider).map((node) => <option key={node.id} value={node.id}>{node.name}</option>)}
        </SelectField>
        <TextArea label="Environment" optional rows={5} value={given.lines} error={wrongLine ?? (atEnvironment || undefined)} help="A line for each: KEY=value. PORT, DATA_DIR and JAVA_HOME come from the agent."
          onChange={(event) => change({ lines: event.target.value })} />
        {save.error && general && <p className="note bad row" role="alert"><Icon name="alert" />{save.error.message}</p>}
      </form>
    </SidePanel>
  );
}
