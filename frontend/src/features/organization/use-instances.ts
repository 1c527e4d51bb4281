import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { queries } from '../../api/queries';
import type { Instance } from '../../api/types';
import { asked, type Search } from './filters';
import { distinct, hasMark, isMark, isSort, need } from './order';

const TROUBLE = 7;

/**
 * The rows that the address asks for, page by page. In a long list those in trouble are asked for first, wherever they stand; another
 * order than need can only be had of all of them, so then all are read.
 */
export function useInstances(org: string, search: Search) {
  const filters = asked(search);
  const main = useInfiniteQuery(queries.instances(org, filters));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = main;
  const long = hasNextPage;
  const failed = useInfiniteQuery({ ...queries.instances(org, { ...filters, state: 'failed' }), enabled: long && !filters.state });
  const unreachable = useInfiniteQuery({ ...queries.instances(org, { ...filters, health: 'unreachable' }), enabled: long && !filters.health });
  const degraded = useInfiniteQuery({ ...queries.instances(org, { ...filters, health: 'degraded' }), enabled: long && !filters.health });

  const needsAll = isSort(search.sort) && search.sort !== 'needs';
  useEffect(() => {
    if (needsAll && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [needsAll, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const rows = useMemo(() => {
    const trouble = [failed.data, unreachable.data, degraded.data].flatMap((data) => data?.pages.flatMap((page) => page.items) ?? []);
    const pages = main.data?.pages.flatMap((page) => page.items) ?? [];
    const known = new Map(pages.map((row) => [row.id, row]));
    // the same row may be in two answers: the page's is the one that stays
    const all = distinct([...trouble.map((row) => known.get(row.id) ?? row).filter((row) => need(row) < TROUBLE), ...pages]);
    const { mark } = search;
    // one that has lost its mark since it was read leaves at once
    return isMark(mark) ? all.filter((row) => hasMark(row, mark)) : all;
  }, [main.data, failed.data, unreachable.data, degraded.data, search]);

  return { main, rows, more: hasNextPage, loadingMore: isFetchingNextPage, loadMore: fetchNextPage };
}

/** The ones that failed, whatever the filters. */
export function useFailed(org: string): Instance[] {
  const failed = useInfiniteQuery(queries.instances(org, { state: 'failed' }));
  return useMemo(() => failed.data?.pages.flatMap((page) => page.items).filter((row) => row.state === 'failed') ?? [], [failed.data]);
}
