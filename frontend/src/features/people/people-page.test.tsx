import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import type { Person } from '../../api/types';
import { answers, list, network, problem } from '../../testing/network';
import { renderAt } from '../../testing/render';

const MIRA: Person = { username: 'mira', name: '<img src=x onerror=alert(1)>', email: 'mira@acme.example', roles: [{ role: 'admin', organization: 'acme' }], mustChangePassword: true };
const ME: Person = { username: 'admin', name: 'Administrator', email: 'a@b.example', roles: [{ role: 'admin' }], mustChangePassword: false };
const REISSUE = { name: /Reissue password…\s*of mira/ };

describe('people', () => {
  it('says roles and passwords in words, and names as text', async () => {
    network.use(answers('/people', list(MIRA, ME)));
    renderAt('/people');
    const row = await screen.findByRole('row', { name: /mira@acme/ });
    expect(row).toHaveTextContent('<img src=x onerror=alert(1)>');
    expect(row).toHaveTextContent('Administers acme');
    expect(row).toHaveTextContent('Must be replaced');
    expect(screen.getByRole('row', { name: /a@b/ })).toHaveTextContent('Administers everything');
    expect(document.querySelector('img')).toBeNull();
    expect(screen.queryByRole('button', { name: /of admin$/ })).toBeNull();
  });

  it('searches at the deployer', async () => {
    network.use(http.get('*/api/v1/people', ({ request }) =>
      HttpResponse.json(new URL(request.url).searchParams.get('q') === 'zz' ? list() : list(MIRA))));
    const { user } = renderAt('/people');
    await user.type(await screen.findByRole('searchbox'), 'zz');
    expect(await screen.findByText('Nobody fits')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Show everybody' }));
    expect(await screen.findByText('mira')).toBeVisible();
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });

  it('asks first, then shows the new password once', async () => {
    let asked = 0;
    network.use(answers('/people', list(MIRA)), http.post('*/api/v1/people/mira/one-time-password', ({ request }) => {
      asked++;
      expect(request.headers.get('Idempotency-Key')).toBeTruthy();
      return HttpResponse.json({ username: 'mira', oneTimePassword: 'abcd-efgh', expiresAt: '2026-12-01T00:00:00Z' });
    }));
    const { user } = renderAt('/people');
    await user.click(await screen.findByRole('button', REISSUE));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('signed out everywhere');
    expect(asked).toBe(0);
    await user.click(within(dialog).getByRole('button', { name: 'Reissue password' }));
    expect(await screen.findByText('abcd-efgh')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Close, it is handed over' }));
    await waitFor(() => expect(screen.queryByText('abcd-efgh')).toBeNull());
  });

  it('says kindly what the deployer refuses', async () => {
    network.use(answers('/people', list(MIRA)), http.post('*/api/v1/people/mira/one-time-password', () => problem(403, 'forbidden', 'No.')));
    const { user } = renderAt('/people');
    await user.click(await screen.findByRole('button', REISSUE));
    await user.click(await screen.findByRole('button', { name: 'Reissue password' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Nothing was changed. mira also belongs to something');
  });

  it('hides the verb from who administers nothing, and says what could not be read', async () => {
    network.use(answers('/people', list(MIRA)));
    const { unmount } = renderAt('/people', { username: 'vi', name: 'Vi', roles: [{ role: 'viewer' }], mustChangePassword: false });
    await screen.findByText('mira');
    expect(screen.queryByRole('button', REISSUE)).toBeNull();
    unmount();
    network.use(http.get('*/api/v1/people', () => problem(500, 'bug', 'It broke.')));
    renderAt('/people');
    expect(await screen.findByRole('alert')).toHaveTextContent('It broke.');
  });
});
