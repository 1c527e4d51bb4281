import type { AuditEntry } from '../../api/types';
import { activityOf } from './activity-words';

const words = (action: string, actor = 'ada') =>
  activityOf({ id: '1', at: '2026-01-01T00:00:00Z', actor, action, organization: 'acme', subject: 'ref_1', detail: { build: '1.1.0' } } satisfies AuditEntry)?.words;

test('what somebody did to a refresh is said of them, what became of it is said of it', () => {
  expect(words('refresh.pause')).toBe('ada paused the refresh to 1.1.0');
  expect(words('refresh.rollback')).toBe('ada rolled back the refresh to 1.1.0');
  expect(words('refresh.halted', 'system')).toBe('The refresh to 1.1.0 halted');
  expect(words('refresh.running', 'system')).toBe('The refresh to 1.1.0 goes on');
  expect(words('refresh.rolling_back', 'system')).toBe('The refresh to 1.1.0 goes back by itself');
});
