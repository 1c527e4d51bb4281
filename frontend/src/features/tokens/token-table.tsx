import type { Token } from '../../api/types';
import { Action } from '../../ui/action';
import { Ago, exactTime, useNow } from '../../ui/time';
import { State } from '../../ui/state';
import { tokenMay } from './token-words';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SOON_DAYS = 7;

export function TokenTable({ rows, onDelete }: { rows: Token[]; onDelete: (token: Token) => void }) {
  return (
    <div className="tokens-table">
      <table className="table">
        <caption className="unseen">API tokens</caption>
        <thead>
          <tr>
            <th scope="col">Name</th><th scope="col">May</th><th scope="col">Owner</th><th scope="col">Made</th>
            <th scope="col">Expires</th><th scope="col">Last used</th><th scope="col"><span className="unseen">Verbs</span></th>
          </tr>
        </thead>
        <tbody>
          {rows.map((token) => (
            <tr key={token.id}>
              <td className="tokens-name">{token.name}</td>
              <td>{tokenMay(token)}</td>
              <td data-label="Owner" className="second">{token.owner}</td>
              <td data-label="Made" className="second"><Ago at={token.createdAt} /></td>
              <td data-label="Expires"><Expires at={token.expiresAt} /></td>
              <td data-label="Last used" className="second"><Ago at={token.lastUsedAt} /></td>
              <td className="tokens-verb">
                <Action small kind="danger" icon="trash" onClick={() => onDelete(token)}>Delete…<span className="unseen"> the token {token.name}</span></Action>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Expires({ at }: { at: string | null | undefined }) {
  const now = useNow(MINUTE_MS);
  if (!at) return <span className="third">never</span>;
  const left = new Date(at).getTime() - now.getTime();
  const days = Math.ceil(left / DAY_MS);
  return (
    <time dateTime={at} title={exactTime(at)}>
      {left <= 0
        ? <State look={{ tone: 'idle', shape: 'ring-bar', word: 'Expired' }} />
        : days <= SOON_DAYS
          ? <State look={{ tone: 'warn', shape: 'triangle', word: days === 1 ? 'Within a day' : `In ${days} days` }} />
          : `In ${days.toLocaleString()} days`}
    </time>
  );
}
