import type { ManyAnswer } from '../../api/types';
import { Icon } from '../../ui/icon';
import { problemText, type found } from './many';

const SHOWN = 200;

/** What the rehearsal found: nothing has been changed yet. */
export function ManyFound({ answer, plan, later }: { answer: ManyAnswer; plan: ReturnType<typeof found>; later: boolean }) {
  return (
    <section className="stack" aria-label="What was found">
      <div className={`note ${plan.refused ? 'warn' : 'ok'}`} role="status">
        <p><strong>{plan.good} of {answer.items.length} can be {later ? 'registered' : 'set up'}.</strong> {plan.refused ?? (plan.bad.length > 0 ? 'The others are left out.' : '')}</p>
        <p className="small second">Room for {answer.roomFor}. Nothing has been changed yet.</p>
      </div>
      {plan.bad.length > 0 && (
        <ul className="onb-rows">
          {plan.bad.slice(0, SHOWN).map((item) => (
            <li key={item.row}>
              <span className="bad"><Icon name="alert" /></span>
              <strong>{item.username || 'No username'}</strong>
              <span className="small second">row {item.row}</span>
              {item.problem && <span className="wide second">{problemText(item.problem)}</span>}
            </li>
          ))}
          {plan.bad.length > SHOWN && <li><span /><span className="second">and {plan.bad.length - SHOWN} more</span></li>}
        </ul>
      )}
    </section>
  );
}
