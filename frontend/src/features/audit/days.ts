import type { AuditEntry } from '../../api/types';

export type Line = { kind: 'day'; key: string; name: string } | { kind: 'entry'; key: string; entry: AuditEntry };

const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** The entries with a line before each day of the reader's zone. */
export function byDay(entries: readonly AuditEntry[], now: Date): Line[] {
  const lines: Line[] = [];
  let before = '';
  for (const entry of entries) {
    const at = new Date(entry.at);
    const key = at.toDateString();
    if (key !== before) lines.push({ kind: 'day', key, name: dayName(at, now) });
    before = key;
    lines.push({ kind: 'entry', key: entry.id, entry });
  }
  return lines;
}

function dayName(at: Date, now: Date): string {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (at.toDateString() === now.toDateString()) return 'Today';
  if (at.toDateString() === yesterday.toDateString()) return 'Yesterday';
  return DAY.format(at);
}
