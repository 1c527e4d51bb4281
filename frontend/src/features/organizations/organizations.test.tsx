import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { LiveCache } from '../../api/live-cache';
import type { Onboarding, OrganizationSummary } from '../../api/types';
import { answers, list, network, problem } from '../../testing/network';
import { ADMIN, renderAt } from '../../testing/render';

const NODE = { id: 'local', name: 'local', provider: 'local', status: 'online', online: true, slots: { total: 20, used: 8, reserved: 0, free: 12 }, roomFor: 6 };
const SETUP = { name: 'basic', version: 1, provider: 'local', slots: 2, cpu: 2, memoryMiB: 8192, diskGiB: 8, environment: {} };
const STABLE = { name: 'stable', current: '1.1.0' };

function organization(slug: string, more: Partial<OrganizationSummary> = {}, tally: Partial<OrganizationSummary['instances']> = {}): OrganizationSummary {
  return {
    slug, name: slug.toUpperCase(), setup: { name: 'basic', version: 1 }, channel: 'stable', build: '1.1.0', currentBuild: '1.1.0',
    instances: { total: 2, ready: 2, failed: 0, healthy: 2, degraded: 0, unreachable: 0, unknown: 0, ...tally },
    builds: [{ version: '1.1.0', count: 2 }], drifted: 0, outdated: 0, pinned: 0, roomFor: 3, removing: false, ...more,
  };
}

function run(id: string, more: Partial<Onboarding> = {}): Onboarding {
  return {
    id, organization: 'acme', instance: 'o1m1', person: 'tomas', stage: 'installing', state: 'failed', by: 'admin', startedAt: '2026-01-01T00:00:00Z',
    stages: [{ name: 'installing', state: 'failed', attempts: 1, problem: { kind: 'transient', message: 'The cockpit did not answer.', next: 'Retry.' } }],
    ...more,
  };
}

/** The slugs in the order in which their rows stand. */
const rows = () => screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);

test('what needs you stands first, with the verb that solves it; names are text', async () => {
  let retried = '';
  network.use(
    answers('/organizations', list(organization('calm'), organization('acme', { name: '<img src=x onerror=alert(1)>' }, { ready: 1, failed: 1 }))),
    answers('/organizations/acme/onboardings', list(run('onb_1'))),
    http.post('*/api/v1/onboardings/:id/retry', ({ params }) => {
      retried = String(params.id);
      return HttpResponse.json(run('onb_1', { state: 'running' }));
    }),
  );
  const { user } = renderAt('/');
  const needs = await screen.findByRole('region', { name: 'Needs you' });
  await waitFor(() => expect(needs).toHaveTextContent('setting up tomas stopped at installing: The cockpit did not answer.'));
  expect(rows()).toEqual(['<img src=x onerror=alert(1)>', 'CALM']);
  expect(document.querySelector('img')).toBeNull();
  await user.click(within(needs).getByRole('button', { name: 'Retry installing' }));
  await waitFor(() => expect(retried).toBe('onb_1'));
});

test('what is looked for is found, and what is not is said', async () => {
  network.use(answers('/organizations', list(organization('acme'), organization('hooli', {}, { total: 9, ready: 9 }))));
  const { user } = renderAt('/?sort=size');
  await screen.findByRole('link', { name: 'HOOLI' });
  expect(rows()).toEqual(['HOOLI', 'ACME']);
  await user.type(screen.getByRole('searchbox', { name: 'Find an organization' }), 'acm');
  await waitFor(() => expect(rows()).toEqual(['ACME']));
  await user.type(screen.getByRole('searchbox'), 'x');
  expect(await screen.findByText('No organization is called “acmx”')).toBeInTheDocument();
});

test('an empty system shows what is there and the step that is open', async () => {
  network.use(answers('/organizations', list()), answers('/nodes', list(NODE)), answers('/setups', list(SETUP)), answers('/channels', list(STABLE)));
  const { user } = renderAt('/');
  expect(await screen.findByText('Nothing deployed yet')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'New organization' }));
  expect(await screen.findByRole('dialog', { name: 'New organization' })).toBeInTheDocument();
});

