import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { LiveCache } from '../../api/live-cache';
import type { Instance } from '../../api/types';
import { answers, list, network, problem } from '../../testing/network';
import { ADMIN, renderAt } from '../../testing/render';
// the page is loaded when it is asked for: here before the clock of a test runs
import './organization-page';
import { instance, serve, stopped } from './test-world';

const persons = () => screen.getAllByRole('row').slice(1).map((row) => within(row).getByRole('link', { name: /^(ada|bob|cleo|mira)$/ }).textContent);

describe('the page of an organization', () => {
  it('says how it stands, and puts first what needs somebody', async () => {
    serve([instance('mira', { role: 'admin' }), instance('ada'), instance('bob', { health: 'unreachable' }), instance('cleo', { state: 'failed', health: 'unknown', build: null })], {
      failed: [stopped('cleo')],
    });
    renderAt('/organizations/acme');

    expect(await screen.findByRole('heading', { level: 1, name: 'Acme Inc' })).toBeVisible();
    expect(await screen.findByRole('img', { name: '2 of 4 instances healthy, 0 degraded, 1 unreachable, 1 unknown' })).toBeVisible();
    expect(screen.getByRole('link', { name: '1 setup failed' })).toBeVisible();
    await screen.findByRole('table', { name: 'Instances' });
    expect(persons()).toEqual(['cleo', 'bob', 'mira', 'ada']);
    expect(await screen.findByText(/The cockpit did not answer/)).toBeVisible();
  });

  it('retries a stopped setup from its row', async () => {
    serve([instance('cleo', { state: 'failed' })], { failed: [stopped('cleo')] });
    let retried = '';
    network.use(http.post('*/api/v1/onboardings/:id/retry', ({ params }) => {
      retried = String(params.id);
      return HttpResponse.json({ ...stopped('cleo'), state: 'running' });
    }));
    const { user } = renderAt('/organizations/acme');
    const row = await screen.findByRole('row', { name: /cleo/ });
    await user.click(await within(row).findByRole('button', { name: 'Retry installing' }));
    await waitFor(() => expect(retried).toBe('onb_cleo'));
    expect((await screen.findAllByText('Setting up cleo goes on at installing.')).length).toBeGreaterThan(0);
  });

  it('narrows by a number of the glance, in the address, by asking the deployer', async () => {
    serve([instance('ada'), instance('bob', { health: 'degraded' })]);
    const { user } = renderAt('/organizations/acme');
    await screen.findByRole('table');
    await user.click(screen.getByRole('link', { name: /^Degraded/ }));
    await waitFor(() => expect(persons()).toEqual(['bob']));
    expect(screen.getByText('1 of 2')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear Health: degraded' }));
    await waitFor(() => expect(persons()).toHaveLength(2));
  });

  it('says which filters match nothing, and lets them go', async () => {
    serve([instance('ada')]);
    const { user } = renderAt('/organizations/acme?health=unreachable&role=admin');
    expect(await screen.findByText('None where role is admin and health is unreachable.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Clear 2 filters' }));
    expect(await screen.findByRole('row', { name: /ada/ })).toBeVisible();
  });

  it('asks the deployer for those that are marked, and lets one go that is not any more', async () => {
    const bob = instance('bob', { pinned: { build: '1.0.0', reason: 'exam week' } });
    const cleo = instance('cleo', { pinned: { build: '1.0.0', reason: 'exam week' } });
    serve([instance('ada'), bob, cleo], { page: 2 });
    const { user, client } = renderAt('/organizations/acme');
    await screen.findByRole('table');
    await user.click(screen.getByRole('link', { name: /^Pinned/ }));
    await waitFor(() => expect(persons()).toEqual(['bob', 'cleo']));
    expect(client.getQueryData(['instances', 'acme', { mark: 'pinned' }])).toBeDefined();

    const cache = new LiveCache(client);
    act(() => cache.apply({ id: 2, type: 'instance.state', organization: 'acme', subject: bob.id, at: '', data: { ...bob, pinned: null } }));
    await waitFor(() => expect(persons()).toEqual(['cleo']));
    cache.close();
  });

  it('keeps the rows in place under a pointer and offers to sort them again', async () => {
    const rows = [instance('ada'), instance('bob')];
    serve(rows);
    const { user, client } = renderAt('/organizations/acme');
    await user.hover(await screen.findByRole('table'));
    const cache = new LiveCache(client);
    const now: Instance = { ...(rows[1] as Instance), health: 'unreachable' };
    act(() => cache.apply({ id: 2, type: 'instance.health', organization: 'acme', subject: now.id, at: '', data: now }));

    const again = await screen.findByRole('button', { name: '1 changed, sort again' });
    expect(within(screen.getByRole('row', { name: /bob/ })).getByText('Unreachable')).toBeVisible();
    expect(persons()).toEqual(['ada', 'bob']);
    await user.click(again);
    expect(persons()).toEqual(['bob', 'ada']);
    cache.close();
  });

  it('selects members, never the admin, and hands them to the removal', async () => {
    serve([instance('mira', { role: 'admin' }), instance('ada'), instance('bob')]);
    let asked: unknown;
    network.use(http.post('*/api/v1/organizations/acme/members/removals', async ({ request }) => {
      asked = await request.json();
      return HttpResponse.json(list());
    }));
    const { user } = renderAt('/organizations/acme');
    await user.click(await screen.findByRole('checkbox', { name: 'Select ada' }));
    expect(screen.queryByRole('checkbox', { name: 'Select mira' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: 'Select all 2 members that are loaded' }));
    await user.click(screen.getByRole('button', { name: 'Remove 2 members…' }));
    expect(await screen.findByRole('dialog', { name: 'Remove 2 members' })).toBeVisible();
    await waitFor(() => expect(asked).toMatchObject({ dryRun: true, instances: ['o-ada', 'o-bob'] }));
  });

  it('says the tally of a health check', async () => {
    serve([instance('ada')]);
    network.use(http.post('*/api/v1/organizations/acme/health-checks', () => HttpResponse.json({ total: 3, healthy: 1, degraded: 0, unreachable: 2, unknown: 0, tookMillis: 400 })));
    const { user } = renderAt('/organizations/acme');
    await user.click(await screen.findByRole('button', { name: 'Check now' }));
    expect((await screen.findAllByText('1 of 3 healthy, 2 unreachable, asked within 0.4 s.')).length).toBeGreaterThan(0);
  });

  it('offers the update that its channel has', async () => {
    serve([instance('ada', { outdated: true })], { summary: { currentBuild: '1.1.0', build: '1.0.0', outdated: 1 } });
    renderAt('/organizations/acme');
    const offer = await screen.findByRole('link', { name: 'Refresh to 1.1.0…' });
    expect(offer).toHaveAttribute('href', expect.stringContaining('/organizations/acme/refreshes?build='));
  });

  it('loads more when it is asked, those in trouble first wherever they stand', async () => {
    serve([instance('ada'), instance('bob'), instance('cleo', { health: 'unreachable' })], { page: 1 });
    renderAt('/organizations/acme');
    await waitFor(() => expect(persons()).toEqual(['cleo', 'ada', 'bob']));
  });

  it('shows a viewer no verbs', async () => {
    serve([instance('ada', { state: 'failed' })], { failed: [stopped('ada')] });
    renderAt('/organizations/acme', { ...ADMIN, roles: [{ role: 'viewer', organization: 'acme' }] });
    await screen.findByText(/The cockpit did not answer/);
    for (const name of ['Add and set up', 'Check now', 'More actions', 'Retry installing']) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  });

  it('welcomes the first one', async () => {
    serve([]);
    renderAt('/organizations/acme');
    expect(await screen.findByRole('heading', { name: 'Nobody is in this organization yet' })).toBeVisible();
  });

  it('says when the organization is not there', async () => {
    network.use(http.get('*/api/v1/organizations/acme', () => problem(404, 'not-found', 'There is no such organization.')));
    renderAt('/organizations/acme');
    expect(await screen.findByRole('heading', { name: 'No organization acme here' })).toBeVisible();
  });

  it('says what could not be read and tries again', async () => {
    serve([instance('ada')]);
    network.use(http.get('*/api/v1/organizations/acme/instances', () => problem(503, 'unavailable', 'The database does not answer.'), { once: true }));
    network.use(http.get('*/api/v1/organizations/acme/instances', () => problem(503, 'unavailable', 'The database does not answer.'), { once: true }));
    const { user } = renderAt('/organizations/acme');
    const alert = (await screen.findAllByRole('alert')).find((one) => one.textContent.includes('The instances could not be read'));
    await user.click(within(alert as HTMLElement).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('row', { name: /ada/ })).toBeVisible();
  });

  it('takes every name as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    serve([{ ...instance('ada'), person: name, node: name }], { summary: { name } });
    const { container } = renderAt('/organizations/acme');
    expect(await screen.findByRole('heading', { level: 1, name })).toBeVisible();
    expect(await screen.findByRole('link', { name })).toBeVisible();
    expect(container.querySelector('img:not([role])')).toBeNull();
  });

  it('tells the newest of the audit log in words', async () => {
    serve([instance('ada')]);
    network.use(answers('/audit', list(
      { id: '2', at: new Date().toISOString(), actor: 'system', action: 'onboarding.succeeded', organization: 'acme', subject: 'onb_1', detail: { person: 'ada', stage: 'ready' } },
      { id: '1', at: '2020-01-01T00:00:00Z', actor: 'admin', action: 'organization.create', organization: 'acme', subject: 'acme', detail: {} },
    )));
    renderAt('/organizations/acme');
    expect(within(await screen.findByRole('region', { name: 'Today' })).getByText('ada is ready')).toBeVisible();
    expect(within(screen.getByRole('region', { name: 'Earlier' })).getByText('admin made this organization')).toBeVisible();
    expect(screen.getByRole('link', { name: 'All activity' })).toHaveAttribute('href', '/audit?organization=acme');
  });
});
