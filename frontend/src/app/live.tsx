import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { LiveCache } from '../api/live-cache';
import { EventStream, type LiveEvent, type StreamStatus } from '../api/stream';

type Listener = (event: LiveEvent) => void;
type Live = { status: StreamStatus; listen: (listener: Listener) => () => void };

const LiveContext = createContext<Live>({ status: { state: 'connecting', since: 0 }, listen: () => () => undefined });

/** One stream for all of the page, into the query cache and to those who listen. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [status, setStatus] = useState<StreamStatus>(() => ({ state: 'connecting', since: Date.now() }));
  const listeners = useRef(new Set<Listener>());

  useEffect(() => {
    const cache = new LiveCache(client);
    const stream = new EventStream('/api/v1/events', {
      onEvent: (event) => {
        cache.apply(event);
        for (const listener of listeners.current) listener(event);
      },
      onReset: () => cache.reset(),
      onStatus: (next) => {
        setStatus({ ...next });
        // the browser does not say why a stream ended: where the session did, this answer tells the gate
        if (next.state === 'lost') void api.get('/session').catch(() => undefined);
      },
    });
    return () => {
      stream.close();
      cache.close();
    };
  }, [client]);

  const value = useMemo<Live>(
    () => ({
      status,
      listen: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [status],
  );
  return <LiveContext value={value}>{children}</LiveContext>;
}

export const useLive = () => use(LiveContext);

/** Every event as it comes; for what does not fit into the cache, such as the cells of a refresh. */
export function useLiveEvents(listener: Listener): void {
  const { listen } = useLive();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => listen((event) => latest.current(event)), [listen]);
}
