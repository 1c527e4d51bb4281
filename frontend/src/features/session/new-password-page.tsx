import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange } from '../../api/mutate';
import { ProblemError } from '../../api/problem';
import type { Session } from '../../api/types';
import { Action } from '../../ui/action';
import { TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { refusalOf } from './refusal';
import './session.css';

const SHORTEST = 10;

/** A one-time password opens this alone: it has to be replaced first. */
export function NewPasswordPage({ session }: { session: Session }) {
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const replace = useChange({
    quiet: true,
    run: () => api.put<Session | null>('/session/password', { currentPassword: current, newPassword: chosen }),
    done: () => void client.invalidateQueries({ queryKey: ['session'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    replace.mutate();
  };
  const wrong = replace.error instanceof ProblemError && replace.error.status === 401;
  const fields: Readonly<Record<string, string>> = wrong
    ? { currentPassword: 'This is not the password you signed in with, or it has expired. Whoever administers your organization can give you a new one.' }
    : fieldsOf(replace.error);
  const general = wrong ? undefined : refusalOf(replace.error);
  return (
    <main className="gate">
      <form className="gate-card form" onSubmit={submit}>
        <span className="brand"><span className="brand-cells" aria-hidden="true"><i /><i /><i /><i /></span>Hero Deployer</span>
        <h1>Choose a password</h1>
        <p className="second">The one you signed in with, {session.name || session.username}, opens nothing else. Replace it once.</p>
        <input type="hidden" name="username" autoComplete="username" value={session.username} readOnly />
        <TextField label="The password you have now" name="currentPassword" type="password" autoComplete="current-password" autoFocus required
          value={current} error={fields.currentPassword} onChange={(event) => setCurrent(event.target.value)} />
        <TextField label="A new one" name="newPassword" type="password" autoComplete="new-password" required minLength={SHORTEST}
          help={`${SHORTEST} characters or more; a sentence of your own is a good one.`}
          value={chosen} error={fields.newPassword} onChange={(event) => setChosen(event.target.value)} />
        {general && <p className="note bad row" role="alert"><Icon name="alert" />{general}</p>}
        <Action type="submit" kind="primary" busy={replace.isPending}>Replace and go on</Action>
      </form>
    </main>
  );
}
