import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { network, problem } from '../../testing/network';
import { ADMIN, renderAt } from '../../testing/render';
// the page is loaded when it is asked for: here before the clock of a test runs
import './settings-page';
import { instance, serve } from './test-world';

const FORETOLD = { dryRun: true, organization: 'acme', instances: 3, machines: 2, slotsFreed: 4, accountsClosed: 2, accountsKept: 1, worksCancelled: 1, cancelled: ['onb_1'] };

/** Keeps every change that is sent. */
function changes(): unknown[] {
  const sent: unknown[] = [];
  network.use(http.patch('*/api/v1/organizations/acme', async ({ request }) => {
    sent.push(await request.json());
    return HttpResponse.json({ slug: 'acme' });
  }));
  return sent;
}

/** Answers a removal: rehearsed, or begun; keeps which it was. */
function removals(): string[] {
  const asked: string[] = [];
  network.use(http.delete('*/api/v1/organizations/acme', ({ request }) => {
    const rehearsed = new URL(request.url).searchParams.get('dryRun') === 'true';
    asked.push(rehearsed ? 'rehearsed' : 'removed');
    return rehearsed ? HttpResponse.json(FORETOLD) : HttpResponse.json({ id: 'rem_1', state: 'running' }, { status: 202 });
  }));
  return asked;
}

describe('the settings of an organization', () => {
  it('sends only what was changed', async () => {
    serve([instance('ada')]);
    const sent = changes();
    const { user } = renderAt('/organizations/acme/settings');
    const name = await screen.findByRole('textbox', { name: 'Name' });
    expect(screen.getByRole('button', { name: 'Save settings' })).toHaveAttribute('aria-disabled', 'true');
    await user.clear(name);
    await user.type(name, 'Acme Ltd');
    await user.click(screen.getByRole('button', { name: 'Save settings' }));
    await waitFor(() => expect(sent).toEqual([{ name: 'Acme Ltd' }]));
    expect((await screen.findAllByText('The settings are saved.')).length).toBeGreaterThan(0);
  });

  it('changes the channel and says what that does', async () => {
    serve([instance('ada')]);
    const sent = changes();
    const { user } = renderAt('/organizations/acme/settings');
    await screen.findByRole('option', { name: 'beta' });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Channel' }), 'beta');
    expect(screen.getByText(/Current on beta is 1.2.0/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Save settings' }));
    await waitFor(() => expect(sent).toEqual([{ channel: 'beta' }]));
  });

  it('moves to a newer version of its setup, or to another setup at its newest', async () => {
    serve([instance('ada')]);
    const sent = changes();
    const { user } = renderAt('/organizations/acme/settings');
    await screen.findByRole('option', { name: /^v2/ });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Setup version' }), '2');
    await user.click(screen.getByRole('button', { name: 'Save settings' }));
    await waitFor(() => expect(sent).toEqual([{ setup: { name: 'basic', version: 2 } }]));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Setup' }), 'large');
    await user.click(screen.getByRole('button', { name: 'Save settings' }));
    await waitFor(() => expect(sent.at(-1)).toEqual({ setup: { name: 'large', version: 1 } }));
  });

  it('shows a refusal at its field', async () => {
    serve([instance('ada')]);
    network.use(http.patch('*/api/v1/organizations/acme', () =>
      problem(400, 'bad-request', 'The form is wrong.', { errors: [{ field: 'name', message: 'must not be blank at either end' }] })));
    const { user } = renderAt('/organizations/acme/settings');
    const name = await screen.findByRole('textbox', { name: 'Name' });
    await user.type(name, ' ');
    await user.click(screen.getByRole('button', { name: 'Save settings' }));
    await waitFor(() => expect(name).toBeInvalid());
    expect(name).toHaveAccessibleDescription('must not be blank at either end');
  });

  it('lets somebody who is no administrator only look', async () => {
    serve([instance('ada')]);
    renderAt('/organizations/acme/settings', { ...ADMIN, roles: [{ role: 'operator', organization: 'acme' }] });
    expect(await screen.findByRole('textbox', { name: 'Name' })).toBeDisabled();
    expect(screen.queryByRole('button', { name: 'Save settings' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Remove/ })).not.toBeInTheDocument();
  });

  it('rehearses the removal and wants the name typed before it removes', async () => {
    serve([instance('ada')]);
    const asked = removals();
    network.use(http.get('*/api/v1/organizations', () => HttpResponse.json({ items: [], next: null })));
    const { user } = renderAt('/organizations/acme/settings');
    await user.click(await screen.findByRole('button', { name: 'Remove Acme Inc…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Remove Acme Inc' });
    expect(await within(dialog).findByText(/2 machines go with their disks, 4 slots become free/)).toBeVisible();
    expect(within(dialog).getByText(/2 accounts are closed, 1 kept/)).toBeVisible();
    const remove = within(dialog).getByRole('button', { name: 'Remove Acme Inc for good' });
    await user.click(remove);
    await user.type(within(dialog).getByRole('textbox'), 'acm');
    await user.click(remove);
    expect(asked).not.toContain('removed');
    await user.type(within(dialog).getByRole('textbox'), 'e');
    await user.click(remove);
    await waitFor(() => expect(asked).toContain('removed'));
  });

  it('does not offer to remove what it could not rehearse', async () => {
    serve([instance('ada')]);
    network.use(http.delete('*/api/v1/organizations/acme', () => problem(503, 'unavailable', 'The database does not answer.')));
    const { user } = renderAt('/organizations/acme/settings');
    await user.click(await screen.findByRole('button', { name: 'Remove Acme Inc…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Remove Acme Inc' });
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('The database does not answer.');
    await user.type(within(dialog).getByRole('textbox'), 'acme');
    expect(within(dialog).getByRole('button', { name: 'Remove Acme Inc for good' })).toHaveAttribute('aria-disabled', 'true');
  });
});
