import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { answers, list, network, problem } from '../../testing/network';
import { renderAt } from '../../testing/render';

const NODE = { id: 'rack-7', name: 'rack-7', provider: 'lxd', status: 'online', online: true, slots: { total: 20, used: 10, reserved: 2, free: 8 }, roomFor: 4 };
const ORPHAN = { provider: 'lxd', name: 'o9m9', node: 'rack-7', kind: 'machine', orphaned: true };

describe('nodes', () => {
  beforeEach(() => network.use(answers('/nodes', list(NODE)), answers('/contracts', { ...list(ORPHAN), away: ['tfgrid'] }), answers('/organizations', list())));

  it('shows what is used, reserved and free, and which provider did not answer', async () => {
    renderAt('/nodes');
    expect(await screen.findByRole('img', { name: 'Slots of rack-7: 10 used, 2 reserved, 8 free' })).toBeInTheDocument();
    expect(await screen.findByText(/tfgrid did not answer/)).toBeVisible();
  });

  it('takes a node into maintenance, with a reason', async () => {
    let body: unknown;
    network.use(http.patch('*/api/v1/nodes/rack-7', async ({ request }) => {
      body = await request.json();
      return HttpResponse.json({ ...NODE, status: 'maintenance' });
    }));
    const { user } = renderAt('/nodes');
    await user.click(await screen.findByRole('button', { name: 'Take into maintenance…' }));
    await user.type(await screen.findByLabelText(/Reason/), 'new disk');
    await user.click(screen.getByRole('button', { name: 'Take rack-7 into maintenance' }));
    await waitFor(() => expect(body).toEqual({ maintenance: true, reason: 'new disk' }));
  });

  it('rehearses a sweep, and gives up exactly what it said', async () => {
    const asked: unknown[] = [];
    network.use(http.post('*/api/v1/contracts/sweep', async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json(list(ORPHAN));
    }));
    const { user } = renderAt('/nodes');
    await user.click(await screen.findByRole('button', { name: 'Sweep orphans…' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('o9m9')).toBeVisible();
    expect(asked).toEqual([{ dryRun: true }]);
    await user.click(within(dialog).getByRole('button', { name: 'Give up 1 contract' }));
    await waitFor(() => expect(asked[1]).toEqual({ dryRun: false, names: ['o9m9'] }));
  });

  it('says what could not be read', async () => {
    network.use(http.get('*/api/v1/nodes', () => problem(503, 'busy', 'The database is away.')));
    renderAt('/nodes');
    expect(await screen.findByText(/The database is away/)).toBeVisible();
  });
});
