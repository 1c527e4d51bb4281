import { getRouteApi } from '@tanstack/react-router';
import type { InstanceFilters } from '../../api/queries';
import { isMark } from './order';

const route = getRouteApi('/organizations/$org');

export type Search = ReturnType<typeof route.useSearch>;
export type FilterName = 'role' | 'state' | 'health' | 'build' | 'mark';

export const CHOICES: Record<Exclude<FilterName, 'build'>, { name: string; values: readonly string[] }> = {
  role: { name: 'Role', values: ['admin', 'member'] },
  state: { name: 'State', values: ['registered', 'provisioning', 'provisioned', 'installing', 'ready', 'failed', 'removing'] },
  health: { name: 'Health', values: ['healthy', 'degraded', 'unreachable', 'unknown'] },
  mark: { name: 'Mark', values: ['drifted', 'outdated', 'pinned'] },
};
export const FILTER_NAMES: readonly FilterName[] = ['role', 'state', 'health', 'build', 'mark'];
export const FILTER_WORD: Record<FilterName, string> = { role: 'Role', state: 'State', health: 'Health', build: 'Build', mark: 'Mark' };

/** What the deployer is asked. */
export function asked({ q, role, state, health, build, mark }: Search): InstanceFilters {
  return { q, role, state, health, build, mark: isMark(mark) ? mark : undefined };
}

/** The filters that are set, for words and for clearing them. */
export function setFilters(search: Search): { name: FilterName | 'q'; value: string }[] {
  const found: { name: FilterName | 'q'; value: string }[] = [];
  if (search.q) found.push({ name: 'q', value: search.q });
  for (const name of FILTER_NAMES) {
    const value = search[name];
    if (value) found.push({ name, value });
  }
  return found;
}

/** Changes what is in the address: undefined takes it out. */
export function useSearchChange(): (change: Partial<Record<keyof Search, string | undefined>>) => void {
  const navigate = route.useNavigate();
  return (change) =>
    void navigate({
      search: (before: Search) =>
        Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined)) as Search,
      replace: true,
      resetScroll: false,
    });
}

/** The address's search with one thing narrowed, or let go where it was already. */
export function narrowed(before: Search, name: FilterName, value: string): Search {
  const { [name]: was, ...rest } = before;
  return was === value ? rest : { ...rest, [name]: value };
}
