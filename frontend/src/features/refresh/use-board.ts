import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLiveEvents } from '../../app/live';
import { api, query } from '../../api/client';
import type { Page, RefreshMember } from '../../api/types';
import { Board } from './board';

const PAGE = 2_000;
const MOST_PAGES = 50;
const WORDS_EVERY_MS = 250;

type Drawn = (changed: readonly number[]) => void;
export type LiveBoard = { board: Board | undefined; error: Error | null; again: () => void; onChanged: (drawn: Drawn) => () => void; version: number };

async function readAll(id: string, signal: AbortSignal): Promise<RefreshMember[]> {
  const members: RefreshMember[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer: Page<RefreshMember> = await api.get(`/refreshes/${encodeURIComponent(id)}/members${query({ limit: PAGE, cursor })}`, signal);
    members.push(...answer.items);
    cursor = answer.next;
    if (!cursor) break;
  }
  return members;
}

/**
 * The members of a run, live: read once, then changed by the stream in batches of a frame; read anew when the stream was reset. Words
 * that count follow four times a second, the picture at once.
 */
export function useBoard(id: string): LiveBoard {
  // what comes while it is read is applied on top of what was read
  const waiting = useRef(new Map<string, RefreshMember>());
  const since = useRef(new Map<string, RefreshMember>());
  const drawers = useRef(new Set<Drawn>());
  const frame = useRef<number | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [version, setVersion] = useState(0);
  const [joined, setJoined] = useState<readonly RefreshMember[]>([]);

  const read = useQuery({
    queryKey: ['refresh-members', id],
    queryFn: async ({ signal }) => {
      since.current.clear();
      return readAll(id, signal);
    },
    gcTime: 0, staleTime: Infinity, structuralSharing: false,
  });
  const board = useMemo(() => {
    if (!read.data) return undefined;
    const made = new Board([...read.data, ...joined.filter((member) => !read.data.some((one) => one.instance === member.instance))]);
    return made;
  }, [read.data, joined]);

  const latest = useRef(board);
  useEffect(() => {
    latest.current = board;
    const changed = board?.apply(since.current.values());
    if (changed && changed.length > 0) {
      for (const drawn of drawers.current) drawn(changed);
      setTimeout(() => setVersion((before) => before + 1));
    }
  }, [board]);

  useLiveEvents((event) => {
    if (event.type !== 'refresh.member') return;
    const member = event.data as RefreshMember & { refresh: string };
    if (member.refresh !== id) return;
    waiting.current.set(member.instance, member);
    frame.current ??= requestAnimationFrame(() => {
      frame.current = undefined;
      const now = [...waiting.current.values()];
      waiting.current.clear();
      for (const one of now) since.current.set(one.instance, one);
      const changed = latest.current?.apply(now);
      if (changed === null && latest.current) {
        const news = latest.current.unknown(now);
        setJoined((before) => [...before.filter((one) => !news.some((other) => other.instance === one.instance)), ...news]);
      } else if (changed) for (const drawn of drawers.current) drawn(changed);
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        setVersion((before) => before + 1);
      }, WORDS_EVERY_MS);
    });
  });
  useEffect(() => () => {
    if (frame.current !== undefined) cancelAnimationFrame(frame.current);
    clearTimeout(timer.current);
  }, []);

  const onChanged = useMemo(() => (drawn: Drawn) => {
    drawers.current.add(drawn);
    return () => {
      drawers.current.delete(drawn);
    };
  }, []);
  return { board, error: read.error, again: () => void read.refetch(), onChanged, version };
}
