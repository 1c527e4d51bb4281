import { refresh } from './testdata';
import { waveLook, waveSays } from './waves';

test('a canary that passed says so, and what new instances get as long as that is true', () => {
  expect(waveSays(refresh(), 0, 4).says).toBe('4 instances passed. New instances get 1.1.0.');
  expect(waveSays(refresh({ state: 'halted' }), 0, 4).says).toBe('4 instances passed.');
  expect(waveSays(refresh({ canaryPassed: false, wave: 0 }), 0, 1)).toEqual({ name: 'Canary', state: 'now', says: '1 instance, first, then 30 s of health' });
});

test('of what goes back or went back no wave says that it passed', () => {
  const back = (state: 'paused' | 'rolling_back' | 'rolled_back' | 'failed') => refresh({ state, back: true, wave: 1 });
  expect(waveSays(back('rolling_back'), 0, 1)).toEqual({ name: 'Canary', state: 'back', says: '1 instance, going back to what it had' });
  expect(waveSays(back('paused'), 1, 9).says).toBe('9 instances, going back to what they had');
  expect(waveSays(back('rolled_back'), 0, 2).says).toBe('2 instances, back on what they had');
  expect(waveSays(back('failed'), 0, 2).says).toBe('2 instances, brought back as far as possible');
  expect(waveSays(back('rolled_back'), 2, 1)).toEqual({ name: 'Admin', state: 'left', says: '1 instance, not begun' });
});

test('what stands still does not look as if it moved', () => {
  const look = (run: ReturnType<typeof refresh>, wave: number) => waveLook(run, waveSays(run, wave, 1).state).word;
  expect(look(refresh({ wave: 1 }), 1)).toBe('Running');
  expect(look(refresh({ wave: 1, state: 'halted' }), 1)).toBe('Halted');
  expect(look(refresh({ wave: 1, state: 'paused' }), 1)).toBe('Paused');
  expect(look(refresh({ wave: 1, state: 'cancelled' }), 0)).toBe('Done');
  expect(look(refresh({ wave: 1, state: 'cancelled' }), 1)).toBe('Cancelled');
  expect(look(refresh({ wave: 1, state: 'cancelled' }), 2)).toBe('Cancelled');
  expect(look(refresh({ wave: 0, state: 'planned' }), 0)).toBe('To do');
  expect(look(refresh({ wave: 2, state: 'succeeded' }), 2)).toBe('Done');
});
