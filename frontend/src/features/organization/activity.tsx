import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { LiveMark } from '../../app/live-mark';
import { ProblemError } from '../../api/problem';
import { queries } from '../../api/queries';
import type { AuditEntry, OrganizationSummary } from '../../api/types';
import { Failed, Loading } from '../../ui/feedback';
import { Icon } from '../../ui/icon';
import { Glyph } from '../../ui/state';
import { activityOf } from './activity-words';
import { Now } from './now';

const MOST = 20;

/** What runs or waits for somebody now, then what happened. */
export function Activity({ summary }: { summary: OrganizationSummary }) {
  return (
    <aside className="org-rail" aria-labelledby="org-activity">
      <h2 id="org-activity">Activity<span className="push"><LiveMark /></span></h2>
      <Now summary={summary} />
      <Past org={summary.slug} />
    </aside>
  );
}

function Past({ org }: { org: string }) {
  const audit = useInfiniteQuery(queries.audit({ organization: org }));
  if (audit.isPending) return <Loading lines={4} label="Loading what happened" />;
  if (!audit.data) {
    if (audit.error instanceof ProblemError && audit.error.status === 403) return null;
    return <Failed what="What happened" error={audit.error} onRetry={() => void audit.refetch()} />;
  }
  const days = byDay(audit.data.pages.flatMap((page) => page.items), new Date());
  return (
    <div className="org-past">
      {days.map(({ day, entries }) => (
        <section key={day} aria-label={day}>
          <h3>{day}</h3>
          <ul>{entries.map((entry) => <Happened key={entry.id} entry={entry} />)}</ul>
        </section>
      ))}
      <p><Link to="/audit" search={{ organization: org }} className="link small">All activity</Link></p>
    </div>
  );
}

/** Those worth saying, the newest, under the names of their days. */
export function byDay(entries: readonly AuditEntry[], now: Date): { day: string; entries: AuditEntry[] }[] {
  const days = new Map<string, AuditEntry[]>();
  for (const entry of entries.filter((one) => activityOf(one) !== null).slice(0, MOST)) {
    const day = dayName(new Date(entry.at), now);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days].map(([day, of]) => ({ day, entries: of }));
}

function dayName(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return 'Today';
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  return at.toDateString() === yesterday.toDateString() ? 'Yesterday' : 'Earlier';
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

function Happened({ entry }: { entry: AuditEntry }) {
  const activity = activityOf(entry);
  if (!activity) return null;
  const at = new Date(entry.at);
  const recent = dayName(at, new Date()) !== 'Earlier';
  return (
    <li>
      <span className={activity.tone}>{activity.shape ? <Glyph shape={activity.shape} /> : <Icon name={activity.icon ?? 'file'} size={15} />}</span>
      <span className="org-said">{activity.words}</span>
      <time dateTime={entry.at} title={exact.format(at)}>{(recent ? clock : date).format(at)}</time>
    </li>
  );
}
