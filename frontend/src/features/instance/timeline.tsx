import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queries } from '../../api/queries';
import { Action } from '../../ui/action';
import { Failed, Loading } from '../../ui/feedback';
import { Glyph } from '../../ui/state';
import { clockTime } from '../../ui/time';
import { collapse, tellings, type Entry } from './tale';

const dayName = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

/** What became of the instance, newest first, in words. */
export function Timeline({ id }: { id: string }) {
  const events = useInfiniteQuery(queries.instanceEvents(id));
  const [only, setOnly] = useState<'all' | 'health'>('all');
  const complete = !events.hasNextPage;
  const entries = useMemo(() => {
    const told = tellings(events.data?.pages.flatMap((page) => page.items) ?? [], complete);
    return collapse(only === 'health' ? told.filter((one) => one.about === 'health') : told);
  }, [events.data, complete, only]);
  return (
    <section className="panel inst-box" aria-labelledby="inst-timeline">
      <div className="row wrap">
        <h2 id="inst-timeline">Timeline</h2>
        <div className="row push" role="group" aria-label="What the timeline shows">
          {(['all', 'health'] as const).map((one) => (
            <button key={one} type="button" className="button small quiet inst-toggle" aria-pressed={only === one} onClick={() => setOnly(one)}>
              {one === 'all' ? 'All' : 'Health'}
            </button>
          ))}
        </div>
      </div>
      {events.error && !events.data && <Failed what="The timeline" error={events.error} onRetry={() => void events.refetch()} />}
      {events.isPending && <Loading lines={6} label="Loading the timeline" />}
      {events.data && entries.length === 0 && (
        <p className="second inst-none">{only === 'health' ? 'Its health has not changed so far.' : 'Nothing has become of it so far.'}</p>
      )}
      {days(entries).map(([day, those]) => (
        <div key={day}>
          <h3 className="small second inst-day">{day}</h3>
          <ol className="inst-tale">{those.map((entry) => <Line key={`${entry.id} ${entry.text}`} entry={entry} />)}</ol>
        </div>
      ))}
      {events.hasNextPage && (
        <div><Action small busy={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>Show older</Action></div>
      )}
    </section>
  );
}

function Line({ entry }: { entry: Entry }) {
  return (
    <li>
      <span className={`inst-glyph ${entry.look.tone}`}><Glyph shape={entry.look.shape} /></span>
      {entry.repeats.length === 0 ? <span className="inst-text">{entry.text}</span> : (
        <details className="inst-text">
          <summary>{entry.text}</summary>
          <ol className="inst-repeats">
            {entry.repeats.map((one) => <li key={one.id}><span>{one.text}</span><Clock at={one.at} /></li>)}
          </ol>
        </details>
      )}
      <Clock at={entry.at} />
    </li>
  );
}

function Clock({ at }: { at: string }) {
  return <time className="small third" dateTime={at} title={exact.format(new Date(at))}>{clockTime(at)}</time>;
}

function days(entries: readonly Entry[]): [string, Entry[]][] {
  const today = dayName.format(new Date());
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const name = dayName.format(new Date(entry.at));
    const day = name === today ? 'Today' : name;
    found.set(day, [...(found.get(day) ?? []), entry]);
  }
  return [...found];
}
