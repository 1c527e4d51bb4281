import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { LiveCache } from '../../api/live-cache';
import type { Instance, Onboarding, Session } from '../../api/types';
import { answers, list, network, problem } from '../../testing/network';
import { renderAt } from '../../testing/render';

const BOB: Instance = {
  id: 'o6m2', organization: 'acme', setup: { name: 'basic', version: 1 }, channel: 'stable', role: 'member', person: 'bob', node: 'local',
  state: 'ready', health: 'healthy', build: '1.0.0', desiredBuild: '1.0.0', drifted: false, outdated: false,
  lastSeen: new Date().toISOString(), cockpitUrl: 'http://bob--acme.localhost:8300/',
};
const FAILED: Onboarding = {
  id: 'onb_1', organization: 'acme', instance: 'o6m2', person: 'bob', stage: 'installing', state: 'failed', by: 'admin', startedAt: '2026-11-22T06:00:00Z',
  stages: [
    { name: 'adding', state: 'succeeded', attempts: 1 }, { name: 'provisioning', state: 'succeeded', attempts: 1 },
    { name: 'installing', state: 'failed', attempts: 3, endedAt: '2026-11-22T06:03:00Z', problem: { kind: 'refused', message: 'The cockpit did not answer.', next: 'Look at its log, then retry.' } },
    { name: 'ready', state: 'pending', attempts: 0 },
  ],
};
const VIEWER: Session = { username: 'vera', name: 'Vera', roles: [{ role: 'viewer', organization: 'acme' }], mustChangePassword: false };

function world(instance: Instance, failed: Onboarding[] = []) {
  network.use(
    answers(`/instances/${instance.id}`, instance),
    answers(`/instances/${instance.id}/events`, list()),
    http.get('*/api/v1/instances/o6m2/log', () => HttpResponse.text('cockpit <b>1.0.0</b> listens')),
    http.get('*/api/v1/organizations/acme/onboardings', ({ request }) =>
      HttpResponse.json(list(...(new URL(request.url).searchParams.get('state') === 'failed' ? failed : [])) as never)),
    answers('/organizations/acme', { slug: 'acme', name: 'Acme Inc' }),
    answers('/organizations', list()),
    answers('/nodes', list()),
    answers('/channels/stable/builds', list({ version: '1.1.0' }, { version: '1.0.0' })),
  );
}

