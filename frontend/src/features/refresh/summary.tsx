import type { Refresh, RefreshCounts } from '../../api/types';
import { Meter } from '../../ui/meter';
import { failuresOf, progressOf } from '../../ui/refresh-progress';
import { duration, useNow } from '../../ui/time';
import type { Board } from './board';
import { estimate } from './estimate';
import { Fuse } from './fuse';
import { headline, say } from './sentences';

const MOVING = ['running', 'rolling_back'];

/** The one number, the sentence, the bar, the facts. */
export function Summary({ run, counts, board }: { run: Refresh; counts: RefreshCounts; board: Board | undefined }) {
  const now = useNow(1_000).getTime();
  const moving = MOVING.includes(run.state);
  const progress = progressOf(run, counts);
  const started = run.startedAt ? Date.parse(run.startedAt) : now;
  const guess = moving && board ? estimate(board.endings(), started, now, progress.toDo - progress.done) : null;
  const { what, means } = headline(run, counts, guess);
  const { back } = run;
  const median = board?.median() ?? null;
  const ran = (run.endedAt ? Date.parse(run.endedAt) : now) - started;
  return (
    <section className="panel ref-summary" aria-label="Progress">
      <div className="ref-head">
        <p className="ref-percent">{progress.percent}<small>%</small></p>
        <p className="ref-says"><strong>{what}</strong> <span className="second">{means}</span></p>
        <div className="ref-bar">
          <Meter label="Instances" parts={[
            { name: 'succeeded', value: back ? 0 : counts.succeeded, tone: 'ok' },
            { name: 'rolled back', value: counts.rolledBack, tone: 'back' },
            { name: 'failed or unreachable', value: counts.failed + counts.unreachable, tone: 'bad' },
            { name: 'under way', value: progress.inFlight, tone: 'run' },
            { name: 'cancelled', value: counts.cancelled, tone: 'idle' },
            { name: back ? 'not back yet' : 'pending', value: counts.pending + (back ? counts.succeeded : 0), tone: 'void' },
          ]} />
        </div>
      </div>
      {run.reason && run.state !== 'failed' && <p className={`ref-reason ${run.state === 'halted' ? 'bad' : 'second'}`}>{run.reason}</p>}
      <dl className="ref-facts">
        {guess && <div><dt>Rate</dt><dd>{say(Math.round(guess.perMinute))} <span>per minute</span></dd></div>}
        <div><dt>In flight</dt><dd>{say(progress.inFlight)} <span>of {say(run.resolved.parallel)} at most</span></dd></div>
        {median !== null && <div><dt>One takes</dt><dd>{duration(median)} <span>median</span></dd></div>}
        <div><dt>{run.endedAt ? 'Took' : 'Running for'}</dt><dd>{duration(Math.max(0, Math.round(ran / 1000) * 1000))}</dd></div>
        {back
          ? <div><dt>Could not be brought back</dt><dd>{say(failuresOf(run, counts))}</dd></div>
          : <div><dt>Failures before it halts</dt><dd><Fuse run={run} /></dd></div>}
      </dl>
    </section>
  );
}
