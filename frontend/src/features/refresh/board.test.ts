import { Board } from './board';
import { member } from './testdata';

test('stands in the order of starting, wave before wave', () => {
  const board = new Board([member(2, 'pending'), member(1, 'pending', { wave: 2 }), member(0, 'pending')]);
  expect(board.members.map((one) => one.instance)).toEqual(['o1m0', 'o1m2', 'o1m1']);
  expect(board.waves()).toEqual([{ wave: 0, count: 1 }, { wave: 1, count: 1 }, { wave: 2, count: 1 }]);
});

test('counts stay exact through changes, and only what looks different is drawn', () => {
  const board = new Board([member(0, 'pending'), member(1, 'pending')]);
  expect(board.apply([member(1, 'updating')])).toEqual([1]);
  expect(board.apply([member(1, 'updating', { attempts: 2 })])).toEqual([]);
  expect(board.apply([member(1, 'rolled_back')])).toEqual([1]);
  expect(board.counts()).toMatchObject({ pending: 1, updating: 0, rolledBack: 1 });
});

test('somebody new asks for a new board', () => {
  const board = new Board([member(0, 'pending')]);
  const joined = member(9, 'pending');
  expect(board.apply([joined])).toBeNull();
  expect(board.unknown([joined])).toEqual([joined]);
});

test('what took how long is known of those that succeeded', () => {
  const at = (second: number) => new Date(second * 1_000).toISOString();
  const board = new Board([
    member(0, 'succeeded', { startedAt: at(100), endedAt: at(130) }),
    member(1, 'failed', { startedAt: at(100), endedAt: at(700) }),
    member(2, 'skipped', { attempts: 0, endedAt: at(50) }),
  ]);
  expect(board.median()).toBe(30_000);
  expect(board.endings()).toEqual([130_000, 700_000]);
});
