import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { answers, list, network, problem } from '../../testing/network';
import { ADMIN, renderAt } from '../../testing/render';
import { member, refresh } from './testdata';

const members = [
  member(0, 'succeeded'), member(1, 'pending', { person: '<img src=x onerror=alert(1)>' }),
  member(2, 'failed', { problem: { kind: 'transient', message: 'No answer of o1m2 for 60 s.', next: 'Retry.', cause: 'No answer for 60 s.' } }),
  member(3, 'failed', { problem: { kind: 'refused', message: 'No space.', next: 'Make room.', cause: 'No space.' } }),
];

function serve(run = refresh()) {
  network.use(
    answers('/refreshes/r1', run), answers('/refreshes/r1/members', list(...members)),
    answers('/refreshes/r1/causes', list(
      { cause: 'No answer for 60 s.', kind: 'transient', count: 1, nodes: ['grid-1'], instances: ['o1m2'] },
      { cause: 'No space.', kind: 'refused', count: 1, nodes: ['grid-1'], instances: ['o1m3'] },
    )),
    answers('/organizations/acme/refreshes', list(run)), answers('/organizations/acme', { slug: 'acme', name: 'Acme Inc' }),
  );
}

test('shows the run, its cells by number, its causes, and the verbs that are possible', async () => {
  serve();
  renderAt('/organizations/acme/refreshes/r1');
  expect(await screen.findByRole('heading', { name: 'Refresh to 1.1.0' })).toBeInTheDocument();
  expect(await screen.findByRole('application', { name: 'The 4 instances as a grid' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Pending 1' })).toBeInTheDocument();
  expect(await screen.findByText('1 × No answer for 60 s.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Pause' })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /Resume|Retry/ })).not.toBeInTheDocument();
});

/** jsdom lays nothing out, and rows that are not in view are not there. */
beforeEach(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(560);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(800);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('T turns the grid into a table, a legend number narrows it, names are only text', async () => {
  serve();
  const { user, container } = renderAt('/organizations/acme/refreshes/r1');
  await screen.findByRole('application');
  await user.keyboard('t');
  const table = await screen.findByRole('table', { name: 'Instances' });
  expect(await within(table).findByText('<img src=x onerror=alert(1)>')).toBeInTheDocument();
  expect(container.querySelector('img')).toBeNull();
  await user.click(screen.getByRole('link', { name: 'Failed 2' }));
  await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(3));
  expect(within(table).getByText('piet2')).toBeInTheDocument();
});

test('a cause narrows to those that failed alike, not to all that failed, and lets go again', async () => {
  serve();
  const { user } = renderAt('/organizations/acme/refreshes/r1?view=table');
  const table = await screen.findByRole('table', { name: 'Instances' });
  const causes = within(await screen.findByRole('region', { name: 'Why 2 did not get there' }));
  await user.click(causes.getAllByRole('link', { name: 'Show it' })[1] as HTMLElement);
  await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(2));
  expect(within(table).getByText('piet3')).toBeInTheDocument();
  await user.click(screen.getByRole('link', { name: 'No space.: show all again' }));
  await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(5));
  expect(causes.queryByRole('link', { name: 'Show all again' })).not.toBeInTheDocument();
});

test('arrow keys read the cells aloud', async () => {
  serve();
  const { user } = renderAt('/organizations/acme/refreshes/r1');
  (await screen.findByRole('application')).focus();
  expect(await screen.findByText('o1m0, piet0, succeeded')).toBeInTheDocument();
  await user.keyboard('{ArrowRight}{ArrowRight}');
  expect(await screen.findByText('o1m2, piet2, failed: No answer of o1m2 for 60 s.')).toBeInTheDocument();
});

test('a rollback asks first and says how many it takes', async () => {
  serve();
  let rolled = 0;
  network.use(http.post('*/api/v1/refreshes/r1/rollback', () => {
    rolled++;
    return HttpResponse.json(refresh({ state: 'rolling_back', back: true, verbs: ['pause'] }));
  }));
  const { user } = renderAt('/organizations/acme/refreshes/r1');
  await screen.findByRole('application');
  await user.click(screen.getByRole('button', { name: 'Roll back…' }));
  const question = await screen.findByRole('dialog');
  expect(question).toHaveTextContent('Up to 3 instances');
  expect(rolled).toBe(0);
  await user.click(within(question).getByRole('button', { name: 'Roll back 3' }));
  expect(await screen.findByText('Rolling back')).toBeInTheDocument();
  expect(rolled).toBe(1);
});

test('who may only look sees no verb', async () => {
  serve();
  renderAt('/organizations/acme/refreshes/r1', { ...ADMIN, roles: [{ role: 'viewer' }] });
  await screen.findByRole('application');
  expect(screen.queryByRole('button', { name: 'Pause' })).not.toBeInTheDocument();
});

test('one that cannot be read can be tried again', async () => {
  serve();
  network.use(http.get('*/api/v1/refreshes/r1', () => problem(503, 'unavailable', 'Not now.')));
  renderAt('/organizations/acme/refreshes/r1');
  expect(await screen.findByText('This refresh could not be read.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeInTheDocument();
});

test('a mouse opens the cell it presses, a finger the one it taps a second time', async () => {
  serve();
  network.use(http.get('*/api/v1/instances/o1m1', () => problem(404, 'not-found', 'There is no such instance.')));
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 800, 600));
  renderAt('/organizations/acme/refreshes/r1');
  const grid = await screen.findByRole('application');
  const second = { clientX: 34, clientY: 130 };
  fireEvent.pointerDown(grid, { ...second, pointerType: 'touch' });
  fireEvent.click(grid);
  grid.focus();
  expect(await screen.findByText(/^o1m1, .*pending$/)).toBeInTheDocument();
  fireEvent.pointerDown(grid, { ...second, pointerType: 'touch' });
  fireEvent.click(grid);
  await waitFor(() => expect(screen.queryByRole('application')).not.toBeInTheDocument());
});
