import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import type { Token } from '../../api/types';
import { answers, list, network, problem } from '../../testing/network';
import { renderAt } from '../../testing/render';
import { endOf, tokenMay } from './token-words';

const TOKEN: Token = { id: 'tok_1', name: '<b>import</b>', owner: 'admin', role: 'operator', organization: 'acme', createdAt: '2026-11-01T00:00:00Z' };

describe('API tokens', () => {
  it('lists what each may, and names as text', async () => {
    network.use(answers('/tokens', list(TOKEN)));
    renderAt('/tokens');
    const row = await screen.findByRole('row', { name: /<b>import<\/b>/ });
    expect(row).toHaveTextContent('Operates acme');
    expect(row).toHaveTextContent('never');
  });

  it('makes one, shows its secret once, and a line to try it', async () => {
    let sent: unknown;
    network.use(answers('/tokens', list()), answers('/organizations', list()), http.post('*/api/v1/tokens', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ ...TOKEN, token: 'hero_secret' }, { status: 201 });
    }));
    const { user } = renderAt('/tokens');
    await user.click(await screen.findByRole('button', { name: 'Make token' }));
    const panel = await screen.findByRole('dialog');
    await user.type(within(panel).getByLabelText('Name'), 'import');
    await user.selectOptions(within(panel).getByLabelText('May'), 'viewer');
    await user.click(within(panel).getByRole('button', { name: 'Make token' }));
    expect(await screen.findByText('hero_secret')).toBeVisible();
    expect(screen.getByText(/Authorization: Bearer hero_secret/)).toBeVisible();
    expect(sent).toMatchObject({ name: 'import', role: 'viewer' });
    expect(Date.parse((sent as { expiresAt: string }).expiresAt)).toBeGreaterThan(Date.now() + 89 * 86_400_000);
    await user.click(screen.getByRole('button', { name: 'Close, it is kept' }));
    await waitFor(() => expect(screen.queryByText('hero_secret')).toBeNull());
  });

  it('says what is wrong at its field, before and after asking', async () => {
    network.use(answers('/tokens', list()), answers('/organizations', list()),
      http.post('*/api/v1/tokens', () => problem(400, 'bad-form', 'Bad.', { errors: [{ field: 'name', message: 'must be one line' }] })));
    const { user } = renderAt('/tokens');
    await user.click(await screen.findByRole('button', { name: 'Make token' }));
    const panel = await screen.findByRole('dialog');
    await user.clear(within(panel).getByLabelText('Expires after'));
    await user.click(within(panel).getByRole('button', { name: 'Make token' }));
    expect(within(panel).getByText('Say what the token is for.')).toBeVisible();
    expect(within(panel).getByLabelText('Expires after')).toBeInvalid();
    await user.click(within(panel).getByLabelText('Never expires'));
    await user.type(within(panel).getByLabelText('Name'), 'x');
    await user.click(within(panel).getByRole('button', { name: 'Make token' }));
    expect(await within(panel).findByText('must be one line')).toBeVisible();
  });

  it('deletes after a question', async () => {
    let deleted = false;
    network.use(http.get('*/api/v1/tokens', () => HttpResponse.json(deleted ? list() : list(TOKEN))),
      http.delete('*/api/v1/tokens/tok_1', () => {
        deleted = true;
        return new HttpResponse(null, { status: 204 });
      }));
    const { user } = renderAt('/tokens');
    await user.click(await screen.findByRole('button', { name: /Delete…/ }));
    expect(deleted).toBe(false);
    await user.click(await screen.findByRole('button', { name: 'Delete token' }));
    expect(await screen.findByText('No token yet')).toBeVisible();
  });

  it('says what could not be read', async () => {
    network.use(http.get('*/api/v1/tokens', () => problem(500, 'bug', 'It broke.')));
    renderAt('/tokens');
    expect(await screen.findByRole('alert')).toHaveTextContent('It broke.');
  });

  it('counts days and says rights', () => {
    const now = new Date('2026-01-01T00:00:00Z');
    expect(endOf('90', now)).toBe('2026-04-01T00:00:00.000Z');
    for (const bad of ['', '0', '-1', '1.5', 'x', '3651']) expect(endOf(bad, now)).toBeUndefined();
    expect(tokenMay({ ...TOKEN, role: 'admin', organization: null })).toBe('All that its owner may');
  });
});
