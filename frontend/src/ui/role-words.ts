import type { Grant, Role } from '../api/types';

const VERB: Record<Role, string> = { admin: 'Administers', operator: 'Operates', viewer: 'Sees' };

/** What somebody (or a token) may: "Administers everything". */
export function grantWords(grant: Grant): string {
  return `${VERB[grant.role]} ${grant.organization ?? 'everything'}`;
}
