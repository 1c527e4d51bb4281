import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { Session } from '../../api/types';
import { SessionGate } from '../../app/session';
import { network, problem } from '../../testing/network';
import { renderPart } from '../../testing/render';
import { NewPasswordPage } from './new-password-page';
import { SignInPage } from './sign-in-page';

const ADA: Session = { username: 'ada', name: '<b>Ada</b>', roles: [], mustChangePassword: true };

async function signIn() {
  const { user } = renderPart(<SignInPage />);
  await user.type(screen.getByLabelText('Username'), 'ada');
  await user.type(screen.getByLabelText('Password'), 'not the one');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

test('too many guesses are said kindly, with the time to wait', async () => {
  network.use(http.post('*/api/v1/session', () => problem(429, 'too-many-guesses', 'Try again in 40 seconds.', { retryAfter: 40 })));
  await signIn();
  expect(await screen.findByRole('alert')).toHaveTextContent('Nothing is locked: wait 40 seconds, then try again.');
});

test('a refused login keeps what was typed and says why', async () => {
  network.use(http.post('*/api/v1/session', () => problem(401, 'unauthorized', 'The name or the password is wrong.')));
  await signIn();
  expect(await screen.findByRole('alert')).toHaveTextContent('The name or the password is wrong.');
  expect(screen.getByLabelText('Username')).toHaveValue('ada');
});

async function replace() {
  const { user } = renderPart(<NewPasswordPage session={ADA} />);
  await user.type(screen.getByLabelText('The password you have now'), 'one-time');
  await user.type(screen.getByLabelText('A new one'), 'a sentence of my own');
  await user.click(screen.getByRole('button', { name: 'Replace and go on' }));
}

test('a wrong one-time password is said at its field, and nothing typed is lost', async () => {
  network.use(http.put('*/api/v1/session/password', () => problem(401, 'unauthorized', 'No.')));
  await replace();
  await waitFor(() => expect(screen.getByLabelText('The password you have now')).toHaveAccessibleDescription(/not the password you signed in with/));
  expect(screen.getByLabelText('A new one')).toHaveValue('a sentence of my own');
});

test('a password that is too weak is said at the new one', async () => {
  network.use(http.put('*/api/v1/session/password', () =>
    problem(400, 'invalid', 'Look at the form.', { errors: [{ field: 'newPassword', message: 'is known to everybody' }] })));
  await replace();
  await waitFor(() => expect(screen.getByLabelText('A new one')).toHaveAccessibleDescription(/is known to everybody/));
});

test('the page opens once the one-time password is replaced', async () => {
  let replaced = false;
  network.use(
    http.get('*/api/v1/session', () => (replaced ? problem(404, 'gone', 'The gate was passed.') : HttpResponse.json(ADA))),
    http.put('*/api/v1/session/password', async ({ request }) => {
      expect(await request.json()).toEqual({ currentPassword: 'one-time', newPassword: 'a sentence of my own' });
      replaced = true;
      return HttpResponse.json({ ...ADA, mustChangePassword: false });
    }),
  );
  const { user } = renderPart(<SessionGate>The page</SessionGate>);
  await user.type(await screen.findByLabelText('The password you have now'), 'one-time');
  expect(screen.getByText(/<b>Ada<\/b>/)).toBeInTheDocument();
  await user.type(screen.getByLabelText('A new one'), 'a sentence of my own');
  await user.click(screen.getByRole('button', { name: 'Replace and go on' }));
  await waitFor(() => expect(screen.queryByLabelText('A new one')).not.toBeInTheDocument());
});
