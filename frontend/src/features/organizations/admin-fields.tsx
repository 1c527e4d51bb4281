import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId } from 'react';
import { queries } from '../../api/queries';
import { TextField } from '../../ui/field';

export type AdminDraft = { account: 'new' | 'existing'; username: string; name: string; email: string };

/** Who administers it: somebody new, who gets a one-time password, or somebody with an account. */
export function AdminFields({ draft, fields, onChange }: {
  draft: AdminDraft; fields: Readonly<Record<string, string>>; onChange: (draft: AdminDraft) => void;
}) {
  const group = useId();
  const known = `${group}-known`;
  const isNew = draft.account === 'new';
  return (
    <fieldset className="orgs-admin">
      <legend className="label">Who administers it</legend>
      <div className="orgs-choice">
        {(['new', 'existing'] as const).map((account) => (
          <label key={account}>
            <input type="radio" name={group} checked={draft.account === account} onChange={() => onChange({ ...draft, account })} />
            {account === 'new' ? 'A new account' : 'Somebody with an account'}
          </label>
        ))}
      </div>
      <TextField label="Username" name="username" required maxLength={30} autoCapitalize="none" className="input mono" value={draft.username}
        error={fields['admin.username'] ?? fields.username} list={isNew ? undefined : known}
        help={isNew ? 'Lower-case letters, digits and hyphens. Kept for good.' : 'They keep their password.'}
        onChange={(event) => onChange({ ...draft, username: event.target.value })} />
      {isNew ? (
        <>
          <TextField label="Their name" name="admin-name" required maxLength={200} value={draft.name} error={fields['admin.name']}
            onChange={(event) => onChange({ ...draft, name: event.target.value })} />
          <TextField label="Email" name="admin-email" inputMode="email" required maxLength={254} value={draft.email} error={fields['admin.email']}
            help="The welcome mail goes here once their cockpit answers. The password is never mailed."
            onChange={(event) => onChange({ ...draft, email: event.target.value })} />
        </>
      ) : <Known id={known} q={draft.username} />}
    </fieldset>
  );
}

/** Suggestions, as one types. */
function Known({ id, q }: { id: string; q: string }) {
  const asked = useDeferredValue(q.trim());
  const people = useQuery({ ...queries.peopleLike(asked), placeholderData: (before) => before });
  return (
    <datalist id={id}>
      {people.data?.items.map((person) => <option key={person.username} value={person.username}>{person.name}</option>)}
    </datalist>
  );
}
