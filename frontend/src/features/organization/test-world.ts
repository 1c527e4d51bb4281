import { http, HttpResponse } from 'msw';
import type { Instance, Onboarding, OrganizationSummary } from '../../api/types';
import { answers, list, network } from '../../testing/network';
import { hasMark, type Mark } from './order';

/** An instance for tests: ready and healthy unless told otherwise. */
export function instance(person: string, more: Partial<Instance> = {}): Instance {
  return {
    id: `o-${person}`, organization: 'acme', setup: { name: 'basic', version: 1 }, channel: 'stable', role: 'member', person, node: 'local',
    state: 'ready', health: 'healthy', build: '1.0.0', desiredBuild: '1.0.0', drifted: false, outdated: false,
    lastSeen: '2026-01-01T00:00:00Z', cockpitUrl: `http://${person}--acme.localhost/`, ...more,
  };
}

/** A run that stopped at installing. */
export function stopped(person: string): Onboarding {
  const stage = (name: 'adding' | 'provisioning' | 'installing' | 'ready', state: 'succeeded' | 'failed' | 'pending') => ({ name, state, attempts: 1 });
  return {
    id: `onb_${person}`, organization: 'acme', instance: `o-${person}`, person, stage: 'installing', state: 'failed', by: 'admin', startedAt: '2026-01-01T00:00:00Z',
    stages: [
      stage('adding', 'succeeded'), stage('provisioning', 'succeeded'),
      { ...stage('installing', 'failed'), problem: { kind: 'transient', message: 'The cockpit did not answer within 180 s.', next: 'Retry.' } },
      stage('ready', 'pending'),
    ],
  };
}

function summary(rows: readonly Instance[], more: Partial<OrganizationSummary> = {}): OrganizationSummary {
  const count = (like: (row: Instance) => boolean) => rows.filter(like).length;
  const health = (name: Instance['health']) => count((row) => row.health === name);
  return {
    slug: 'acme', name: 'Acme Inc', setup: { name: 'basic', version: 1 }, channel: 'stable', build: '1.0.0', currentBuild: '1.0.0',
    instances: {
      total: rows.length, ready: count((row) => row.state === 'ready'), failed: count((row) => row.state === 'failed'),
      healthy: health('healthy'), degraded: health('degraded'), unreachable: health('unreachable'), unknown: health('unknown'),
    },
    builds: [{ version: '1.0.0', count: count((row) => row.build === '1.0.0') }],
    drifted: count((row) => row.drifted), outdated: count((row) => row.outdated), pinned: count((row) => Boolean(row.pinned)), roomFor: 5, removing: false, ...more,
  };
}

type World = { summary?: Partial<OrganizationSummary>; failed?: Onboarding[]; running?: Onboarding[]; page?: number };

/** Answers everything that the page of `acme` asks; the list of instances filters and pages as the deployer does. */
export function serve(rows: readonly Instance[], { summary: more, failed = [], running = [], page = 500 }: World = {}): void {
  const of: Record<string, Onboarding[]> = { failed, running };
  network.use(
    answers('/organizations/acme', summary(rows, more)),
    http.get('*/api/v1/organizations/acme/instances', ({ request }) => {
      const search = new URL(request.url).searchParams;
      const found = rows.filter((row) =>
        (['role', 'state', 'health', 'build'] as const).every((name) => !search.get(name) || row[name] === search.get(name))
        && (!search.get('mark') || hasMark(row, search.get('mark') as Mark))
        && row.person.includes(search.get('q') ?? ''));
      const from = Number(search.get('cursor') ?? 0);
      return HttpResponse.json({ items: found.slice(from, from + page), next: from + page < found.length ? String(from + page) : null });
    }),
    http.get('*/api/v1/organizations/acme/onboardings', ({ request }) =>
      HttpResponse.json(list(...(of[new URL(request.url).searchParams.get('state') ?? ''] ?? [...running, ...failed])))),
    answers('/nodes', list({ id: 'local', name: 'local', provider: 'local', status: 'online', online: true, slots: { total: 20, used: 8, reserved: 0, free: 12 }, roomFor: 6 })),
    answers('/audit', list()),
    answers('/channels', list({ name: 'stable', current: '1.0.0' }, { name: 'beta', current: '1.2.0' })),
    answers('/setups', list(setup('basic', 2), setup('large', 1))),
    answers('/setups/basic/versions', list(setup('basic', 2), setup('basic', 1))),
    answers('/setups/large/versions', list(setup('large', 1))),
  );
}

function setup(name: string, version: number) {
  return { name, version, provider: 'local', slots: 2, cpu: 2, memoryMiB: 8192, diskGiB: 40, environment: {} };
}
