import { Link } from '@tanstack/react-router';
import type { Mail } from '../../api/types';
import { useSession } from '../../app/session';
import { Action } from '../../ui/action';
import { State } from '../../ui/state';
import { Ago } from '../../ui/time';
import { useWindowRows } from '../../ui/window-rows';
import { mailHint, mailLook } from './mail-words';

type Props = { rows: Mail[]; more: boolean; loading: boolean; loadMore: () => void; onResend: (mail: Mail) => void };

export function MailTable({ rows, more, loading, loadMore, onResend }: Props) {
  const { may } = useSession();
  const { body, height, shown } = useWindowRows({
    count: rows.length, estimate: 45, keyOf: (index) => rows[index]?.id ?? String(index), more, loading, loadMore,
  });
  return (
    <div className="mail-table" role="table" aria-label="Outbox" aria-rowcount={more ? -1 : rows.length + 1}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="mail-row mail-head">
          <span role="columnheader">State</span><span role="columnheader">To</span><span role="columnheader">Subject</span>
          <span role="columnheader">When</span><span role="columnheader"><span className="unseen">Verbs</span></span>
        </div>
      </div>
      <div role="rowgroup" className="mail-body" ref={body} style={{ height }}>
        {shown.map(({ index, key, ref, style }) => {
          const mail = rows[index];
          if (!mail) return null;
          const hint = mailHint(mail);
          const again = (mail.state === 'unknown' || mail.state === 'failed') && may('operator', mail.organization ?? undefined);
          return (
            <div key={key} role="row" aria-rowindex={index + 2} data-index={index} ref={ref} className="mail-row mail-at" style={style}>
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
              <span role="cell" className="mail-verb">
                {again && <Action small onClick={() => onResend(mail)}>Send again…<span className="unseen"> to {mail.to}</span></Action>}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
