import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLiveEvents } from '../../app/live';
import { queries } from '../../api/queries';
import type { Onboarding } from '../../api/types';

/**
 * Many runs, live: what their creating answer said, and what the stream says of each since, written once a frame. What the stream
 * missed is in the list of the newest, which is read again when the stream is.
 */
export function useRuns(org: string, begun: readonly Onboarding[]): { runs: Onboarding[]; put: (run: Onboarding) => void } {
  const client = useQueryClient();
  const newest = useQuery(queries.onboardings(org));
  const [changed, setChanged] = useState<ReadonlyMap<string, Onboarding>>(new Map());
  const waiting = useRef(new Map<string, Onboarding>());
  const frame = useRef<number | undefined>(undefined);
  const put = (run: Onboarding) => {
    waiting.current.set(run.id, run);
    frame.current ??= requestAnimationFrame(() => {
      frame.current = undefined;
      const now = new Map(waiting.current);
      waiting.current.clear();
      setChanged((before) => new Map([...before, ...now]));
    });
  };
  useLiveEvents((event) => {
    if (event.type === 'onboarding.stage') put(event.data as Onboarding);
  });
  useEffect(() => () => {
    if (frame.current !== undefined) cancelAnimationFrame(frame.current);
  }, []);
  const runs = useMemo(() => {
    const listed = new Map((newest.data?.items ?? []).map((run) => [run.id, run]));
    return begun.map((run) => {
      // events may have come before the answer did: they are in the cache
      const known = changed.get(run.id) ?? later(listed.get(run.id), client.getQueryData<Onboarding>(['onboarding', run.id])) ?? run;
      return run.oneTimePassword ? { ...known, oneTimePassword: run.oneTimePassword } : known;
    });
  }, [begun, changed, newest.data, client]);
  return { runs, put };
}

function later(one: Onboarding | undefined, other: Onboarding | undefined): Onboarding | undefined {
  if (!one || !other) return one ?? other;
  const done = (run: Onboarding) => (run.state === 'running' ? 0 : 10) + run.stages.filter((stage) => stage.state === 'succeeded').length;
  return done(other) >= done(one) ? other : one;
}
