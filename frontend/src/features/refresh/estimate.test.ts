import { estimate, groundSays, roughly } from './estimate';

const NOW = 1_000_000;

test('there is no estimate before there is a ground for it', () => {
  const ended = [NOW - 1_000, NOW - 2_000, NOW - 3_000];
  expect(estimate(ended, NOW - 9_000, NOW, 100)).toBeNull();
  expect(estimate(ended.slice(1), NOW - 60_000, NOW, 100)).toBeNull();
  expect(estimate(ended, NOW - 10_000, NOW, 100)).not.toBeNull();
});

test('the rate is that of the last two minutes, not of all the time', () => {
  const old = Array.from({ length: 500 }, (_, at) => NOW - 300_000 - at);
  const late = Array.from({ length: 20 }, (_, at) => NOW - at * 1_000);
  const guess = estimate([...old, ...late], NOW - 600_000, NOW, 40);
  expect(guess?.perMinute).toBe(10);
  expect(guess?.leftMs).toBe(240_000);
  expect(groundSays(guess?.groundMs ?? 0)).toBe('2 minutes');
});

test('words are never more exact than the number', () => {
  expect(roughly(4_000)).toBe('a few seconds');
  expect(roughly(33_000)).toBe('about 40 s');
  expect(roughly(400_000)).toBe('about 7 min');
  expect(roughly(3 * 3_600_000)).toBe('about 3 h');
});
