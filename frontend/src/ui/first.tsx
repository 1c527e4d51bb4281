import { useState, type ReactNode } from 'react';

/** The first of many, and a button for the next ones. */
export function useFirst<T>(items: readonly T[], step: number, what: string): { shown: readonly T[]; more: ReactNode } {
  const [most, setMost] = useState(step);
  const left = items.length - most;
  return {
    shown: items.slice(0, most),
    more: left > 0 && (
      <p className="row">
        <button type="button" className="button" onClick={() => setMost(most + step)}>Show {Math.min(step, left).toLocaleString()} more {what}</button>
        <span className="small second">{most.toLocaleString()} of {items.length.toLocaleString()}</span>
      </p>
    ),
  };
}
