import type { Person, Session } from '../../api/types';
import { mayDo, useSession } from '../../app/session';
import { Action } from '../../ui/action';
import { State, type Look } from '../../ui/state';
import { grantWords } from '../../ui/role-words';
import { WindowTable } from '../../ui/window-table';

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

const HEADS = ['Person', 'Email', 'May', 'Password', <span key="verbs" className="unseen">Verbs</span>];

export function PeopleTable({ onReissue, ...list }: Props) {
  return (
    <WindowTable {...list} name="People" className="people-table cards-early" heads={HEADS} estimate={49} keyOf={(person) => person.username}>
      {(person) => <Cells person={person} onReissue={onReissue} />}
    </WindowTable>
  );
}

function Cells({ person, onReissue }: { person: Person; onReissue: (person: Person) => void }) {
  const { session } = useSession();
  return (
    <>
      <span role="cell" className="people-name"><strong>{person.name || person.username}</strong> <span className="mono second">{person.username}</span></span>
      <span role="cell" className="second">{person.email}</span>
      <span role="cell">
        {person.roles.length === 0
          ? <span className="second">Uses their own cockpit</span>
          : person.roles.map((grant) => <span key={`${grant.role} ${grant.organization ?? ''}`} className="people-grant">{grantWords(grant)} </span>)}
      </span>
      <span role="cell"><State look={person.mustChangePassword ? ONE_TIME : OWN} /></span>
      <span role="cell" className="wt-verb">
        {mayReissue(session, person) && (
          <Action small onClick={() => onReissue(person)}>Reissue password…<span className="unseen"> of {person.username}</span></Action>
        )}
        {person.username === session.username && <span className="small second">That is you</span>}
      </span>
    </>
  );
}