test('a viewer is offered nothing that is not theirs', async () => {
  network.use(answers('/organizations', list()));
  renderAt('/?new=true', { ...ADMIN, roles: [{ role: 'viewer' }] });
  expect(await screen.findByText('No organization for you yet')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'New organization' })).not.toBeInTheDocument();
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test('what could not be read is said and read again', async () => {
  let reads = 0;
  network.use(http.get('*/api/v1/organizations', () =>
    ++reads === 1 ? problem(503, 'unavailable', 'The database does not answer.') : HttpResponse.json(list(organization('acme')))));
  const { user } = renderAt('/');
  expect(await screen.findByRole('alert')).toHaveTextContent('The organizations could not be read. The database does not answer.');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'ACME' })).toBeInTheDocument();
});

test('what another admin makes appears by the stream', async () => {
  const all = [organization('acme')];
  network.use(http.get('*/api/v1/organizations', () => HttpResponse.json(list(...all))));
  const { client } = renderAt('/');
  await screen.findByRole('link', { name: 'ACME' });
  all.push(organization('hooli'));
  const cache = new LiveCache(client);
  act(() => cache.apply({ id: 1, type: 'organization.state', organization: 'hooli', subject: 'hooli', at: '2026-01-01T00:00:00Z', data: {} }));
  expect(await screen.findByRole('link', { name: 'HOOLI' })).toBeInTheDocument();
  cache.close();
});

/** The form, filled in. */
async function filled() {
  network.use(
    answers('/organizations', list()), answers('/nodes', list(NODE)), answers('/setups', list(SETUP)), answers('/channels', list(STABLE)));
  const rendered = renderAt('/?new=true');
  const panel = within(await screen.findByRole('dialog', { name: 'New organization' }));
  // pasted: a form of this size, typed letter by letter, takes seconds on a busy machine
  const give = async (field: HTMLElement, text: string) => {
    await rendered.user.click(field);
    await rendered.user.paste(text);
  };
  await give(await panel.findByLabelText('Name'), 'Umbrella Class of 2027');
  expect(panel.getByLabelText('Slug')).toHaveValue('umbrella-class-of-2027');
  await give(panel.getByLabelText('Username'), 'ada');
  await give(panel.getByLabelText('Their name'), 'Ada');
  await give(panel.getByLabelText('Email'), 'ada@example.org');
  await panel.findByText(/Room for 6 instances/);
  return { ...rendered, panel };
}

test('a slug that is taken is said at its field', async () => {
  network.use(http.post('*/api/v1/organizations', () => problem(409, 'slug-taken', 'The slug is taken.')));
  const { user, panel } = await filled();
  await user.click(panel.getByRole('button', { name: 'Create organization' }));
  await waitFor(() => expect(panel.getByLabelText('Slug')).toHaveAccessibleDescription(/The slug is taken/));
});

test('the one-time password of the first answer outlives the way to the run', async () => {
  let sent: unknown;
  const started = run('onb_9', { organization: 'umbrella-class-of-2027', person: 'ada', state: 'running' });
  network.use(
    http.post('*/api/v1/organizations', async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json(organization('umbrella-class-of-2027', { onboarding: { ...started, oneTimePassword: 'shown-once' } }), { status: 201 });
    }),
    answers('/organizations/:org', organization('umbrella-class-of-2027')),
    answers('/organizations/:org/:what', list()),
    answers('/onboardings/:id', started),
    answers('/audit', list()),
  );
  const { user, panel } = await filled();
  await user.click(panel.getByRole('button', { name: 'Create organization' }));
  await waitFor(() => expect(sent).toBeDefined());
  expect(await screen.findByText('shown-once', {}, { timeout: 15_000 })).toBeInTheDocument();
  expect(sent).toEqual({
    slug: 'umbrella-class-of-2027', name: 'Umbrella Class of 2027', setup: 'basic', channel: 'stable',
    admin: { username: 'ada', name: 'Ada', email: 'ada@example.org' },
  });
});
