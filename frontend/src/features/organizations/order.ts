import type { OrganizationSummary } from '../../api/types';

export const SORTS = { needs: 'Needs you first', name: 'By name', size: 'Largest first' } as const;
export type Sort = keyof typeof SORTS;

export function sortOf(text: string | undefined): Sort {
  return text === 'name' || text === 'size' ? text : 'needs';
}

/** Whether the deployer could add it up; one that it could not fails in its own row. */
export function readable(org: OrganizationSummary): boolean {
  return typeof (org.instances as Partial<OrganizationSummary['instances']> | undefined)?.total === 'number';
}

/** Those whose name or slug holds the text, in the order asked for. */
export function ordered(all: readonly OrganizationSummary[], q: string, sort: Sort): OrganizationSummary[] {
  const sought = q.trim().toLocaleLowerCase();
  const found = all.filter((org) => !sought || org.name.toLocaleLowerCase().includes(sought) || org.slug.includes(sought));
  const byName = (one: OrganizationSummary, other: OrganizationSummary) => one.name.localeCompare(other.name);
  return found.sort((one, other) => {
    switch (sort) {
      case 'name':
        return byName(one, other);
      case 'size':
        return size(other) - size(one) || byName(one, other);
      case 'needs':
        return need(other) - need(one) || byName(one, other);
    }
  });
}

function size(org: OrganizationSummary): number {
  return readable(org) ? org.instances.total : -1;
}

/** How much it waits for a person: what stands still before what does not answer, before what is under way. */
function need(org: OrganizationSummary): number {
  if (!readable(org)) return 5;
  if (org.refresh?.state === 'halted') return 4;
  if (org.instances.failed > 0) return 3;
  if (org.instances.unreachable > 0) return 2;
  return org.refresh || org.instances.ready < org.instances.total ? 1 : 0;
}
