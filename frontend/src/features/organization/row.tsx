import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { Instance, Onboarding } from '../../api/types';
import { Action } from '../../ui/action';
import { Icon } from '../../ui/icon';
import { HEALTH, INSTANCE, State } from '../../ui/state';
import { Ago } from '../../ui/time';
import { failedStage } from './use-open-runs';

type Props = {
  row: Instance;
  run: Onboarding | undefined;
  selectable: boolean;
  selected: boolean;
  select: (rows: readonly Instance[], on: boolean) => void;
  onRetry?: (run: Onboarding) => void;
  retrying: boolean;
};

/** The cells of one instance, and under them why its setup stopped. */
export const Row = memo(function Row({ row, run, selectable, selected, select, onRetry, retrying }: Props) {
  return (
    <>
      <span role="cell" className="org-cell-tick">
        {selectable && row.role === 'member' && (
          <input type="checkbox" aria-label={`Select ${row.person}`} checked={selected} onChange={(event) => select([row], event.target.checked)} />
        )}
      </span>
      <Cells row={row} run={run} />
      {row.state === 'failed' && <Why row={row} run={run} retrying={retrying} {...(onRetry ? { onRetry } : {})} />}
    </>
  );
});

function Cells({ row, run }: { row: Instance; run: Onboarding | undefined }) {
  const setUp = run?.state === 'running' && (row.state === 'provisioning' || row.state === 'installing' || row.state === 'registered');
  return (
    <>
      <span role="cell" className="org-cell-who cut">
        <Link to="/instances/$id" params={{ id: row.id }}>{row.person}</Link>
        {row.role === 'admin' && <span className="tag">admin</span>}
        <span className="mono third org-id">{row.id}</span>
      </span>
      <span role="cell" className={`org-cell-state ${row.state}`}><State look={INSTANCE[row.state]} />{setUp && <Ticks run={run} />}</span>
      <span role="cell" className="org-cell-health"><State look={HEALTH[row.health]} /></span>
      <span role="cell" className="org-cell-build">
        {row.build ? <span className="mono">{row.build}</span> : <span className="third org-none"><span aria-hidden="true">—</span><span className="unseen">no build</span></span>}
        <Marks row={row} />
      </span>
      <span role="cell" className="org-cell-node mono second cut">{row.node ?? ''}</span>
      <span role="cell" className="org-cell-seen second"><Ago at={row.lastSeen} /></span>
      <span role="cell" className="org-cell-open second"><Icon name="chevron" /></span>
    </>
  );
}

function Marks({ row }: { row: Instance }) {
  return (
    <>
      {row.drifted && <span className="org-mark warn" title={`Drifted: ${row.desiredBuild ?? 'another build'} was decided`}><Icon name="drift" size={14} />wants {row.desiredBuild}</span>}
      {row.pinned && <span className="org-mark idle" title={`Pinned to ${row.pinned.build}: ${row.pinned.reason}`}><Icon name="pin" size={14} />pinned</span>}
    </>
  );
}

/** How far a setup is, as four ticks. */
function Ticks({ run }: { run: Onboarding }) {
  const done = run.stages.filter((stage) => stage.state === 'succeeded').length;
  return (
    <span className="org-ticks" role="img" aria-label={`${done} of ${run.stages.length} stages done${run.waitingFor ? `, waiting for ${run.waitingFor}` : ''}`}>
      {run.stages.map((stage) => <i key={stage.name} className={stage.state} />)}
    </span>
  );
}

function Why({ row, run, onRetry, retrying }: { row: Instance; run: Onboarding | undefined; onRetry?: (run: Onboarding) => void; retrying: boolean }) {
  const stage = run && failedStage(run);
  const word = stage ? stage.name.charAt(0).toUpperCase() + stage.name.slice(1) : '';
  return (
    <span role="cell" className="org-cell-why">
      <span className="org-why">
        <span>{stage ? <><strong>{word} failed:</strong> {stage.problem?.message} {stage.problem?.next}</> : 'It failed; its page says where.'}</span>
        <span className="row">
          <Link to="/instances/$id" params={{ id: row.id }} className="button small quiet">Look at {row.id}</Link>
          {run?.state === 'failed' && stage && onRetry && <Action small icon="retry" busy={retrying} onClick={() => onRetry(run)}>Retry {stage.name}</Action>}
        </span>
      </span>
    </span>
  );
}
