import { buildsOf, cellText } from './cells';
import { headline, shareSays, skippedSays, strategySays } from './sentences';
import { share, strategyOf, SAFE } from './strategy-form';
import { member, NO_COUNTS, refresh } from './testdata';

const counts = { ...NO_COUNTS, succeeded: 748, failed: 5, unreachable: 3, rolledBack: 2, verifying: 14, updating: 36, pending: 415, skipped: 18 };

test('an estimate is in the sentence only when there is one', () => {
  expect(headline(refresh(), counts, null).means).toBe('');
  expect(headline(refresh(), counts, { perMinute: 79, leftMs: 360_000, groundMs: 120_000 }).means).toBe('about 6 min left, at the rate of the last 2 minutes.');
});

test('halted says how many failed, how many may, and what new instances get', () => {
  const run = refresh({ state: 'halted', failuresSoFar: 13, resolved: { canary: 4, parallel: 50, failures: 12 } });
  const { what, means } = headline(run, counts, null);
  expect(what).toBe('Halted: 13 failures, 12 were allowed');
  expect(means).toContain('New instances get 1.0.0');
});

test('paused on the way back it is the way back that stands still', () => {
  const run = refresh({ state: 'paused', back: true });
  expect(headline(run, { ...NO_COUNTS, pending: 3, rolledBack: 2 }, null).means).toBe('Nothing new goes back. 3 wait.');
});

test('a cell reads as its instance, person, state and reason', () => {
  const failed = member(7, 'failed', { problem: { kind: 'transient', message: 'artifact not reachable', next: '', cause: 'artifact not reachable' } });
  expect(cellText(failed)).toBe('o1m7, piet7, failed: artifact not reachable');
});

test('a strategy is said in words, at the bound', () => {
  const { strategy } = refresh();
  expect(strategySays(strategy, { canary: 1, parallel: 25, failures: 0 })).toBe('First 1 canary, then 30 s of health. Then 25 at a time, each at most 10 min. The first failure stops it; a person then decides.');
  expect(strategySays({ ...strategy, autoRollback: true }, { canary: 0, parallel: 1, failures: 12 })).toBe('No canary. Then 1 at a time, each at most 10 min. Failure 13 stops it and everything goes back by itself.');
  expect(shareSays('1%', 12)).toBe('1 %, that is 12');
});

test('a number counts, a share stays a share, nothing leaves the choice to the deployer', () => {
  expect([share('4'), share('25 %'), share(''), share('many')]).toEqual([4, '25%', undefined, 'many']);
  expect(strategyOf({ ...SAFE, build: '1' })).toEqual({ canary: 1, maxParallel: '25%', maxFailures: 0, autoRollback: false });
});

test('who is skipped is counted by reason, the most frequent first', () => {
  const members = [member(1, 'skipped', { reason: 'pinned' }), member(2, 'skipped', { reason: 'on it' }), member(3, 'skipped', { reason: 'on it' }), member(4, 'pending'), member(5, 'skipped', { reason: 'On this build already.' })];
  expect(skippedSays({ members })).toEqual([{ reason: 'on it', count: 2 }, { reason: 'pinned', count: 1 }, { reason: 'on this build already', count: 1 }]);
});

test('on the way back the builds read the other way round', () => {
  expect(buildsOf(member(1, 'pending'))).toBe('1.0.0 → 1.1.0');
  expect(buildsOf(member(1, 'pending', { back: true }))).toBe('1.1.0 → 1.0.0');
  expect(buildsOf(member(1, 'skipped', { from: '1.1.0' }))).toBe('1.1.0');
});
