import type { Person, Session } from '../../api/types';
import { mayDo, useSession } from '../../app/session';
import { Action } from '../../ui/action';
import { State, type Look } from '../../ui/state';
import { grantWords } from '../../ui/role-words';
import { useWindowRows } from '../../ui/window-rows';

const ONE_TIME: Look = { tone: 'warn', shape: 'triangle', word: 'Must be replaced' };
const OWN: Look = { tone: 'ok', shape: 'disc-check', word: 'Their own' };

/** A guess, for the verb to be there; the deployer knows all that a person belongs to, and decides. */
function mayReissue(session: Session, person: Person): boolean {
  if (person.username === session.username) return false;
  if (mayDo(session, 'admin')) return true;
  if (person.roles.length === 0) return session.roles.some((grant) => grant.role === 'admin');
  return person.roles.every((grant) => grant.organization && mayDo(session, 'admin', grant.organization));
}

type Props = { rows: Person[]; more: boolean; loading: boolean; loadMore: () => void; onReissue: (person: Person) => void };

export function PeopleTable({ rows, more, loading, loadMore, onReissue }: Props) {
  const { session } = useSession();
  const { body, height, shown } = useWindowRows({
    count: rows.length, estimate: 49, keyOf: (index) => rows[index]?.username ?? String(index), more, loading, loadMore,
  });
  return (
    <div className="people-table" role="table" aria-label="People" aria-rowcount={more ? -1 : rows.length + 1}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="people-row people-head">
          <span role="columnheader">Person</span><span role="columnheader">Email</span><span role="columnheader">May</span>
          <span role="columnheader">Password</span><span role="columnheader"><span className="unseen">Verbs</span></span>
        </div>
      </div>
      <div role="rowgroup" className="people-body" ref={body} style={{ height }}>
        {shown.map(({ index, key, ref, style }) => {
          const person = rows[index];
          return person && (
            <div key={key} role="row" aria-rowindex={index + 2} data-index={index} ref={ref} className="people-row people-at" style={style}>
              <span role="cell" className="people-name"><strong>{person.name || person.username}</strong> <span className="mono second">{person.username}</span></span>
              <span role="cell" className="second">{person.email}</span>
              <span role="cell">
                {person.roles.length === 0
                  ? <span className="second">Uses their own cockpit</span>
                  : person.roles.map((grant) => <span key={`${grant.role} ${grant.organization ?? ''}`} className="people-grant">{grantWords(grant)} </span>)}
              </span>
              <span role="cell"><State look={person.mustChangePassword ? ONE_TIME : OWN} /></span>
              <span role="cell" className="people-verb">
                {mayReissue(session, person) && (
                  <Action small onClick={() => onReissue(person)}>Reissue password…<span className="unseen"> of {person.username}</span></Action>
                )}
                {person.username === session.username && <span className="small second">That is you</span>}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
