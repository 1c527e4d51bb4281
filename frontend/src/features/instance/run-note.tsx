import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { Instance, Onboarding } from '../../api/types';
import { Action } from '../../ui/action';
import { Icon } from '../../ui/icon';
import { Ago, duration, useNow } from '../../ui/time';

const WORD = { adding: 'adding', provisioning: 'provisioning', installing: 'installing', ready: 'the first healthy answer' } as const;

/** The run that is open on this instance: under way, or stopped and waiting for a person. */
export function useOpenRun(instance: Instance): { run: Onboarding | undefined; known: boolean } {
  const failed = useQuery(queries.onboardings(instance.organization, 'failed'));
  const running = useQuery(queries.onboardings(instance.organization, 'running'));
  const mine = (runs: Onboarding[] | undefined) => runs?.find((run) => run.instance === instance.id);
  return { run: mine(running.data?.items) ?? mine(failed.data?.items), known: failed.data !== undefined && running.data !== undefined };
}

export function RunNote({ run, operator }: { run: Onboarding; operator: boolean }) {
  const client = useQueryClient();
  const retry = useChange({
    run: () => api.post<Onboarding>(`/onboardings/${encodeURIComponent(run.id)}/retry`),
    done: () => void client.invalidateQueries({ queryKey: ['onboardings', run.organization] }),
  });
  const stage = run.stages.find((one) => one.name === run.stage);
  const open = (
    <Link to="/organizations/$org" params={{ org: run.organization }} search={{ run: run.id }} className="button small">Open the run</Link>
  );
  if (run.state === 'running') {
    return (
      <div className="note run inst-run" role="status">
        <span><strong>{run.cancelling ? 'Being undone.' : `Under way: ${WORD[run.stage]}.`}</strong> {stage?.waitingFor && `Waiting for ${stage.waitingFor}.`} <GivesUp at={stage?.givesUpAt} /></span>
        <span className="row push">{open}</span>
      </div>
    );
  }
  return (
    <div className="note bad inst-run" role="status">
      <span className="inst-why">
        <Icon name="alert" />
        <span>
          <strong>{stage?.problem?.message ?? `Stopped at ${WORD[run.stage]}.`}</strong> {stage?.problem?.next}
          {stage?.endedAt && <span className="second"> Stopped <Ago at={stage.endedAt} />{stage.attempts > 1 && `, after ${stage.attempts} attempts`}.</span>}
        </span>
      </span>
      <span className="row push">
        {open}
        {operator && <Action small kind="primary" icon="retry" busy={retry.isPending} onClick={() => retry.mutate()}>Retry {run.stage === 'ready' ? 'the check' : WORD[run.stage]}</Action>}
      </span>
    </div>
  );
}

function GivesUp({ at }: { at: string | null | undefined }) {
  const now = useNow(1_000).getTime();
  const left = at ? Date.parse(at) - now : 0;
  return left > 0 ? <span className="second">Gives up in {duration(Math.max(10_000, left))}.</span> : null;
}
