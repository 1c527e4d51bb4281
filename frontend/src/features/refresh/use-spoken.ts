import { useEffect, useRef } from 'react';
import type { Refresh, RefreshCounts } from '../../api/types';
import { announce } from '../../ui/announce';
import { failuresOf, progressOf } from '../../ui/refresh-progress';
import { REFRESH } from '../../ui/state';

const EVERY_MS = 10_000;

/** One summary each ten seconds while it moves; a change of state at once, a bad one assertively. Never single cells. */
export function useSpoken(run: Refresh, counts: RefreshCounts): void {
  const { done, toDo } = progressOf(run, counts);
  const failures = failuresOf(run, counts);
  const text = `${done} of ${toDo} ${run.back ? 'back' : 'done'}${failures > 0 ? `, ${failures} failed` : ''}`;
  const latest = useRef(text);
  const said = useRef(text);
  useEffect(() => {
    latest.current = text;
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (latest.current === said.current) return;
      said.current = latest.current;
      announce(latest.current);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const state = useRef(run.state);
  useEffect(() => {
    if (state.current === run.state) return;
    state.current = run.state;
    const bad = run.state === 'halted' || run.state === 'failed';
    announce(`Refresh to ${run.build}: ${REFRESH[run.state].word}. ${run.reason ?? ''}`, bad ? 'assertive' : 'polite');
  }, [run.state, run.build, run.reason]);
}