describe('the page of an instance', () => {
  beforeEach(() => world(BOB));

  it('shows how it is, what it runs and where its cockpit is; what it logs is text', async () => {
    renderAt('/instances/o6m2');
    expect(await screen.findByRole('heading', { level: 1, name: 'bob' })).toBeVisible();
    expect(await screen.findByText('cockpit <b>1.0.0</b> listens')).toBeVisible();
    await waitFor(() => expect(screen.getAllByRole('link', { name: 'Acme Inc' })).toHaveLength(2));
    expect(screen.getByText('http://bob--acme.localhost:8300/')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open cockpit' })).toHaveAttribute('href', BOB.cockpitUrl);
    expect(screen.getByText('Healthy')).toBeVisible();
  });

  it('follows the stream', async () => {
    const { client } = renderAt('/instances/o6m2');
    await screen.findByRole('heading', { level: 1, name: 'bob' });
    const live = new LiveCache(client);
    live.apply({ id: '1', type: 'instance.health', organization: 'acme', subject: 'o6m2', at: '', data: { ...BOB, health: 'unreachable', drifted: true, desiredBuild: '1.1.0' } } as never);
    expect(await screen.findAllByText('Unreachable')).toHaveLength(2);
    expect(screen.getByText('Drifted')).toBeVisible();
    live.close();
  });

  it('keeps names as text', async () => {
    world({ ...BOB, person: '<img src=x onerror=alert(1)>', pinned: { build: '1.0.0', reason: '<script>1</script>' } });
    renderAt('/instances/o6m2');
    expect(await screen.findByRole('heading', { name: '<img src=x onerror=alert(1)>' })).toBeVisible();
    expect(screen.getByText(/<script>1<\/script>/)).toBeVisible();
  });

  it('offers the one step that is possible, and starts it once', async () => {
    world({ ...BOB, state: 'registered', node: null, build: null, desiredBuild: null });
    const keys: (string | null)[] = [];
    network.use(http.post('*/api/v1/instances/o6m2/provision', ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'));
      return HttpResponse.json({ ...FAILED, state: 'running' } as never, { status: 201 });
    }));
    const { user } = renderAt('/instances/o6m2');
    await user.click(await screen.findByRole('button', { name: 'Provision' }));
    expect(await screen.findAllByText('Provisioning o6m2 began')).not.toHaveLength(0);
    expect(keys).toEqual([expect.stringMatching(/.{16}/)]);
    expect(screen.queryByRole('button', { name: /Install/ })).toBeNull();
  });

  it('says why its setup stopped and retries it; no other step is offered', async () => {
    world({ ...BOB, state: 'failed', health: 'unknown' }, [FAILED]);
    let retried = false;
    network.use(http.post('*/api/v1/onboardings/onb_1/retry', () => {
      retried = true;
      return HttpResponse.json({ ...FAILED, state: 'running' } as never);
    }));
    const { user } = renderAt('/instances/o6m2');
    expect(await screen.findByText('The cockpit did not answer.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open the run' })).toHaveAttribute('href', '/organizations/acme?run=onb_1');
    expect(screen.queryByRole('button', { name: 'Install' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Retry installing' }));
    await waitFor(() => expect(retried).toBe(true));
  });

  it('pins with a reason, and says a refusal at its field', async () => {
    const bodies: unknown[] = [];
    network.use(http.patch('*/api/v1/instances/o6m2', async ({ request }) => {
      bodies.push(await request.json());
      return bodies.length === 1
        ? problem(400, 'bad-request', 'pinned.build: is not a known build', { errors: [{ field: 'pinned.build', message: 'is not a known build' }] })
        : HttpResponse.json({ ...BOB, pinned: { build: '1.0.0', reason: 'demo' } } as never);
    }));
    const { user } = renderAt('/instances/o6m2');
    await user.click(await screen.findByRole('button', { name: /Pin to a build/ }));
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByLabelText('Reason'), 'demo');
    await user.click(within(dialog).getByRole('button', { name: 'Pin to 1.0.0' }));
    expect(await within(dialog).findByText('is not a known build')).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Pin to 1.0.0' }));
    expect(await screen.findByText('Pinned')).toBeVisible();
    expect(bodies[1]).toEqual({ pinned: { build: '1.0.0', reason: 'demo' } });
  });

  it('shows a reissued password, and only after it was asked for', async () => {
    network.use(http.post('*/api/v1/people/bob/one-time-password', () =>
      HttpResponse.json({ username: 'bob', oneTimePassword: 'abcd-efgh', expiresAt: '2026-11-29T06:00:00Z' })));
    const { user } = renderAt('/instances/o6m2');
    await user.click(await screen.findByRole('button', { name: 'Reissue password…' }));
    expect(screen.queryByText('abcd-efgh')).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'Reissue password' }));
    expect(await screen.findByText('abcd-efgh')).toBeVisible();
  });

  it('rehearses a removal before it offers it', async () => {
    const asked: unknown[] = [];
    let removed = false;
    network.use(
      http.post('*/api/v1/organizations/acme/members/removals', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json(list({ username: 'bob', instance: 'o6m2', will: { machine: 'destroyed', node: 'local', slotsFreed: 2, login: 'closed', account: 'closed', cancelled: [] } }) as never);
      }),
      http.delete('*/api/v1/instances/o6m2', () => {
        removed = true;
        return HttpResponse.json({ id: 'rem_1', state: 'running' }, { status: 202 });
      }),
    );
    const { user } = renderAt('/instances/o6m2');
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    expect(await screen.findByText(/The machine on local is destroyed with its disk, 2 slots are freed/)).toBeVisible();
    expect(asked).toEqual([{ instances: ['o6m2'], dryRun: true }]);
    expect(removed).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Remove o6m2' }));
    await waitFor(() => expect(removed).toBe(true));
  });

  it('does not offer to remove what has to stay', async () => {
    network.use(http.post('*/api/v1/organizations/acme/members/removals', () =>
      HttpResponse.json(list({ username: 'bob', instance: 'o6m2', problem: { type: '/problems/admin-instance', title: 'It stays', detail: 'The admin instance goes with its organization.' } }) as never)));
    const { user } = renderAt('/instances/o6m2');
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    expect(await screen.findByText(/The admin instance goes with its organization/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Remove o6m2' })).toBeNull();
  });

  it('offers a viewer no verbs', async () => {
    renderAt('/instances/o6m2', VIEWER);
    await screen.findByRole('heading', { level: 1, name: 'bob' });
    await screen.findByText(/listens/);
    for (const name of [/Remove/, /Reissue/, /Install/, /Pin/]) expect(screen.queryByRole('button', { name })).toBeNull();
  });

  it('says that there is no such instance', async () => {
    network.use(http.get('*/api/v1/instances/o6m2', () => problem(404, 'not-found', 'No such instance')));
    renderAt('/instances/o6m2');
    expect(await screen.findByText('There is no such instance')).toBeVisible();
  });

  it('reads again after an error', async () => {
    let broken = true;
    network.use(http.get('*/api/v1/instances/o6m2', () => (broken ? problem(503, 'busy', 'The database is away.') : HttpResponse.json(BOB as never))));
    const { user } = renderAt('/instances/o6m2');
    expect(await screen.findByText(/The database is away/)).toBeVisible();
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'bob' })).toBeVisible();
  });
});
