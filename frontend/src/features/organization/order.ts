import type { Instance } from '../../api/types';

/** How much a row needs a person: the less, the more. */
export function need(row: Instance): number {
  if (row.state === 'failed') return 0;
  if (row.state === 'provisioning' || row.state === 'installing' || row.state === 'removing') return 1;
  if (row.state === 'registered' || row.state === 'provisioned') return 2;
  if (row.health === 'unreachable') return 3;
  if (row.health === 'degraded') return 4;
  if (row.drifted) return 5;
  return row.health === 'unknown' ? 6 : 7;
}

const QUIET = 7;

export type Sort = 'needs' | 'person' | 'health' | 'build' | 'node' | 'seen';
export const SORTS: readonly Sort[] = ['needs', 'person', 'health', 'build', 'node', 'seen'];
export const isSort = (text: string | undefined): text is Sort => SORTS.some((sort) => sort === text);

const names = new Intl.Collator(undefined, { numeric: true });
const HEALTH_ORDER = { unreachable: 0, degraded: 1, unknown: 2, healthy: 3 } as const;

/** Rows in order; what is equal stays as it came, so that loading more only adds at the end. */
export function sorted(rows: readonly Instance[], sort: Sort): Instance[] {
  const compare: Record<Sort, (a: Instance, b: Instance) => number> = {
    needs: (a, b) => need(a) - need(b),
    person: (a, b) => names.compare(a.person, b.person),
    health: (a, b) => HEALTH_ORDER[a.health] - HEALTH_ORDER[b.health],
    build: (a, b) => names.compare(b.build ?? '', a.build ?? ''),
    node: (a, b) => names.compare(a.node ?? '', b.node ?? ''),
    // seen longest ago first, never before all
    seen: (a, b) => (a.lastSeen ?? '').localeCompare(b.lastSeen ?? ''),
  };
  return [...rows].sort(compare[sort]);
}

/** The order as it stood when a pointer came over the table. */
export type Held = { place: ReadonlyMap<string, number>; needs: ReadonlyMap<string, number> };

export function hold(rows: readonly Instance[]): Held {
  return { place: new Map(rows.map((row, index) => [row.id, index])), needs: new Map(rows.map((row) => [row.id, need(row)])) };
}

/** The rows as they stood; what is new stands below. `changed`: how many would stand elsewhere. */
export function asHeld(rows: readonly Instance[], held: Held): { rows: Instance[]; changed: number } {
  const place = (row: Instance) => held.place.get(row.id) ?? Number.MAX_SAFE_INTEGER;
  const changed = rows.filter((row) => (held.needs.get(row.id) ?? QUIET) !== need(row)).length;
  return { rows: [...rows].sort((a, b) => place(a) - place(b)), changed };
}

export type Mark = 'drifted' | 'outdated' | 'pinned';
export const isMark = (text: string | undefined): text is Mark => text === 'drifted' || text === 'outdated' || text === 'pinned';

export function hasMark(row: Instance, mark: Mark): boolean {
  return mark === 'pinned' ? Boolean(row.pinned) : row[mark];
}

/** Each row once, the first of it. */
export function distinct(rows: readonly Instance[]): Instance[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
