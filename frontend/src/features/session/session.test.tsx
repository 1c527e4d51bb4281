import { useQuery } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { api } from '../../api/client';
import type { Session } from '../../api/types';
import { SessionGate, useSession } from '../../app/session';
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

describe('a session that is over', () => {
  const MIRA: Session = { username: 'mira', name: 'Mira', roles: [], mustChangePassword: false };
  let signedIn: boolean;
  let streams: { onerror: (() => void) | null }[];

  function Screen() {
    const { signOut } = useSession();
    const secret = useQuery({ queryKey: ['secret'], queryFn: () => api.get<string>('/secret') });
    return <><p>{secret.data}</p><button onClick={() => void signOut()}>Leave</button><button onClick={() => void secret.refetch()}>Again</button></>;
  }

  async function open() {
    const rendered = renderPart(<SessionGate><Screen /></SessionGate>);
    expect(await screen.findByText('what only mira may see')).toBeVisible();
    return rendered;
  }

  beforeEach(() => {
    signedIn = true;
    streams = [];
    vi.stubGlobal('EventSource', class extends EventTarget {
      onerror: (() => void) | null = null;
      constructor() {
        super();
        streams.push(this);
      }
      close() {}
    });
    const refused = () => problem(401, 'unauthorized', 'Sign in first.');
    network.use(
      http.get('*/api/v1/session', () => (signedIn ? HttpResponse.json(MIRA) : refused())),
      http.get('*/api/v1/secret', () => (signedIn ? HttpResponse.json('what only mira may see') : refused())),
      http.delete('*/api/v1/session', () => {
        signedIn = false;
        return new HttpResponse(null, { status: 204 });
      }),
      http.post('*/api/v1/session', () => {
        signedIn = true;
        return HttpResponse.json(MIRA);
      }),
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  test('leaves nothing on the screen or in the cache, says so, and goes on where it was', async () => {
    const { user, client } = await open();
    await user.click(screen.getByRole('button', { name: 'Leave' }));
    expect(await screen.findByText('You are signed out.')).toBeVisible();
    expect(screen.queryByText('what only mira may see')).toBeNull();
    expect(client.getQueryData(['secret'])).toBeUndefined();
    await user.type(screen.getByLabelText('Username'), 'mira');
    await user.type(screen.getByLabelText('Password'), 'the right one');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('what only mira may see')).toBeVisible();
  });

  test('is noticed by the next answer that says so', async () => {
    const { user } = await open();
    signedIn = false;
    await user.click(screen.getByRole('button', { name: 'Again' }));
    expect(await screen.findByText(/Your session has ended/)).toBeVisible();
    expect(screen.queryByText('what only mira may see')).toBeNull();
  });

  test('is noticed by the stream that ends with it, without a press', async () => {
    await open();
    await waitFor(() => expect(streams).toHaveLength(1));
    signedIn = false;
    streams[0]?.onerror?.();
    expect(await screen.findByText(/Your session has ended/)).toBeVisible();
  });

  test('is over in every tab at once, and begins in every tab at once', async () => {
    await open();
    const other = new BroadcastChannel('hero.session');
    other.postMessage({ kind: 'out' });
    expect(await screen.findByText('You signed out in another tab.')).toBeVisible();
    other.postMessage({ kind: 'in' });
    expect(await screen.findByText('what only mira may see')).toBeVisible();
    other.close();
  });

  test('stays where signing out did not reach the deployer, and that is said', async () => {
    network.use(http.delete('*/api/v1/session', () => HttpResponse.error()));
    const { user } = await open();
    await user.click(screen.getByRole('button', { name: 'Leave' }));
    expect((await screen.findAllByText(/The deployer did not answer/))[0]).toBeVisible();
    expect(screen.getByText('what only mira may see')).toBeVisible();
  });
});
