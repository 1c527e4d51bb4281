import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, query } from './client';
import type {
  AuditEntry, Build, Channel, Contract, Instance, InstanceEvent, Mail, Node, Onboarding, OrganizationSummary, Page, Person,
  Refresh, RefreshCause, Session, Setup, Token,
} from './types';

/** How many rows one page of a long list holds: the most that the deployer gives. */
export const PAGE = 500;

const BUILDS = 20;
const REFRESHES = 20;

export type InstanceFilters = {
  q?: string | undefined;
  role?: string | undefined;
  state?: string | undefined;
  health?: string | undefined;
  build?: string | undefined;
  mark?: string | undefined;
};

export type AuditFilters = { organization?: string | undefined; actor?: string | undefined; subject?: string | undefined };

/**
 * Every question the page asks, under one key each. The live stream writes into the same keys (see live-cache.ts), so nothing here
 * is asked again on a timer.
 */
export const queries = {
  session: () =>
    queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => api.get<Session>('/session', signal), retry: false }),

  organizations: () =>
    queryOptions({ queryKey: ['organizations'], queryFn: ({ signal }) => all<OrganizationSummary>('/organizations', {}, signal) }),
  organization: (org: string) =>
    queryOptions({
      queryKey: ['organization', org],
      queryFn: ({ signal }) => api.get<OrganizationSummary>(`/organizations/${enc(org)}`, signal),
    }),
  instances: (org: string, filters: InstanceFilters) =>
    infiniteQueryOptions({
      queryKey: ['instances', org, filters],
      queryFn: ({ pageParam, signal }) =>
        api.get<Page<Instance>>(`/organizations/${enc(org)}/instances${query({ ...filters, cursor: pageParam, limit: PAGE })}`, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
    }),
  instance: (id: string) =>
    queryOptions({ queryKey: ['instance', id], queryFn: ({ signal }) => api.get<Instance>(`/instances/${enc(id)}`, signal) }),
  instanceEvents: (id: string) =>
    infiniteQueryOptions({
      queryKey: ['instance-events', id],
      queryFn: ({ pageParam, signal }) =>
        api.get<Page<InstanceEvent>>(`/instances/${enc(id)}/events${query({ cursor: pageParam, limit: 100 })}`, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
    }),
  instanceLog: (id: string) =>
    queryOptions({ queryKey: ['instance-log', id], queryFn: ({ signal }) => api.get<string>(`/instances/${enc(id)}/log`, signal) }),

  onboarding: (id: string) =>
    queryOptions({
      queryKey: ['onboarding', id],
      queryFn: async ({ signal, client }) => {
        const run = await api.get<Onboarding>(`/onboardings/${enc(id)}`, signal);
        // the one-time password is in the creating answer alone: reading the run anew must not lose it from the screen
        const before = client.getQueryData<Onboarding>(['onboarding', id]);
        return before?.oneTimePassword ? { ...run, oneTimePassword: before.oneTimePassword } : run;
      },
    }),
  onboardings: (org: string, state?: 'running' | 'failed') =>
    queryOptions({
      queryKey: ['onboardings', org, state ?? 'all'],
      queryFn: ({ signal }) => api.get<Page<Onboarding>>(`/organizations/${enc(org)}/onboardings${query({ state, limit: 100 })}`, signal),
    }),

  refresh: (id: string) =>
    queryOptions({ queryKey: ['refresh', id], queryFn: ({ signal }) => api.get<Refresh>(`/refreshes/${enc(id)}`, signal) }),
  refreshes: (org: string) =>
    infiniteQueryOptions({
      queryKey: ['refreshes', org],
      queryFn: ({ pageParam, signal }) =>
        api.get<Page<Refresh>>(`/organizations/${enc(org)}/refreshes${query({ cursor: pageParam, limit: REFRESHES })}`, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
    }),
  refreshCauses: (id: string) =>
    queryOptions({
      queryKey: ['refresh-causes', id],
      queryFn: ({ signal }) => api.get<{ items: RefreshCause[] }>(`/refreshes/${enc(id)}/causes`, signal),
    }),

  nodes: (setup?: string) =>
    queryOptions({
      queryKey: ['nodes', setup ?? ''],
      queryFn: ({ signal }) => api.get<Page<Node>>(`/nodes${query({ setup })}`, signal),
    }),
  channels: () => queryOptions({ queryKey: ['channels'], queryFn: ({ signal }) => whole<Channel>('/channels', signal) }),
  /** The newest first, a few at a time. */
  builds: (channel: string) =>
    infiniteQueryOptions({
      queryKey: ['builds', channel],
      queryFn: ({ pageParam, signal }) =>
        api.get<Page<Build>>(`/channels/${enc(channel)}/builds${query({ cursor: pageParam, limit: BUILDS })}`, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
    }),
  /** Every build of a channel, to choose among. */
  allBuilds: (channel: string) =>
    queryOptions({ queryKey: ['builds', channel, 'all'], queryFn: ({ signal }) => whole<Build>(`/channels/${enc(channel)}/builds`, signal) }),
  setups: () => queryOptions({ queryKey: ['setups'], queryFn: ({ signal }) => whole<Setup>('/setups', signal) }),
  setupVersions: (name: string) =>
    queryOptions({ queryKey: ['setups', name], queryFn: ({ signal }) => whole<Setup>(`/setups/${enc(name)}/versions`, signal) }),
  people: (q?: string) =>
    infiniteQueryOptions({
      queryKey: ['people', q ?? ''],
      queryFn: ({ pageParam, signal }) => api.get<Page<Person>>(`/people${query({ q, cursor: pageParam, limit: PAGE })}`, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
    }),
  /** Those whose username begins so, for a form that asks whether somebody has an account. */
  peopleLike: (q: string) =>
    queryOptions({ queryKey: ['people-like', q], queryFn: ({ signal }) => api.get<Page<Person>>(`/people${query({ q, limit: 50 })}`, signal) }),
  /** One's own; somebody else's for those who administer everything. */
  tokens: (owner?: string) =>
    infiniteQueryOptions({
      queryKey: ['tokens', owner ?? ''],
      queryFn: ({ pageParam, signal }) => api.get<Page<Token>>(`/tokens${query({ owner, cursor: pageParam, limit: PAGE })}`, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
    }),
  audit: (filters: AuditFilters) =>
    infiniteQueryOptions({
      queryKey: ['audit', filters],
      queryFn: ({ pageParam, signal }) =>
        api.get<Page<AuditEntry>>(`/audit${query({ ...filters, cursor: pageParam, limit: 100 })}`, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
    }),
  outbox: () =>
    infiniteQueryOptions({
      queryKey: ['outbox'],
      queryFn: ({ pageParam, signal }) => api.get<Page<Mail>>(`/outbox${query({ cursor: pageParam, limit: 100 })}`, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next,
    }),
  contracts: (orphaned: boolean) =>
    queryOptions({
      queryKey: ['contracts', orphaned],
      queryFn: ({ signal }) => api.get<Page<Contract>>(`/contracts${query({ orphaned: orphaned || undefined })}`, signal),
    }),
};

/** All of a list that is short by nature, page by page; stops at a bound, so that a mistake cannot run for ever. */
async function all<T>(path: string, filters: Record<string, string>, signal: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 40; page++) {
    const answer: Page<T> = await api.get<Page<T>>(path + query({ ...filters, cursor, limit: PAGE }), signal);
    items.push(...answer.items);
    cursor = answer.next;
    if (!cursor) break;
  }
  return items;
}

async function whole<T>(path: string, signal: AbortSignal): Promise<Page<T>> {
  return { items: await all<T>(path, {}, signal), next: null };
}

function enc(part: string): string {
  return encodeURIComponent(part);
}
