import type { MemberState, Refresh, RefreshMember } from '../../api/types';

export const NO_COUNTS = { pending: 0, updating: 0, verifying: 0, succeeded: 0, skipped: 0, failed: 0, unreachable: 0, rolledBack: 0, cancelled: 0 };

export function member(position: number, state: MemberState, more: Partial<RefreshMember> = {}): RefreshMember {
  return {
    instance: `o1m${position}`, person: `piet${position}`, role: 'member', node: 'grid-1', position, wave: position === 0 ? 0 : 1,
    state, from: '1.0.0', to: '1.1.0', attempts: 1, ...more,
  };
}

export function refresh(more: Partial<Refresh> = {}): Refresh {
  return {
    id: 'r1', organization: 'acme', build: '1.1.0', priorBuild: '1.0.0', state: 'running', back: false, counts: { ...NO_COUNTS, succeeded: 1, pending: 2, failed: 1 }, total: 4,
    strategy: { canary: 1, maxParallel: '25%', maxFailures: 3, bakeSeconds: 30, autoRollback: false, memberDeadlineSeconds: 600 },
    resolved: { canary: 1, parallel: 1, failures: 3 }, wave: 1, canaryPassed: true, failuresSoFar: 1, verbs: ['pause', 'cancel', 'rollback'], by: 'admin',
    startedAt: new Date(Date.now() - 60_000).toISOString(), endedAt: null, ...more,
  };
}
