import { useInfiniteQuery, useQuery, type InfiniteData } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, query } from '../../api/client';
import { queries, type AuditFilters } from '../../api/queries';
import type { AuditEntry, Page } from '../../api/types';

/**
 * What was read of the log stays as it is, for nothing in it ever changes; only its newest page is asked again when the stream tells
 * of something.
 */
export function useAudit(filters: AuditFilters) {
  const read = useInfiniteQuery({ ...queries.audit(filters), queryKey: ['audit-read', filters], staleTime: Infinity });
  const newest = useQuery({
    queryKey: ['audit', 'newest', filters],
    queryFn: ({ signal }) => api.get<Page<AuditEntry>>(`/audit${query({ ...filters, limit: 100 })}`, signal),
    enabled: read.data !== undefined,
  });
  const gap = hasGap(newest.data, read.data);
  const { refetch } = read;
  useEffect(() => {
    if (gap) void refetch();
  }, [gap, refetch]);
  return { read, entries: together(newest.data, read.data) };
}

type Read = InfiniteData<Page<AuditEntry>> | undefined;

/** Whether so much was added that the newest page no longer touches what was read. */
function hasGap(newest: Page<AuditEntry> | undefined, read: Read): boolean {
  const last = newest?.items.at(-1);
  const first = read?.pages[0]?.items[0];
  return Boolean(newest?.next && last && first && Number(last.id) > Number(first.id) + 1);
}

function together(newest: Page<AuditEntry> | undefined, read: Read): AuditEntry[] {
  const old = read?.pages.flatMap((page) => page.items) ?? [];
  const first = old[0];
  const added = (newest?.items ?? []).filter((entry) => !first || Number(entry.id) > Number(first.id));
  return [...added, ...old];
}
