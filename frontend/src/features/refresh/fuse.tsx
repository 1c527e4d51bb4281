import type { Refresh } from '../../api/types';
import { Glyph } from '../../ui/state';
import { say } from './sentences';

const MOST = 20;

/** The failures that are allowed as squares before an octagon: what has burnt, what is left. */
export function Fuse({ run }: { run: Refresh }) {
  const allowed = run.resolved.failures;
  const burnt = run.failuresSoFar;
  const squares = Math.min(allowed, MOST);
  const on = allowed === 0 ? 0 : Math.min(squares, Math.ceil((burnt * squares) / allowed));
  const text = allowed === 0 ? (burnt > 0 ? `${say(burnt)}, none allowed` : 'none allowed') : `${say(burnt)} of ${say(allowed)} allowed`;
  return (
    <span className="ref-fuse">
      <span aria-hidden="true" className="ref-fuse-cells">{Array.from({ length: squares }, (_, at) => <i key={at} className={at < on ? 'on' : undefined} />)}</span>
      <span className={burnt > allowed ? 'bad' : 'idle'}><Glyph shape="octagon-bar" /></span>
      <span>{text}</span>
    </span>
  );
}
