import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { LiveEvent } from './stream';
import type { Instance, Onboarding, Page, Refresh } from './types';

const AGAIN_MS = 1_000;

/**
 * Brings what the stream says into the query cache. What an event carries whole is written in place, in batches of one frame; what
 * has to be counted by the deployer is asked again, each question once a second at most.
 */
export class LiveCache {
  private readonly instances = new Map<string, Instance>();
  private frame: number | undefined;
  private readonly asked = new Map<string, { timer: ReturnType<typeof setTimeout> | undefined; at: number }>();

  constructor(private readonly client: QueryClient) {}

  apply(event: LiveEvent): void {
    const org = event.organization ?? '';
    // whatever is told of was done by somebody
    this.again(['audit']);
    switch (event.type) {
      case 'instance.state':
      case 'instance.health':
        this.instance(event.data as Instance, org);
        return;
      case 'instance.removed':
        this.removed(event.subject, org);
        return;
      case 'onboarding.stage':
        this.onboarding(event.data as Onboarding, org);
        return;
      case 'refresh.state':
        this.client.setQueryData(['refresh', event.subject], event.data as Refresh);
        this.again(['refreshes', org]);
        this.summary(org);
        return;
      case 'refresh.member':
        this.again(['refresh-causes', (event.data as { refresh: string }).refresh]);
        return;
      case 'organization.state':
      case 'organization.removed':
      case 'removal.state':
        this.summary(org);
        return;
      default:
        for (const key of ASKED_AGAIN[event.type.split('.')[0] ?? ''] ?? []) this.again([key]);
    }
  }

  /** The log does not reach back to what we know: everything on the screen is asked again. */
  reset(): void {
    void this.client.invalidateQueries();
  }

  close(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    for (const { timer } of this.asked.values()) clearTimeout(timer);
  }

  private instance(instance: Instance, org: string): void {
    this.instances.set(instance.id, instance);
    this.frame ??= requestAnimationFrame(() => this.writeInstances());
    // thousands change in a refresh: only of one that is looked at its events are asked
    if (this.client.getQueryState(['instance-events', instance.id])) this.again(['instance-events', instance.id]);
    this.summary(org);
  }

  private writeInstances(): void {
    this.frame = undefined;
    const changed = new Map(this.instances);
    this.instances.clear();
    for (const instance of changed.values()) {
      if (this.client.getQueryData(['instance', instance.id])) this.client.setQueryData(['instance', instance.id], instance);
    }
    const orgs = new Set([...changed.values()].map((instance) => instance.organization));
    for (const org of orgs) {
      for (const query of this.client.getQueryCache().findAll({ queryKey: ['instances', org] })) {
        const found = this.patch(query.queryKey, changed);
        const expected = [...changed.values()].filter((instance) => instance.organization === org).length;
        if (found < expected) this.again(query.queryKey);
      }
    }
  }

  /** Replaces the rows that are loaded, where they stand; how many it found. */
  private patch(key: QueryKey, changed: ReadonlyMap<string, Instance>): number {
    let found = 0;
    this.client.setQueryData<InfiniteData<Page<Instance>>>(key, (data) => {
      if (!data) return data;
      const pages = data.pages.map((page) => {
        if (!page.items.some((row) => changed.has(row.id))) return page;
        const items = page.items.map((row) => {
          const now = changed.get(row.id);
          if (now) found++;
          return now ?? row;
        });
        return { ...page, items };
      });
      return found ? { ...data, pages } : data;
    });
    return found;
  }

  private removed(id: string, org: string): void {
    this.client.setQueriesData<InfiniteData<Page<Instance>>>({ queryKey: ['instances', org] }, (data) =>
      data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((row) => row.id !== id) })) });
    this.again(['instance', id]);
    this.summary(org);
    this.again(['nodes']);
  }

  private onboarding(run: Onboarding, org: string): void {
    // the one-time password is in the first answer alone; what this tab holds of it stays until the panel is closed
    this.client.setQueryData<Onboarding>(['onboarding', run.id], (before) =>
      before?.oneTimePassword ? { ...run, oneTimePassword: before.oneTimePassword } : run);
    this.again(['onboardings', org]);
    this.again(['people']);
    this.summary(org);
    this.again(['nodes']);
  }

  private summary(org: string): void {
    this.again(['organizations']);
    this.again(['organization', org]);
  }

  /** Asks again at once, and then at most once a second. Only what is on a screen is asked. */
  private again(key: QueryKey): void {
    const name = JSON.stringify(key);
    const before = this.asked.get(name);
    if (before?.timer !== undefined) return;
    const wait = before ? Math.max(0, before.at + AGAIN_MS - Date.now()) : 0;
    const timer = setTimeout(() => {
      this.asked.set(name, { timer: undefined, at: Date.now() });
      void this.client.invalidateQueries({ queryKey: key });
    }, wait);
    this.asked.set(name, { timer, at: Date.now() });
    if (this.asked.size > 5_000) this.forgetOld();
  }

  private forgetOld(): void {
    for (const [name, { timer, at }] of this.asked) {
      if (timer === undefined && Date.now() - at > AGAIN_MS) this.asked.delete(name);
    }
  }
}

/** By the first word of an event's type: the questions whose answers it changes. */
const ASKED_AGAIN: Record<string, string[]> = {
  node: ['nodes', 'organizations', 'organization'],
  channel: ['channels', 'builds', 'organizations', 'organization', 'instances'],
  build: ['channels', 'builds'],
  setup: ['setups', 'nodes'],
  person: ['people'],
  password: ['people'],
  mail: ['outbox'],
  contract: ['contracts'],
  token: ['tokens'],
};
