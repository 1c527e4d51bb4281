import { Link } from '@tanstack/react-router';
import type { Onboarding, Stage } from '../../api/types';
import { Action } from '../../ui/action';
import { Glyph, STAGE } from '../../ui/state';
import { clockTime, useNow } from '../../ui/time';
import { deadline, stageTime } from './run-words';
import { STAGE_WORD, stageSays } from './usual';

type Retry = { onRetry?: (() => void) | undefined; retrying: boolean };

/** The four stages of a run, the open one with what it waits for, the failed one with its reason and its retry. */
export function Stages({ run, onRetry, retrying }: { run: Onboarding } & Retry) {
  return (
    <ol className="onb-stages">
      {run.stages.map((stage) => (
        <li key={stage.name} className={`onb-stage ${stage.state}`}>
          <span className={`onb-stage-glyph ${STAGE[stage.state].tone}`}><Glyph shape={STAGE[stage.state].shape} size={20} /></span>
          <div className="onb-stage-body">
            <div className="row">
              <h3><span className="unseen">{STAGE[stage.state].word}: </span>{STAGE_WORD[stage.name]}</h3>
              <StageTime stage={stage} />
            </div>
            <StageDetail run={run} stage={stage} onRetry={onRetry} retrying={retrying} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function StageTime({ stage }: { stage: Stage }) {
  const now = useNow(1_000);
  const time = stageTime(stage, now.getTime());
  return <span className="push small second">{stage.state === 'skipped' ? 'Skipped' : time}</span>;
}

function StageDetail({ run, stage, onRetry, retrying }: { run: Onboarding; stage: Stage } & Retry) {
  switch (stage.state) {
    case 'running':
      return <Waiting stage={stage} />;
    case 'failed':
      return <FailedStage run={run} stage={stage} onRetry={onRetry} retrying={retrying} />;
    case 'succeeded':
      return <p className="onb-stage-says">{stageSays(stage.name, run, true)}</p>;
    case 'skipped':
      return <p className="onb-stage-says">Not asked for; it waits on the person’s page</p>;
    case 'pending':
      return <p className="onb-stage-says">{run.state === 'running' ? stageSays(stage.name, run, false) : 'Not begun'}</p>;
  }
}

function Waiting({ stage }: { stage: Stage }) {
  const now = useNow(1_000).getTime();
  const givesUp = deadline(stage.givesUpAt, now);
  return (
    <div className="note run onb-waiting">
      <p>{stage.waitingFor ? <>Waiting for {stage.waitingFor}</> : 'Under way'}</p>
      <p className="small second">
        {stage.attempts > 0 && <>Attempt {stage.attempts}</>}
        {stage.attempts > 0 && givesUp && ', '}
        {givesUp && <time dateTime={stage.givesUpAt ?? undefined} title={stage.givesUpAt ? clockTime(stage.givesUpAt) : undefined}>{givesUp}</time>}
      </p>
      {stage.problem && <p className="small second">Last try: {stage.problem.message}</p>}
    </div>
  );
}

function FailedStage({ run, stage, onRetry, retrying }: { run: Onboarding; stage: Stage } & Retry) {
  const word = STAGE_WORD[stage.name].toLowerCase();
  return (
    <div className="note bad onb-failed">
      <p><strong>{stage.problem?.message ?? `The stage ${word} failed.`}</strong> {stage.problem?.next}</p>
      <dl className="onb-failed-facts small">
        <dt className="second">Tried</dt>
        <dd>{stage.attempts === 1 ? 'once' : `${stage.attempts} times`}{stage.endedAt && `, the last until ${clockTime(stage.endedAt)}`}</dd>
        {stage.problem && <><dt className="second">Kind</dt><dd>{stage.problem.kind}</dd></>}
      </dl>
      <div className="row wrap">
        {onRetry && run.state === 'failed' && <Action kind="primary" icon="retry" busy={retrying} onClick={onRetry}>Retry {word}</Action>}
        <Link to="/instances/$id" params={{ id: run.instance }} className="button">Open {run.instance}</Link>
      </div>
    </div>
  );
}
