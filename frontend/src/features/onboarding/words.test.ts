import type { Node, Onboarding } from '../../api/types';
import { csvCell, csvTable, rowsIn } from './csv';
import { filled, found, problemText } from './many';
import { foretoldText } from '../../ui/removal-words';
import { bestNode, refusal, whereItLacks } from './room';
import { deadline, saidOfChange } from './run-words';
import { run, stage } from './testdata';
import { usualTimes } from './usual';

const node = (more: Partial<Node>): Node => ({
  id: 'n', name: 'n', provider: 'local', status: 'online', online: true, slots: { total: 4, used: 2, reserved: 0, free: 2 }, roomFor: 1, ...more,
} as Node);

test('a cell that a spreadsheet would run as a formula is only text', () => {
  expect(csvCell('=1+1')).toBe("'=1+1");
  expect(csvCell('@SUM(A1)')).toBe("'@SUM(A1)");
  expect(csvCell('-2,"x"')).toBe('"\'-2,""x"""');
  expect(csvCell('ada')).toBe('ada');
  expect(csvTable(['a', 'b'], [['x', '+1']])).toBe("a,b\r\nx,'+1\r\n");
});

test('a table has as many rows as there are lines below its header', () => {
  expect([rowsIn(''), rowsIn('username\n'), rowsIn('username\r\nada\r\n\r\nbob')]).toEqual([0, 0, 2]);
  expect([rowsIn('sep=,\r\nusername,name\r\nada,Ada\r\n,,\r\n'), rowsIn('username\rada')]).toEqual([1, 1]);
  expect(filled([{ username: ' ', name: '', email: '' }, { username: 'ada', name: '', email: '' }])).toHaveLength(1);
});

test('the best node is one that is online with the most room', () => {
  const nodes = [node({ id: 'a', roomFor: 0 }), node({ id: 'b', roomFor: 3 }), node({ id: 'c', roomFor: 9, status: 'maintenance' })];
  expect(bestNode(nodes)?.id).toBe('b');
  expect(bestNode([])).toBeUndefined();
});

test('no room, a full node and one that is away each have their reason', () => {
  expect(refusal(0, [node({})], 'n')).toBe('No room for another member');
  expect(refusal(3, [node({ name: 'grid-1', roomFor: 0 })], 'n')).toBe('grid-1 is full');
  expect(refusal(3, [node({ name: 'rack-7', status: 'offline' })], 'n')).toBe('rack-7 is offline');
  expect(refusal(3, [node({})], 'n')).toBeUndefined();
  expect(whereItLacks([node({ name: 'a', slots: { total: 1, used: 0, reserved: 0, free: 1 } }), node({ name: 'b', status: 'offline' })])).toBe('1 slot is free on a, b is offline');
});

test('a rehearsal counts who can go and refuses where the room is too small', () => {
  const problem = { type: '/problems/bad-request', title: '', detail: 'wrong', errors: [{ field: 'username', message: 'is taken' }, { field: 'email', message: 'is missing' }] };
  const answer = { dryRun: true, roomFor: 1, fits: 1, items: [{ row: 1, username: 'a' }, { row: 2, username: 'b' }, { row: 3, username: 'c', problem }] };
  expect(found(answer, false)).toMatchObject({ good: 2, refused: 'Room for 1 of 2: take out 1, or make room' });
  expect(found(answer, true).refused).toBeUndefined();
  expect(problemText(problem)).toBe('username: is taken; email: is missing');
});

test('usual times need two good runs and are the middle one', () => {
  const took = (seconds: number): Onboarding => run({
    state: 'succeeded',
    stages: (['adding', 'provisioning', 'installing', 'ready'] as const).map((name) =>
      stage(name, 'succeeded', { startedAt: '2026-01-01T00:00:00Z', endedAt: new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1_000).toISOString() })),
  });
  expect(usualTimes([took(5)])).toBeNull();
  expect(usualTimes([took(5), took(50), took(7)])?.installing).toBe(7_000);
});

test('a failure is said at once, the next stage politely, nothing twice', () => {
  const before = run({ stage: 'installing' });
  const failed = run({ stage: 'installing', state: 'failed', stages: [stage('installing', 'failed', { problem: { kind: 'transient', message: 'Gave up.', next: 'Retry.' } })] });
  expect(saidOfChange(before, failed)).toEqual({ text: 'Setting up ada stopped: Gave up.', how: 'assertive' });
  expect(saidOfChange(run({ stage: 'provisioning' }), before)).toEqual({ text: 'ada: Installing', how: 'polite' });
  expect(saidOfChange(before, before)).toBeNull();
});

test('a deadline counts down', () => {
  expect(deadline('2026-01-01T00:02:05Z', Date.parse('2026-01-01T00:00:00Z'))).toBe('gives up in 2 min 5 s');
  expect(deadline('2026-01-01T00:00:04Z', Date.parse('2026-01-01T00:00:00Z'))).toBe('gives up in 4 s');
});

test('a removal says what goes and what is kept', () => {
  const will = { machine: 'kept-then-destroyed' as const, node: 'grid-1', keptSeconds: 7_200, slotsFreed: 2, login: 'closed', account: 'kept' as const, cancelled: ['an onboarding'] };
  expect(foretoldText(will)).toBe('The stack stops now; the machine on grid-1 is kept for 2 hours, then destroyed with its disk, 2 slots are freed. The login to this cockpit is closed; the account is kept. What is under way is ended: an onboarding.');
});
