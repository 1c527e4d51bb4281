import { Link } from '@tanstack/react-router';
import type { Mail } from '../../api/types';
import { useSession } from '../../app/session';
import { Action } from '../../ui/action';
import { State } from '../../ui/state';
import { Ago } from '../../ui/time';
import { WindowTable } from '../../ui/window-table';
import { mailHint, mailLook } from './mail-words';

type Props = { rows: Mail[]; more: boolean; loading: boolean; loadMore: () => void; onResend: (mail: Mail) => void };

const HEADS = ['State', 'To', 'Subject', 'When', <span key="verbs" className="unseen">Verbs</span>];

export function MailTable({ onResend, ...list }: Props) {
  return (
    <WindowTable {...list} name="Outbox" className="mail-table" heads={HEADS} estimate={45} keyOf={(mail) => mail.id}>
      {(mail) => <Cells mail={mail} onResend={onResend} />}
    </WindowTable>
  );
}

function Cells({ mail, onResend }: { mail: Mail; onResend: (mail: Mail) => void }) {
  const { may } = useSession();
  const hint = mailHint(mail);
  const again = (mail.state === 'unknown' || mail.state === 'failed') && may('operator', mail.organization ?? undefined);
  return (
    <>
      <span role="cell"><State look={mailLook(mail.state)} /></span>
      <span role="cell">
        {mail.to}
        {mail.organization && <> <Link to="/organizations/$org" params={{ org: mail.organization }} className="link small">{mail.organization}</Link></>}
      </span>
      <span role="cell" className="mail-subject">
        {mail.subject}
        {hint && <span className={`small ${mail.state === 'failed' ? 'bad' : 'second'}`}>{hint}</span>}
        {mail.attempts > 0 && mail.state !== 'sent' && (
          <span className="small second">Tried {mail.attempts === 1 ? 'once' : `${mail.attempts.toLocaleString()} times`}</span>
        )}
      </span>
      <span role="cell" className="small second"><Ago at={mail.sentAt ?? mail.createdAt} /></span>
      <span role="cell" className="wt-verb">
        {again && <Action small onClick={() => onResend(mail)}>Send again…<span className="unseen"> to {mail.to}</span></Action>}
      </span>
    </>
  );
}
