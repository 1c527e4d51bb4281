import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries';
import type { Setup } from '../../api/types';
import { Action } from '../../ui/action';
import { Failed, Loading } from '../../ui/feedback';
import { linesOf } from './environment';

/** The newest version of a setup; the earlier ones when somebody asks. */
export function SetupPanel({ setup, uses, onNewVersion }: { setup: Setup; uses: string[]; onNewVersion: (() => void) | undefined }) {
  const [open, setOpen] = useState(false);
  return (
    <section className="panel setup-panel" aria-labelledby={`setup-${setup.name}`}>
      <div className="row wrap">
        <h2 id={`setup-${setup.name}`} className="mono">{setup.name}</h2><span className="tag">version {setup.version}</span>
        {onNewVersion && <span className="push"><Action small icon="plus" onClick={onNewVersion}>New version…</Action></span>}
      </div>
      <Facts setup={setup} />
      <p className="small second">{uses.length === 0 ? 'No organization is made from it.' : `Used by ${uses.join(', ')}.`}</p>
      {setup.version > 1 && (
        <>
          <div><Action small kind="quiet" onClick={() => setOpen(!open)}>{open ? 'Hide earlier versions' : setup.version === 2 ? 'Show the earlier version' : `Show ${setup.version - 1} earlier versions`}</Action></div>
          {open && <Versions name={setup.name} newest={setup.version} />}
        </>
      )}
    </section>
  );
}

function Versions({ name, newest }: { name: string; newest: number }) {
  const versions = useQuery(queries.setupVersions(name));
  if (versions.error && !versions.data) return <Failed what={`The versions of ${name}`} error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <Loading lines={2} label="Loading the versions" />;
  return (
    <ol className="setup-versions">
      {versions.data.items.filter((one) => one.version < newest).map((one) => <li key={one.version}><h3 className="small">Version {one.version}</h3><Facts setup={one} /></li>)}
    </ol>
  );
}

function Facts({ setup }: { setup: Setup }) {
  const lines = linesOf(setup.environment);
  return (
    <dl className="facts">
      <dt>Provider</dt><dd className="mono">{setup.provider}</dd>
      <dt>Size</dt><dd>{setup.slots} {setup.slots === 1 ? 'slot' : 'slots'} · {setup.cpu} CPU · {memory(setup.memoryMiB)} memory · {setup.diskGiB} GiB disk</dd>
      <dt>Node</dt><dd>{setup.node ? <span className="mono">{setup.node}</span> : 'wherever there is room'}</dd>
      <dt>Environment</dt><dd>{lines ? <pre className="setup-lines">{lines}</pre> : <span className="third">empty</span>}</dd>
    </dl>
  );
}

function memory(mib: number): string {
  return mib % 1024 === 0 ? `${mib / 1024} GiB` : `${mib} MiB`;
}
