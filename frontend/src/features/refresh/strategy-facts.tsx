import type { Refresh } from '../../api/types';
import { limit, say, shareSays } from './sentences';

export function StrategyFacts({ run, skipped }: { run: Refresh; skipped: number }) {
  const { strategy, resolved } = run;
  return (
    <section aria-labelledby="ref-strategy">
      <h2 id="ref-strategy">Strategy</h2>
      <dl className="facts ref-strategy">
        <dt>Canary</dt><dd>{resolved.canary === 0 ? 'none' : `${shareSays(strategy.canary, resolved.canary)}, then ${strategy.bakeSeconds} s of health`}</dd>
        <dt>At once</dt><dd>{shareSays(strategy.maxParallel, resolved.parallel)}</dd>
        <dt>Allowed failures</dt><dd>{shareSays(strategy.maxFailures, resolved.failures)}</dd>
        <dt>Automatic rollback</dt><dd>{strategy.autoRollback ? 'on' : 'off'}</dd>
        <dt>Each has at most</dt><dd>{limit(strategy.memberDeadlineSeconds)}</dd>
        <dt>Skipped</dt><dd>{say(skipped)}</dd>
      </dl>
    </section>
  );
}
