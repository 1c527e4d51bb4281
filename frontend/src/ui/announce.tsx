import { useSyncExternalStore } from 'react';

type Said = { polite: string; assertive: string };

let said: Said = { polite: '', assertive: '' };
const readers = new Set<() => void>();

/** Says a text aloud to those who do not see it: politely, or (for failures) at once. */
export function announce(text: string, how: keyof Said = 'polite'): void {
  said = { ...said, [how]: text };
  for (const reader of readers) reader();
}

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

export function Announcer() {
  const now = useSyncExternalStore(subscribe, () => said);
  return (
    <>
      <div className="unseen" aria-live="polite">{now.polite}</div>
      <div className="unseen" aria-live="assertive">{now.assertive}</div>
    </>
  );
}
