import { useQuery } from '@tanstack/react-query';
import { useCallback, type ReactNode } from 'react';
import { queries, type AuditFilters } from '../../api/queries';
import { SearchBox } from '../../ui/search-box';

type Props = { filters: AuditFilters; onNarrow: (next: AuditFilters) => void; clear: ReactNode };

export function Filters({ filters, onNarrow, clear }: Props) {
  const organizations = useQuery(queries.organizations());
  const known = organizations.data ?? [];
  const actor = useCallback((text: string) => onNarrow({ actor: text || undefined }), [onNarrow]);
  const subject = useCallback((text: string) => onNarrow({ subject: text || undefined }), [onNarrow]);
  return (
    <div className="audit-filters" role="search" aria-label="Narrow the log">
      <select className="input small" aria-label="Organization" value={filters.organization ?? ''}
        onChange={(event) => onNarrow({ organization: event.target.value || undefined })}>
        <option value="">Every organization</option>
        {filters.organization && !known.some((org) => org.slug === filters.organization) && <option value={filters.organization}>{filters.organization}</option>}
        {known.map((org) => <option key={org.slug} value={org.slug}>{org.name}</option>)}
      </select>
      <SearchBox label="Actor, a whole username" value={filters.actor ?? ''} onSearch={actor} />
      <SearchBox label="Subject, a whole name or id" value={filters.subject ?? ''} onSearch={subject} />
      {clear}
    </div>
  );
}
