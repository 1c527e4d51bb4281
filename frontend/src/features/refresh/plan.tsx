import type { RefreshPlan } from '../../api/types';
import { Action } from '../../ui/action';
import { plural, say, skippedSays, strategySays } from './sentences';

const NAMES = { canary: 'Canary', members: 'Rest', admin: 'Admin' } as const;
const SHOWN = 500;

/** The rehearsal: who in which wave, who is left alone and why. The button says the number that it will touch. */
export function Plan({ plan, busy, stale, onStart }: { plan: RefreshPlan; busy: boolean; stale: boolean; onStart: () => void }) {
  const toDo = plan.total - plan.skipped;
  const skipped = skippedSays(plan);
  const says = {
    canary: `First, then ${plan.strategy.bakeSeconds} s of health. A bad canary and nothing else is touched.`,
    members: `${say(plan.resolved.parallel)} at a time.`,
    admin: 'Last, so that somebody can still see what happens.',
  };
  return (
    <div aria-busy={stale}>
      <ul className="ref-plan-waves">
        {plan.waves.map(({ wave, kind, count }) => <li key={wave}><b className="figure">{say(count)}</b><h2>{NAMES[kind]}</h2><p className="small second">{says[kind]}</p></li>)}
        <li><b className="figure">{say(plan.skipped)}</b><h2>Skipped</h2><p className="small second">{skipped.map(({ reason, count }) => `${say(count)} ${reason}`).join(', ') || 'Nobody is left alone.'}</p></li>
      </ul>
      <details className="ref-plan-who">
        <summary>Who, in which order</summary>
        <div className="scroll-x" tabIndex={0} role="group" aria-label="Who, in which order">
          <table className="table">
            <thead><tr><th>Wave</th><th>Instance</th><th>Person</th><th>Node</th><th>Build</th><th>What</th></tr></thead>
            <tbody>
              {plan.members.slice(0, SHOWN).map((member) => (
                <tr key={member.instance}>
                  <td>{member.state === 'skipped' ? '' : ['Canary', 'Rest', 'Admin'][member.wave]}</td><td className="mono">{member.instance}</td><td>{member.person}</td><td>{member.node}</td>
                  <td className="mono">{member.from && member.from !== member.to ? `${member.from} → ${member.to}` : member.to}</td>
                  <td className="second">{member.state === 'skipped' ? `skipped: ${member.reason ?? ''}` : 'is updated'}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {plan.members.length > SHOWN && <p className="small second ref-plan-more">and {say(plan.members.length - SHOWN)} more</p>}
        </div>
      </details>
      <footer className="ref-plan-foot">
        <p>{strategySays(plan.strategy, plan.resolved)} <span className="second">Nothing has been changed yet.</span></p>
        <Action kind="primary" icon="arrowUp" busy={busy || stale} refused={toDo === 0 ? 'Everyone is on this build or left alone' : undefined} onClick={onStart}>
          {toDo === 0 ? 'Nothing to refresh' : `Refresh ${say(toDo)} to ${plan.build}`}
        </Action>
      </footer>
      <p className="unseen" role="status">{stale ? '' : `${plural(toDo, 'instance')} would be updated, ${say(plan.skipped)} skipped.`}</p>
    </div>
  );
}
