import type { RefreshCounts, RefreshStateName } from '../api/types';
import { failuresOf, glanceSays, progressOf } from './refresh-progress';

const NONE = { pending: 0, updating: 0, verifying: 0, succeeded: 0, skipped: 0, failed: 0, unreachable: 0, rolledBack: 0, cancelled: 0 };
const counts = { ...NONE, succeeded: 748, failed: 5, unreachable: 3, rolledBack: 2, verifying: 14, updating: 36, pending: 415, skipped: 18 };
const run = (state: RefreshStateName, back: boolean, its: RefreshCounts) => ({ id: 'r1', state, back, counts: its, total: 0, build: '1.1.0' });

test('the skipped are no part of the progress, the failed are', () => {
  expect(progressOf({ state: 'running', back: false }, counts)).toEqual({ done: 758, toDo: 1_223, inFlight: 50, percent: 61 });
});

test('nothing to do is done', () => {
  expect(progressOf({ state: 'succeeded', back: false }, NONE).percent).toBe(100);
});

test('on the way back it is the way back that counts, and those that wait for it are to be done', () => {
  const back = { ...NONE, rolledBack: 30, pending: 60, updating: 10, cancelled: 400 };
  expect(progressOf({ state: 'rolling_back', back: true }, back)).toMatchObject({ done: 30, toDo: 100, percent: 30 });
  expect(progressOf({ state: 'paused', back: true }, back).percent).toBe(30);
});

test('who left is done with; a run that was called off is not', () => {
  const some = { ...NONE, succeeded: 5, cancelled: 15 };
  expect(progressOf({ state: 'succeeded', back: false }, some).percent).toBe(100);
  expect(progressOf({ state: 'cancelled', back: false }, some)).toMatchObject({ done: 5, toDo: 20, percent: 25 });
});

test('one that the run itself brought back has not failed, one that its agent brought back has', () => {
  const some = { ...NONE, failed: 1, rolledBack: 4 };
  expect(failuresOf({ back: false }, some)).toBe(5);
  expect(failuresOf({ back: true }, some)).toBe(1);
});

test('a line says how far it is, either way', () => {
  expect(glanceSays(run('running', false, counts))).toBe(`758 of ${(1_223).toLocaleString()} done, 10 failed`);
  expect(glanceSays(run('rolling_back', true, { ...NONE, rolledBack: 3, pending: 4 }))).toBe('3 of 7 back');
});
