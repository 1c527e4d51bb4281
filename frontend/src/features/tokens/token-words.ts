import type { Token } from '../../api/types';
import { grantWords } from '../../ui/role-words';

/** What a token may; it never may more than its owner. */
export function tokenMay(token: Token): string {
  if (token.role === 'admin' && !token.organization) return 'All that its owner may';
  if (token.role === 'admin' || token.role === 'operator' || token.role === 'viewer') {
    return grantWords({ role: token.role, organization: token.organization ?? null });
  }
  return 'All that its owner may';
}

const DAY_MS = 86_400_000;

/** When a token of so many days ends; undefined for a number that is none. */
export function endOf(days: string, now: Date): string | undefined {
  const count = Number(days);
  if (!/^\d{1,4}$/.test(days.trim()) || count < 1 || count > 3_650) return undefined;
  return new Date(now.getTime() + count * DAY_MS).toISOString();
}

/** A call to try a token with. */
export function curlLine(origin: string, token: string): string {
  return `curl -H 'Authorization: Bearer ${token}' ${origin}/api/v1/organizations`;
}
