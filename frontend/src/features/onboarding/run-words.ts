import { duration } from '../../ui/time';
import type { Onboarding, Stage } from '../../api/types';
import { STAGES, STAGE_WORD } from './usual';

/** "Step 3 of 4", "at installing, 3 min 12 s after the start": where a run stands, in a line. */
export function whereItStands(run: Onboarding): string {
  const word = STAGE_WORD[run.stage].toLowerCase();
  const lasted = run.endedAt ? duration(Date.parse(run.endedAt) - Date.parse(run.startedAt)) : null;
  switch (run.state) {
    case 'running':
      return run.cancelling ? 'Being undone' : `Step ${STAGES.indexOf(run.stage) + 1} of ${STAGES.length}: ${word}`;
    case 'failed': {
      const ended = run.stages.find((stage) => stage.state === 'failed')?.endedAt;
      return ended ? `At ${word}, ${duration(Date.parse(ended) - Date.parse(run.startedAt))} after the start` : `At ${word}`;
    }
    case 'cancelled':
      return lasted ? `Undone ${lasted} after the start` : 'Undone';
    case 'succeeded':
      return lasted ? `Took ${lasted}` : 'Done';
  }
}

export function titleOf(run: Onboarding): string {
  switch (run.state) {
    case 'running':
      return run.cancelling ? `Undoing the setup of ${run.person}` : `Setting up ${run.person}`;
    case 'failed':
      return `Setting up ${run.person} stopped`;
    case 'cancelled':
      return `Setting up ${run.person} was cancelled`;
    case 'succeeded':
      return isRegisteredOnly(run) ? `${run.person} is registered` : `${run.person} is ready`;
  }
}

/** It was asked to stop early: what is left waits for a person. */
export function isRegisteredOnly(run: Onboarding): boolean {
  return run.stages.some((stage) => stage.state === 'skipped');
}

/** What to say aloud when the run has come from one state to another; failures are said at once. */
export function saidOfChange(before: Onboarding, after: Onboarding): { text: string; how: 'polite' | 'assertive' } | null {
  if (after.state !== before.state) {
    if (after.state === 'failed') {
      return { text: `${titleOf(after)}: ${after.stages.find((stage) => stage.state === 'failed')?.problem?.message ?? ''}`, how: 'assertive' };
    }
    return { text: titleOf(after), how: 'polite' };
  }
  if (after.stage !== before.stage) return { text: `${after.person}: ${STAGE_WORD[after.stage]}`, how: 'polite' };
  return null;
}

/** How long a stage took, or is taking. */
export function stageTime(stage: Stage, now: number): string | null {
  if (!stage.startedAt || stage.state === 'pending' || stage.state === 'skipped') return null;
  const end = stage.endedAt ? Date.parse(stage.endedAt) : now;
  return duration(Math.max(0, end - Date.parse(stage.startedAt)));
}

/** "gives up in 2 min 3 s". */
export function deadline(givesUpAt: string | null | undefined, now: number): string | null {
  if (!givesUpAt) return null;
  const left = Date.parse(givesUpAt) - now;
  return left > 0 ? `gives up in ${duration(Math.max(1, Math.round(left / 1000)) * 1000).replace('.0 s', ' s')}` : 'gives up now';
}
