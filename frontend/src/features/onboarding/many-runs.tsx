import { useMemo } from 'react';
import { useSession } from '../../app/session';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import type { ManyAnswer, Onboarding } from '../../api/types';
import { Action } from '../../ui/action';
import { CopyButton } from '../../ui/copy-button';
import '../../ui/copy-line.css';
import { Icon } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { SidePanel } from '../../ui/side-panel';
import { Glyph, STAGE } from '../../ui/state';
import { csvTable } from './csv';
import { problemText, tallyOf } from './many';
import { STAGE_WORD } from './usual';
import { useRuns } from './use-runs';

const SHOWN = 300;
const ORDER = { failed: 0, running: 1, succeeded: 2, cancelled: 3 } as const;

/** The runs of many, the failed ones first; their passwords once. */
export function ManyRuns({ org, answer, onClose }: { org: string; answer: ManyAnswer; onClose: () => void }) {
  const { may } = useSession();
  const begun = useMemo(() => answer.items.flatMap((item) => item.onboarding ?? []), [answer]);
  const { runs, put } = useRuns(org, begun);
  const tally = tallyOf(runs);
  const refused = answer.items.filter((item) => item.problem);
  const retry = useChange<Onboarding[], Onboarding[]>({
    run: async (failed) => {
      const again: Onboarding[] = [];
      for (const run of failed) again.push(await api.post<Onboarding>(`/onboardings/${run.id}/retry`));
      return again;
    },
    done: (again) => again.forEach(put),
  });
  const sorted = [...runs].sort((a, b) => ORDER[a.state] - ORDER[b.state]);
  const retryAll = tally.failed.length > 0 && may('operator', org);
  return (
    <SidePanel
      title={tally.running > 0 ? `Setting up ${tally.total}` : `${tally.done} of ${tally.total} set up`}
      onClose={onClose}
      footer={
        <>
          {tally.running > 0 && <span className="small second onb-foot-note">Closing this changes nothing.</span>}
          {retryAll && <Action icon="retry" busy={retry.isPending} onClick={() => retry.mutate(tally.failed)}>Retry all {tally.failed.length}</Action>}
          <Action kind="primary" onClick={onClose}>Close</Action>
        </>
      }
    >
      <Meter label="Runs" parts={[
        { name: 'done', value: tally.done, tone: 'ok' }, { name: 'failed', value: tally.failed.length, tone: 'bad' },
        { name: 'under way', value: tally.running, tone: 'run' }, { name: 'cancelled', value: tally.cancelled, tone: 'idle' },
      ]} />
      <p className="sub" role="status">{tally.done} done, {tally.running} under way, {tally.failed.length} failed{refused.length > 0 && `, ${refused.length} left out`}</p>
      <Passwords runs={begun} />
      <ul className="onb-rows">
        {sorted.slice(0, SHOWN).map((run) => (
          <RunRow key={run.id} run={run} {...(may('operator', org) ? { onRetry: () => retry.mutate([run]) } : {})} />
        ))}
        {sorted.length > SHOWN && <li><span /><span className="second">and {sorted.length - SHOWN} more, on the organization’s page</span></li>}
        {refused.slice(0, SHOWN).map((item) => (
          <li key={`row-${item.row}`}>
            <span className="bad"><Icon name="alert" /></span>
            <strong>{item.username || `Row ${item.row}`}</strong><span className="small second">left out</span>
            {item.problem && <span className="wide second">{problemText(item.problem)}</span>}
          </li>
        ))}
      </ul>
    </SidePanel>
  );
}

function RunRow({ run, onRetry }: { run: Onboarding; onRetry?: () => void }) {
  const stage = run.stages.find((one) => one.name === run.stage);
  const look = STAGE[run.state];
  return (
    <li>
      <span className={`onb-glyph ${look.tone}`}><Glyph shape={look.shape} size={16} /></span>
      <strong>{run.person}</strong>
      {run.state === 'failed' && onRetry
        ? <Action small icon="retry" onClick={onRetry}>Retry {STAGE_WORD[run.stage].toLowerCase()}</Action>
        : <span className="small second">{run.state === 'running' ? STAGE_WORD[run.stage] : look.word}</span>}
      {run.state === 'failed' && <span className="wide second">{stage?.problem?.message}</span>}
      {run.state === 'running' && stage?.waitingFor && <span className="wide small second">Waiting for {stage.waitingFor}</span>}
    </li>
  );
}

/** The passwords of the new accounts: here, now and never again. */
function Passwords({ runs }: { runs: readonly Onboarding[] }) {
  const made = runs.filter((run) => run.oneTimePassword);
  if (made.length === 0) return null;
  const rows = made.map((run) => [run.person, run.oneTimePassword ?? '', run.cockpitUrl ?? '']);
  const download = () => {
    const url = URL.createObjectURL(new Blob([csvTable(['username', 'oneTimePassword', 'cockpit'], rows)], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'one-time-passwords.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1_000);
  };
  return (
    <div className="once">
      <p className="label">{made.length} one-time {made.length === 1 ? 'password' : 'passwords'}</p>
      <div className="row wrap">
        <CopyButton label="Copy all" text={rows.map((row) => row.join('\t')).join('\n')} />
        <Action small icon="file" onClick={download}>Download as CSV</Action>
      </div>
      <details>
        <summary className="small">Show them</summary>
        <dl className="facts onb-passwords">
          {made.map((run) => <div key={run.id} className="onb-password"><dt>{run.person}</dt><dd className="mono">{run.oneTimePassword}</dd></div>)}
        </dl>
      </details>
      <p className="row small once-note"><span className="warn"><Icon name="alert" size={14} /></span>Shown once, only here. Copy or download them before you close this.</p>
    </div>
  );
}
