import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange, useIdempotencyKey } from '../../api/mutate';
import type { Build, Channel } from '../../api/types';
import { Action } from '../../ui/action';
import { SelectField, TextArea, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { useNotices } from '../../ui/notices';
import { SidePanel } from '../../ui/side-panel';
import { size } from './size';
import { upload } from './upload';

/** The deployer gives a fetch up by itself long before. */
const FETCH_MS = 3_600_000;

type Props = { channels: readonly Channel[]; channel: string; onClose: () => void };

/** Publishes a build on a channel: from an address that the deployer fetches once, or from a file that is sent now. */
export function PublishPanel({ channels, channel, onClose }: Props) {
  const client = useQueryClient();
  const notices = useNotices();
  const key = useIdempotencyKey();
  const form = useId();
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const [way, setWay] = useState<'address' | 'file'>('file');
  const [file, setFile] = useState<File | null>(null);
  const [given, setGiven] = useState({ channel, version: '', artifactUrl: '', sha256: '', notes: '' });
  const [percent, setPercent] = useState<number | null>(null);
  const change = (part: Partial<typeof given>) => {
    key.renew();
    setGiven((before) => ({ ...before, ...part }));
  };

  const publish = useChange<Build>({
    quiet: true,
    run: () => {
      const { version, artifactUrl, sha256, notes } = given;
      if (way === 'address') {
        return api.post<Build>(`/channels/${encodeURIComponent(given.channel)}/builds`,
          { version: version.trim(), artifactUrl: artifactUrl.trim(), sha256: sha256.trim(), ...(notes ? { notes } : {}) }, key.current(), FETCH_MS);
      }
      if (!file) throw new Error('Choose a file first.');
      stop.current = new AbortController();
      setPercent(0);
      return upload({ channel: given.channel, version: version.trim(), notes, file }, key.current(), stop.current.signal, setPercent)
        .finally(() => setPercent(null));
    },
    done: (build) => {
      void client.invalidateQueries({ queryKey: ['builds', given.channel] });
      void client.invalidateQueries({ queryKey: ['channels'] });
      notices.done(`${build.version} is on ${given.channel}`);
      onClose();
    },
  });
  const fields = fieldsOf(publish.error);
  const shown = ['version', 'artifactUrl', 'sha256', 'notes'].some((name) => fields[name]);
  const missing = given.version.trim() === '' || (way === 'file' ? !file : given.artifactUrl.trim() === '' || given.sha256.trim() === '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!missing && !publish.isPending) publish.mutate();
  };
  return (
    <SidePanel
      title="Publish a build"
      onClose={onClose}
      footer={
        <>
          {percent !== null ? <Action onClick={() => stop.current?.abort()}>Stop the upload</Action> : <Action onClick={onClose}>Cancel</Action>}
          <Action kind="primary" type="submit" form={form} busy={publish.isPending} refused={missing ? 'Fill in what is missing first' : undefined}>
            Publish on {given.channel}
          </Action>
        </>
      }
    >
      <form id={form} className="form" onSubmit={submit} noValidate>
        <p className="sub rel-sub">A build is a .tar.gz with an executable “run” at its root. Publishing moves nothing: instances get it when it is made current and they are refreshed.</p>
        <SelectField label="Channel" value={given.channel} onChange={(event) => change({ channel: event.target.value })}>
          {channels.map((one) => <option key={one.name}>{one.name}</option>)}
        </SelectField>
        <TextField label="Version" data-autofocus value={given.version} maxLength={64} error={fields.version} help="Never used before, in the whole deployer, for another artifact." onChange={(event) => change({ version: event.target.value })} />
        <fieldset className="rel-ways">
          <legend className="label">Artifact</legend>
          {([['file', 'Send a file'], ['address', 'Fetch it from an address']] as const).map(([name, words]) => (
            <label key={name} className="row">
              <input type="radio" name={`${form}-way`} checked={way === name} onChange={() => {
                key.renew();
                setWay(name);
              }} />{words}
            </label>
          ))}
        </fieldset>
        {way === 'file' ? <FileField file={file} onFile={(chosen) => {
          key.renew();
          setFile(chosen);
        }} /> : (
          <>
            <TextField label="Address" type="url" placeholder="https://…" value={given.artifactUrl} error={fields.artifactUrl} onChange={(event) => change({ artifactUrl: event.target.value })} />
            <TextField label="SHA-256" className="input mono" value={given.sha256} maxLength={64} error={fields.sha256} help="64 hexadecimal digits. An artifact that hashes to anything else is refused." onChange={(event) => change({ sha256: event.target.value })} />
          </>
        )}
        <TextArea label="Notes" optional rows={3} maxLength={4000} value={given.notes} error={fields.notes} onChange={(event) => change({ notes: event.target.value })} />
        {percent !== null && (
          <div className="stack">
            <Meter label="Upload" parts={[{ name: 'percent sent', value: percent, tone: 'run' }, { name: 'percent left', value: 100 - percent, tone: 'void' }]} />
            {percent < 100 && <p className="small second">{percent} % of {size(file?.size ?? 0)} sent</p>}
            <p className="small second" role="status">{percent < 100 ? '' : 'All of it is sent; the deployer checks it'}</p>
          </div>
        )}
        {publish.isPending && way === 'address' && <p className="note run" role="status">The deployer fetches it now and checks its hash.</p>}
        {publish.error && !shown && <p className="note bad row" role="alert"><Icon name="alert" />{publish.error.message}</p>}
      </form>
    </SidePanel>
  );
}

function FileField({ file, onFile }: { file: File | null; onFile: (file: File | null) => void }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>File</label>
      <input id={id} type="file" accept=".gz,.tgz,application/gzip" className="rel-file" onChange={(event) => onFile(event.target.files?.[0] ?? null)} />
      {file && <p className="help">{size(file.size)}</p>}
    </div>
  );
}

