import type { RefreshCounts, RefreshGlance } from '../api/types';

type Standing = Pick<RefreshGlance, 'state' | 'back'>;
export type Progress = { done: number; toDo: number; inFlight: number; percent: number };

/** How far a run is, of those that it touches. On the way back it is the way back that counts. */
export function progressOf({ state, back }: Standing, counts: RefreshCounts): Progress {
  const inFlight = counts.updating + counts.verifying;
  const ended = counts.failed + counts.unreachable + counts.rolledBack;
  const ahead = counts.pending + inFlight;
  // one that left is done with; where the whole run was called off, the others never were
  const gone = state === 'cancelled' ? 0 : counts.cancelled;
  const done = back ? ended : ended + counts.succeeded + gone;
  const toDo = back ? ended + counts.succeeded + ahead : ended + counts.succeeded + counts.cancelled + ahead;
  return { done, toDo, inFlight, percent: toDo === 0 ? 100 : Math.floor((done * 100) / toDo) };
}

/** Those that a person has to look at; one that the run itself brought back is none. */
export function failuresOf({ back }: Pick<Standing, 'back'>, counts: RefreshCounts): number {
  return counts.failed + counts.unreachable + (back ? 0 : counts.rolledBack);
}

/** "12 of 40 done, 2 failed": an open run in a line. */
export function glanceSays(run: RefreshGlance): string {
  const { done, toDo } = progressOf(run, run.counts);
  const failures = failuresOf(run, run.counts);
  return `${done.toLocaleString()} of ${toDo.toLocaleString()} ${run.back ? 'back' : 'done'}${failures > 0 ? `, ${failures.toLocaleString()} failed` : ''}`;
}
