import type { Refresh } from '../../api/types';
import { REFRESH, STAGE, type Look } from '../../ui/state';
import { plural, say } from './sentences';

export type WaveState = 'done' | 'now' | 'held' | 'todo' | 'back' | 'left';

const NAME = ['Canary', 'Rest', 'Admin'];

/** Of a wave: what it is and where it stands. */
export function waveSays(run: Refresh, wave: number, count: number): { name: string; says: string; state: WaveState } {
  const state = stateOf(run, wave);
  const name = NAME[wave] ?? `Wave ${wave}`;
  const instances = plural(count, 'instance');
  const had = count === 1 ? 'it had' : 'they had';
  if (state === 'left') return { name, state, says: wave === run.wave && !run.back ? `${instances}, called off on the way` : `${instances}, not begun` };
  if (state === 'back') {
    if (run.state === 'rolled_back') return { name, state, says: `${instances}, back on what ${had}` };
    return { name, state, says: run.state === 'failed' ? `${instances}, brought back as far as possible` : `${instances}, going back to what ${had}` };
  }
  return { name, state, says: `${instances}${goes(run, wave, state)}` };
}

function goes(run: Refresh, wave: number, state: WaveState): string {
  if (wave === 0) {
    if (run.canaryPassed) return ` passed.${standsOnIt(run) ? ` New instances get ${run.build}.` : ''}`;
    return `, first, then ${run.strategy.bakeSeconds} s of health`;
  }
  if (wave === 1) return `, ${say(run.resolved.parallel)} at a time, in the order they start`;
  return state === 'todo' ? ', starts when the rest is done' : ', last of all';
}

function stateOf(run: Refresh, wave: number): WaveState {
  if (run.back) return wave <= run.wave ? 'back' : 'left';
  if (run.state === 'succeeded') return 'done';
  if (run.state === 'planned' || wave > run.wave) return run.state === 'cancelled' ? 'left' : 'todo';
  if (wave < run.wave) return 'done';
  if (run.state === 'cancelled') return 'left';
  return run.state === 'running' ? 'now' : 'held';
}

/** Whether the organization stands on the new build: halting, cancelling and rolling back take it away again. */
function standsOnIt(run: Pick<Refresh, 'state' | 'back'>): boolean {
  return !run.back && (run.state === 'running' || run.state === 'paused' || run.state === 'succeeded');
}

export function waveLook(run: Pick<Refresh, 'state'>, state: WaveState): Look {
  const looks: Record<WaveState, Look> = {
    // a wave that is held, or goes back, looks as its run does
    done: STAGE.succeeded, now: STAGE.running, todo: STAGE.pending, left: STAGE.cancelled, held: REFRESH[run.state],
    back: run.state === 'failed' ? REFRESH.rolled_back : REFRESH[run.state],
  };
  return looks[state];
}
