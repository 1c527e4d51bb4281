import type { Refresh, RefreshCounts, RefreshPlan, Strategy } from '../../api/types';
import { failuresOf, progressOf } from '../../ui/refresh-progress';
import { duration } from '../../ui/time';
import { groundSays, roughly, type Estimate } from './estimate';

const number = new Intl.NumberFormat();
export const say = (value: number) => number.format(value);
export const plural = (count: number, one: string, many = `${one}s`) => `${say(count)} ${count === 1 ? one : many}`;

/** One sentence of what is, one of what it means. */
export function headline(run: Refresh, counts: RefreshCounts, guess: Estimate | null): { what: string; means: string } {
  const { done, toDo, inFlight } = progressOf(run, counts);
  const left = guess ? `${roughly(guess.leftMs)} left, at the rate of the last ${groundSays(guess.groundMs)}.` : '';
  const failures = failuresOf(run, counts);
  switch (run.state) {
    case 'planned':
      return { what: `${plural(toDo, 'instance')} planned`, means: 'Nothing has begun yet.' };
    case 'running':
      return { what: `${say(done)} of ${say(toDo)} done`, means: isBaking(run) ? 'Watching the health of what was updated before it goes on.' : left };
    case 'paused':
      return { what: 'Paused', means: `Nothing new ${run.back ? 'goes back' : 'starts'}. ${inFlight > 0 ? `${say(inFlight)} still under way will end. ` : ''}${counts.pending > 0 ? `${say(counts.pending)} wait.` : 'Resume it to end it.'}` };
    case 'halted':
      return {
        what: `Halted: ${plural(run.failuresSoFar, 'failure')}, ${say(run.resolved.failures)} ${run.resolved.failures === 1 ? 'was' : 'were'} allowed`,
        means: `Nothing new starts. ${say(counts.succeeded)} run ${run.build}, ${say(counts.pending)} were not begun.${run.priorBuild ? ` New instances get ${run.priorBuild}.` : ''}`,
      };
    case 'rolling_back':
      return { what: `${say(done)} of ${say(toDo)} back`, means: `Each goes to the build it had before. ${left}` };
    case 'succeeded':
      return {
        what: `${say(counts.succeeded)} of ${say(toDo)} run ${run.build}`,
        means: failures > 0 ? `${say(failures)} did not get there, which was within the ${say(run.resolved.failures)} allowed.` : 'All of them are healthy.',
      };
    case 'failed':
      return { what: 'Some could not be brought back', means: run.reason ?? `${say(failures)} need a person.` };
    case 'cancelled':
      return { what: `Cancelled after ${say(counts.succeeded + failures)} of ${say(toDo)}`, means: `${say(counts.succeeded)} run ${run.build}; the others were not begun.` };
    case 'rolled_back':
      return { what: `${plural(counts.rolledBack, 'instance')} rolled back`, means: 'Each runs the build it had before.' };
  }
}

export function isBaking(run: Pick<Refresh, 'bakeUntil' | 'state'>): boolean {
  return run.state === 'running' && Boolean(run.bakeUntil);
}

/** What a strategy will do, in words. */
export function strategySays(strategy: Strategy, resolved: RefreshPlan['resolved']): string {
  const canary = resolved.canary > 0 ? `First ${plural(resolved.canary, 'canary', 'canaries')}, then ${strategy.bakeSeconds} s of health. ` : 'No canary. ';
  const halt = resolved.failures === 0 ? 'The first failure stops it' : `Failure ${say(resolved.failures + 1)} stops it`;
  const after = strategy.autoRollback ? ' and everything goes back by itself.' : '; a person then decides.';
  return `${canary}Then ${say(resolved.parallel)} at a time, each at most ${limit(strategy.memberDeadlineSeconds)}. ${halt}${after}`;
}

/** A limit as it was chosen: whole minutes where it is whole minutes. */
export function limit(seconds: number): string {
  return seconds >= 60 && seconds % 60 === 0 ? `${seconds / 60} min` : duration(seconds * 1_000).replace('.0 s', ' s');
}

/** "25%" and 4 as they are read: "25 %, that is 12". */
export function shareSays(share: number | string, resolved: number): string {
  return typeof share === 'number' ? say(resolved) : `${share.replace('%', ' %')}, that is ${say(resolved)}`;
}

/** Who is skipped, by reason. */
export function skippedSays(plan: Pick<RefreshPlan, 'members'>): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const member of plan.members) {
    if (member.state !== 'skipped') continue;
    const reason = plain(member.reason ?? 'left alone');
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

/** A reason as a part of a sentence: small at its start, without its full stop. */
function plain(reason: string): string {
  return reason.charAt(0).toLowerCase() + reason.slice(1).replace(/\.$/, '');
}
