import { clockTime, readerTimes } from './time';

test('times in what the deployer says are the reader’s, and nothing else is touched', () => {
  const now = new Date().toISOString();
  expect(readerTimes(`its grace to end at ${now}: the disk is kept`)).toBe(`its grace to end at ${clockTime(now)}: the disk is kept`);
  expect(readerTimes('build 2026-01-01 on o1m2')).toBe('build 2026-01-01 on o1m2');
  expect(readerTimes('at 2020-05-04T03:02:01Z')).toMatch(/^at .*2020/);
});
