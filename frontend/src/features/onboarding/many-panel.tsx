import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, query } from '../../api/client';
import { useChange, useIdempotencyKey } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { ManyAnswer } from '../../api/types';
import { Action } from '../../ui/action';
import { CheckField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { SidePanel } from '../../ui/side-panel';
import { rowsIn } from './csv';
import { filled, found, NO_ROW, type Source } from './many';
import { ManyFound } from './many-found';
import { ManyRuns } from './many-runs';
import { ManySource } from './many-source';

/** Many people at once: a table or rows, first a rehearsal, then the runs of all of them, live. */
export function ManyPanel({ org, onClose }: { org: string; onClose: () => void }) {
  const organization = useQuery(queries.organization(org));
  const key = useIdempotencyKey();
  const [source, setSource] = useState<Source>({ kind: 'table', table: '' });
  const [later, setLater] = useState(false);

  const send = (dryRun: boolean): Promise<ManyAnswer> => {
    const path = `/organizations/${encodeURIComponent(org)}/members`;
    const stopAfter = later ? 'adding' : undefined;
    const sent = dryRun ? undefined : key.current();
    if (source.kind === 'table') return api.postText<ManyAnswer>(path + query({ dryRun, stopAfter }), source.table, 'text/csv', sent);
    const members = filled(source.rows).map((row) => ({
      username: row.username.trim(), name: row.name.trim() || undefined, email: row.email.trim() || undefined,
    }));
    return api.post<ManyAnswer>(path, { members, dryRun, stopAfter }, sent);
  };
  const rehearsal = useChange<ManyAnswer>({ quiet: true, run: () => send(true) });
  const run = useChange<ManyAnswer>({ quiet: true, run: () => send(false) });
  const changed = (next: () => void) => {
    next();
    key.renew();
    rehearsal.reset();
    run.reset();
  };

  if (run.data) return <ManyRuns org={org} answer={run.data} onClose={onClose} />;

  const count = source.kind === 'table' ? rowsIn(source.table) : filled(source.rows).length;
  const plan = rehearsal.data && found(rehearsal.data, later);
  const error = run.error ?? rehearsal.error;
  return (
    <SidePanel
      title="Add many"
      onClose={onClose}
      footer={
        <>
          <Action onClick={onClose}>Cancel</Action>
          {plan
            ? <Action kind="primary" busy={run.isPending} refused={plan.refused} onClick={() => run.mutate()}>{later ? 'Add' : 'Add and set up'} {plan.good}</Action>
            : <Action kind="primary" busy={rehearsal.isPending} refused={count === 0 ? 'There is no row yet' : undefined} onClick={() => rehearsal.mutate()}>
                Check {count} {count === 1 ? 'row' : 'rows'}…
              </Action>}
        </>
      }
    >
      <p className="sub onb-sub">
        New members of {organization.data?.name ?? org}{organization.data && `, room for ${organization.data.roomFor} more`}
      </p>
      <div className="row" role="group" aria-label="How to give them">
        {(['table', 'rows'] as const).map((kind) => (
          <button key={kind} type="button" className="button small" aria-pressed={source.kind === kind}
            onClick={() => changed(() => setSource(kind === 'table' ? { kind, table: '' } : { kind, rows: [NO_ROW, NO_ROW] }))}>
            {source.kind === kind && <Icon name="check" size={14} />}{kind === 'table' ? 'Paste a table' : 'Type rows'}
          </button>
        ))}
      </div>
      <ManySource source={source} onChange={(next) => changed(() => setSource(next))} />
      <CheckField label="Only register now, set up later" checked={later} onChange={(event) => changed(() => setLater(event.target.checked))}
        help="Nothing is reserved; each waits on the person’s page." />
      {error && <p className="note bad row" role="alert"><Icon name="alert" />{error.message}</p>}
      {rehearsal.data && plan && <ManyFound answer={rehearsal.data} plan={plan} later={later} />}
    </SidePanel>
  );
}
