import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { Instance } from '../../api/types';
import { Action } from '../../ui/action';
import { Dialog } from '../../ui/dialog';
import { SelectField, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { useNotices } from '../../ui/notices';

/** Keeps an instance on one build, with the reason that others will read. */
export function PinDialog({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const client = useQueryClient();
  const notices = useNotices();
  const form = useId();
  const builds = useQuery(queries.allBuilds(instance.channel));
  const [build, setBuild] = useState(instance.pinned?.build ?? instance.build ?? instance.desiredBuild ?? '');
  const [reason, setReason] = useState(instance.pinned?.reason ?? '');
  const known = builds.data?.items.map((one) => one.version) ?? [];
  const choices = build === '' || known.includes(build) ? known : [build, ...known];
  const pin = useChange<Instance>({
    quiet: true,
    run: () => api.patch<Instance>(`/instances/${encodeURIComponent(instance.id)}`, { pinned: { ...(build ? { build } : {}), reason: reason.trim() } }),
    done: (now) => {
      client.setQueryData(['instance', now.id], now);
      notices.done(`${now.person} is pinned to ${now.pinned?.build ?? build}`);
      onClose();
    },
  });
  const fields = fieldsOf(pin.error);
  const atBuild = fields['pinned.build'] ?? fields.build;
  const atReason = fields['pinned.reason'] ?? fields.reason;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pin.isPending) pin.mutate();
  };
  return (
    <Dialog
      title={`Pin ${instance.person} to a build`}
      onClose={onClose}
      footer={
        <>
          <Action onClick={onClose}>Cancel</Action>
          <Action kind="primary" type="submit" form={form} busy={pin.isPending} refused={reason.trim() === '' ? 'Say why first' : undefined}>
            Pin to {build || 'this build'}
          </Action>
        </>
      }
    >
      <form id={form} className="form" onSubmit={submit} noValidate>
        <p className="second">A refresh leaves it out, and it does not count as outdated, until somebody unpins it.</p>
        <SelectField label="Build" value={build} error={atBuild} onChange={(event) => setBuild(event.target.value)}
          help={instance.build && build !== instance.build ? `It runs ${instance.build} now. Pinning alone installs nothing.` : undefined}>
          {choices.length === 0 && <option value="">The one it is to run now</option>}
          {choices.map((version) => <option key={version}>{version}</option>)}
        </SelectField>
        <TextField label="Reason" data-autofocus maxLength={300} value={reason} error={atReason} onChange={(event) => setReason(event.target.value)}
          help="For those who wonder later, such as “demo on Friday”." />
        {pin.error && !atBuild && !atReason && <p className="note bad row" role="alert"><Icon name="alert" />{pin.error.message}</p>}
      </form>
    </Dialog>
  );
}
