import type { Onboarding, Stage, StageName, StageState } from '../../api/types';

export function stage(name: StageName, state: StageState, more: Partial<Stage> = {}): Stage {
  return { name, state, attempts: state === 'pending' ? 0 : 1, ...more };
}

export function run(more: Partial<Onboarding> = {}): Onboarding {
  return {
    id: 'onb_1', organization: 'acme', instance: 'o1m2', person: 'ada', stage: 'provisioning', state: 'running', by: 'admin', startedAt: '2026-01-01T00:00:00Z',
    stages: [
      stage('adding', 'succeeded', { startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:00.400Z' }),
      stage('provisioning', 'running', { waitingFor: 'rack-7 to start the machine' }), stage('installing', 'pending'), stage('ready', 'pending'),
    ],
    ...more,
  };
}
