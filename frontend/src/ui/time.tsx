import { useEffect, useState } from 'react';

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const near = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** "4 s ago" under a day, the date beyond it. */
export function ago(at: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return day.format(at);
}

/** A length of time as a person says it: "0.4 s", "38 s", "1 min 53 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export function clockTime(at: string): string {
  return clock.format(new Date(at));
}

/** The whole time with its zone. */
export function exactTime(at: string): string {
  return exact.format(new Date(at));
}

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g;

/** What the deployer says, its times as the reader's clock shows them. */
export function readerTimes(text: string): string {
  return text.replace(INSTANT, (at) => {
    const date = new Date(at);
    return date.toDateString() === new Date().toDateString() ? clock.format(date) : near.format(date);
  });
}

/** Now, anew every `everyMs`. */
export function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** A time near now, with the exact one and its zone on hover. */
export function Ago({ at, never = 'never' }: { at: string | null | undefined; never?: string }) {
  const now = useNow(5_000);
  if (!at) return <span className="third">{never}</span>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={exact.format(date)}>
      {ago(date, now)}
    </time>
  );
}
