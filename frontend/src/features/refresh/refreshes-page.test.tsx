import { screen } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { answers, list, network, problem } from '../../testing/network';
import { renderAt } from '../../testing/render';
import { member, refresh } from './testdata';

type Asked = { build: string; dryRun?: boolean; strategy: Record<string, unknown> };
const asked: Asked[] = [];

function serve(...runs: ReturnType<typeof refresh>[]) {
  asked.length = 0;
  network.use(
    answers('/organizations/acme/refreshes', list(...runs)), answers('/channels/stable/builds', list({ version: '1.1.0' }, { version: '1.0.0' })),
    answers('/organizations/acme', { slug: 'acme', name: 'Acme Inc', channel: 'stable', currentBuild: '1.1.0' }),
    http.post('*/api/v1/organizations/acme/refreshes', async ({ request }) => {
      const body = (await request.json()) as Asked;
      asked.push(body);
      if (!body.dryRun) return problem(409, 'refresh-open', 'Another refresh is open.', { refresh: 'r9' });
      if (body.strategy.canary === 'many') return problem(400, 'bad-request', 'Not a number.', { errors: [{ field: 'strategy.canary', message: 'must be a number or a share' }] });
      const { strategy } = refresh();
      return HttpResponse.json({
        dryRun: true, build: body.build, strategy, resolved: { canary: 1, parallel: 2, failures: 0 }, total: 4, skipped: 1,
        waves: [{ wave: 0, kind: 'canary', count: 1 }, { wave: 1, kind: 'members', count: 1 }, { wave: 2, kind: 'admin', count: 1 }],
        members: [member(0, 'pending'), member(1, 'pending'), member(2, 'skipped', { reason: 'pinned: exam week' })],
      });
    }),
  );
}

test('shows what it would do before anything is done, with safe defaults', async () => {
  serve();
  renderAt('/organizations/acme/refreshes');
  expect(await screen.findByRole('button', { name: 'Refresh 3 to 1.1.0' })).toBeInTheDocument();
  expect(asked).toEqual([{ build: '1.1.0', dryRun: true, strategy: { canary: 1, maxParallel: '25%', maxFailures: 0, autoRollback: false } }]);
  expect(screen.getByText('1 pinned: exam week')).toBeInTheDocument();
  expect(screen.getByText('No refresh has run here yet.')).toBeInTheDocument();
});

test('a wrong share is said at its field', async () => {
  serve();
  const { user } = renderAt('/organizations/acme/refreshes');
  const canary = await screen.findByLabelText('Canary');
  await user.clear(canary);
  await user.type(canary, 'many');
  expect(await screen.findByText('must be a number or a share')).toBeInTheDocument();
  expect(canary).toHaveAccessibleDescription(/must be a number or a share/);
});

test('a refusal because of an open one links to it', async () => {
  serve();
  const { user } = renderAt('/organizations/acme/refreshes');
  await user.click(await screen.findByRole('button', { name: 'Refresh 3 to 1.1.0' }));
  expect(await screen.findByRole('link', { name: 'Open it' })).toHaveAttribute('href', '/organizations/acme/refreshes/r9');
});

test('older refreshes come when they are asked for', async () => {
  serve();
  const run = (id: string, build: string) => refresh({ id, build, priorBuild: null, state: 'succeeded', endedAt: new Date().toISOString() });
  network.use(http.get('*/api/v1/organizations/acme/refreshes', ({ request }) =>
    HttpResponse.json(new URL(request.url).searchParams.get('cursor') === '7' ? list(run('r1', '0.9.0')) : { items: [run('r9', '1.1.0')], next: '7' })));
  const { user } = renderAt('/organizations/acme/refreshes');
  await user.click(await screen.findByRole('button', { name: 'Show older refreshes' }));
  expect(await screen.findByRole('link', { name: /0\.9\.0/ })).toHaveAttribute('href', '/organizations/acme/refreshes/r1');
  expect(screen.queryByRole('button', { name: 'Show older refreshes' })).not.toBeInTheDocument();
});

test('an open one stands in place of the form', async () => {
  serve(refresh({ state: 'halted' }));
  renderAt('/organizations/acme/refreshes');
  expect(await screen.findByRole('link', { name: 'Open refresh' })).toHaveAttribute('href', '/organizations/acme/refreshes/r1');
  expect(screen.queryByLabelText('Canary')).not.toBeInTheDocument();
  expect(asked).toEqual([]);
});
