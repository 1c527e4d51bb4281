import { Link } from '@tanstack/react-router';
import type { AuditEntry } from '../../api/types';
import { clockTime, exactTime } from '../../ui/time';
import { leads, sentence, type Part } from './sentences';

const ACTORS: Record<string, string> = { system: 'The deployer', anonymous: 'Somebody' };

type Props = {
  entry: AuditEntry;
  /** The organizations that are there: what is gone is named, and leads nowhere. */
  known: ReadonlySet<string> | undefined;
  onActor: (actor: string) => void;
  onSubject: (subject: string) => void;
};

/** Who did what to whom, as one sentence, with all the log has of it one press away. */
export function Entry({ entry, known, onActor, onSubject }: Props) {
  return (
    <div className="audit-entry">
      <p className="audit-line">
        <time className="second" dateTime={entry.at} title={exactTime(entry.at)}>{clockTime(entry.at)}</time>
        <span>
          <button type="button" className="audit-who" title={`Show only what ${entry.actor} did`} onClick={() => onActor(entry.actor)}>
            {ACTORS[entry.actor] ?? entry.actor}
          </button>
          {' '}{sentence(entry).map((part, index) => <Words key={index} part={part} goes={(to) => leads(to, entry, known)} />)}
        </span>
      </p>
      <details className="audit-detail">
        <summary>Details<span className="unseen"> of entry {entry.id}</span></summary>
        <dl className="facts">
          <dt>Time</dt><dd>{exactTime(entry.at)}</dd>
          <dt>Action</dt><dd className="mono">{entry.action}</dd>
          <dt>Subject</dt>
          <dd><button type="button" className="link mono" title="Show only what happened to it" onClick={() => onSubject(entry.subject)}>{entry.subject}</button></dd>
          {Object.entries(entry.detail ?? {}).map(([name, value]) => <Fact key={name} name={name} value={value} />)}
        </dl>
      </details>
    </div>
  );
}

function Words({ part, goes }: { part: Part; goes: (to: string) => boolean }) {
  if (typeof part === 'string') return part;
  if (part.to === undefined || !goes(part.to)) return <strong>{part.name}</strong>;
  return <Link to={part.to} className="link">{part.name}</Link>;
}

function Fact({ name, value }: { name: string; value: unknown }) {
  return <><dt>{name}</dt><dd className="mono">{typeof value === 'string' ? value : JSON.stringify(value)}</dd></>;
}
