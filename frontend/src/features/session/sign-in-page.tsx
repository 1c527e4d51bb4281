import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../../api/client';
import { fieldsOf, useChange } from '../../api/mutate';
import type { Session } from '../../api/types';
import { Action } from '../../ui/action';
import { TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { refusalOf } from './refusal';
import './session.css';

/** The way in; `why` says what became of the session before. What the deployer refuses is said beside the button, the same for a wrong name and a wrong password. */
export function SignInPage({ why, onSignedIn }: { why?: string; onSignedIn?: () => void }) {
  const client = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useChange({
    quiet: true,
    run: () => api.post<Session>('/session', { username, password }),
    done: (session) => {
      client.setQueryData(['session'], session);
      onSignedIn?.();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  const fields = fieldsOf(signIn.error);
  const general = refusalOf(signIn.error);
  return (
    <main className="gate">
      <form className="gate-card form" onSubmit={submit}>
        <span className="brand"><span className="brand-cells" aria-hidden="true"><i /><i /><i /><i /></span>Hero Deployer</span>
        <h1>Sign in</h1>
        {why && <p className="second" role="status">{why}</p>}
        <TextField label="Username" name="username" autoComplete="username" autoFocus required value={username}
          error={fields.username} onChange={(event) => setUsername(event.target.value)} />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required value={password}
          error={fields.password} onChange={(event) => setPassword(event.target.value)} />
        {general && <p className="note bad row" role="alert"><Icon name="alert" />{general}</p>}
        <Action type="submit" kind="primary" busy={signIn.isPending}>Sign in</Action>
        <p className="help">No password at hand? Whoever administers your organization can give you a new one-time password.</p>
      </form>
    </main>
  );
}
