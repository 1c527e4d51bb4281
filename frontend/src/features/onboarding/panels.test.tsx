import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { LiveCache } from '../../api/live-cache';
import { answers, list, network, problem } from '../../testing/network';
import { renderPart } from '../../testing/render';
import type { Instance, Onboarding } from '../../api/types';
import { AddPanel } from './add-panel';
import { ManyPanel } from './many-panel';
import { RemovePanel } from './remove-panel';
import { run, stage } from './testdata';
import { RunPanel } from './run-panel';

const NODE = { id: 'local', name: 'local', provider: 'local', status: 'online', online: true, slots: { total: 20, used: 10, reserved: 0, free: 10 }, roomFor: 5 };

function serve(roomFor = 5, node = NODE) {
  network.use(
    answers('/organizations/acme', { slug: 'acme', name: 'Acme Inc', roomFor, setup: { name: 'basic', version: 1 } }), answers('/nodes', list(node)),
    answers('/setups/basic/versions', list({ name: 'basic', version: 1, slots: 2, memoryMiB: 8192 })), answers('/organizations/acme/onboardings', list()),
    http.get('*/api/v1/people', ({ request }) =>
      HttpResponse.json(list(...(new URL(request.url).searchParams.get('q') === 'bob' ? [{ username: 'bob', name: 'Bob B.', roles: [] }] : [])))),
  );
}

test('one form adds, and the answer with its one-time password is the run on the screen', async () => {
  serve();
  const keys: (string | null)[] = [];
  network.use(http.post('*/api/v1/organizations/acme/onboardings', async ({ request }) => {
    keys.push(request.headers.get('Idempotency-Key'));
    expect(await request.json()).toEqual({ username: 'ada', name: 'Ada N.', email: 'ada@acme.example', node: 'local' });
    return HttpResponse.json(run({ oneTimePassword: 'tavi-runo' }), { status: 201 });
  }));
  const started = vi.fn();
  const { user, client } = renderPart(<AddPanel org="acme" onClose={() => undefined} onStarted={started} />);
  await user.type(await screen.findByLabelText('Username'), 'ada');
  await user.type(screen.getByLabelText('Name'), 'Ada N.');
  await user.type(screen.getByLabelText('Email'), 'ada@acme.example');
  expect(screen.getByText('Room for 5 more')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Add and set up' }));
  await waitFor(() => expect(started).toHaveBeenCalledWith('onb_1'));
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(client.getQueryData<Onboarding>(['onboarding', 'onb_1'])?.oneTimePassword).toBe('tavi-runo');
});

test('somebody who has an account is asked for no name', async () => {
  serve();
  const { user } = renderPart(<AddPanel org="acme" onClose={() => undefined} onStarted={() => undefined} />);
  await user.type(await screen.findByLabelText('Username'), 'bob');
  expect(await screen.findByText(/Bob B. has an account/)).toBeInTheDocument();
  expect(screen.queryByLabelText('Email')).not.toBeInTheDocument();
});

test('without room the button is refused, says why, and works again for later', async () => {
  serve(0, { ...NODE, roomFor: 0 });
  const { user } = renderPart(<AddPanel org="acme" onClose={() => undefined} onStarted={() => undefined} />);
  const button = await screen.findByRole('button', { name: 'Add and set up' });
  expect(button).toHaveAttribute('aria-disabled', 'true');
  expect(button).toHaveAccessibleDescription(/No room for another member/);
  button.focus();
  expect(button).toHaveFocus();
  await user.click(screen.getByLabelText('Only register now, set up later'));
  expect(screen.getByRole('button', { name: 'Add' })).not.toHaveAttribute('aria-disabled');
});

test('what the deployer refuses stands at its field', async () => {
  serve();
  network.use(http.post('*/api/v1/organizations/acme/onboardings', () =>
    problem(400, 'bad-request', 'Look at the form.', { errors: [{ field: 'username', message: 'must be a DNS label' }] })));
  const { user } = renderPart(<AddPanel org="acme" onClose={() => undefined} onStarted={() => undefined} />);
  await user.type(await screen.findByLabelText('Username'), 'A B');
  await user.click(screen.getByRole('button', { name: 'Add and set up' }));
  expect(await screen.findByText('must be a DNS label')).toBeInTheDocument();
});

const panel = <RunPanel org="acme" id="onb_1" onClose={() => undefined} onAnother={() => undefined} />;

test('a run follows the stream and keeps its password, whatever is read anew', async () => {
  network.use(answers('/onboardings/onb_1', run()));
  const { client } = renderPart(panel);
  expect(await screen.findByText('Waiting for rack-7 to start the machine')).toBeInTheDocument();
  client.setQueryData(['onboarding', 'onb_1'], run({ oneTimePassword: 'tavi-runo' }));
  await client.refetchQueries({ queryKey: ['onboarding', 'onb_1'] });
  expect(await screen.findByText('tavi-runo')).toBeInTheDocument();
  const done = run({ state: 'succeeded', stage: 'ready', cockpitUrl: 'http://ada--acme.localhost/', endedAt: '2026-01-01T00:01:53Z' });
  new LiveCache(client).apply({ id: 1, type: 'onboarding.stage', organization: 'acme', subject: 'onb_1', at: '', data: done });
  expect(await screen.findByText('ada is ready')).toBeInTheDocument();
  expect(screen.getByText('tavi-runo')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Open cockpit' })).toHaveAttribute('href', 'http://ada--acme.localhost/');
});

test('a failed stage has its reason and its own retry; undoing asks first', async () => {
  const failed = run({
    person: '<img src=x onerror=alert(1)>', state: 'failed', stage: 'installing',
    stages: [stage('installing', 'failed', { problem: { kind: 'transient', message: 'The cockpit did not answer.', next: 'Look at its log.' } })],
  });
  const calls: string[] = [];
  network.use(
    answers('/onboardings/onb_1', failed),
    http.post('*/api/v1/onboardings/onb_1/:verb', ({ params }) => {
      calls.push(String(params.verb));
      return HttpResponse.json(params.verb === 'cancel' ? { ...failed, state: 'cancelled' } : failed);
    }),
  );
  const { user } = renderPart(panel);
  expect(await screen.findByText('The cockpit did not answer.')).toBeInTheDocument();
  expect(document.querySelector('img')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Retry installing' }));
  await waitFor(() => expect(calls).toEqual(['retry']));
  await user.click(screen.getByRole('button', { name: 'Cancel and undo…' }));
  expect(screen.getByText(/given back/)).toBeInTheDocument();
  expect(calls).toEqual(['retry']);
  await user.click(screen.getByRole('button', { name: 'Cancel and undo' }));
  expect(await screen.findByText(/was cancelled/)).toBeInTheDocument();
});

test('many: first a rehearsal with every fault, then the runs with their passwords', async () => {
  serve();
  const sent: string[] = [];
  network.use(http.post('*/api/v1/organizations/acme/members', async ({ request }) => {
    const dryRun = new URL(request.url).searchParams.get('dryRun') === 'true';
    sent.push(`${request.headers.get('Content-Type')} ${dryRun} ${await request.text()}`);
    const bad = { row: 2, username: 'b!', problem: { type: '', title: '', detail: '', errors: [{ field: 'username', message: 'must be a DNS label' }] } };
    return HttpResponse.json({ dryRun, roomFor: 5, fits: 1, items: [{ row: 1, username: 'ada', ...(dryRun ? {} : { onboarding: run({ oneTimePassword: 'tavi-runo' }) }) }, bad] });
  }));
  const { user } = renderPart(<ManyPanel org="acme" onClose={() => undefined} />);
  await user.click(await screen.findByLabelText('Table (CSV)'));
  await user.paste('username\nada\nb!');
  await user.click(screen.getByRole('button', { name: 'Check 2 rows…' }));
  expect(await screen.findByText('username: must be a DNS label')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Add and set up 1' }));
  expect(await screen.findByRole('button', { name: 'Copy all' })).toBeInTheDocument();
  expect(screen.getByText('tavi-runo')).toBeInTheDocument();
  expect(sent).toEqual(['text/csv true username\nada\nb!', 'text/csv false username\nada\nb!']);
});

test('removing says first what goes, and takes the selected ones alone', async () => {
  const bodies: unknown[] = [];
  network.use(http.post('*/api/v1/organizations/acme/members/removals', async ({ request }) => {
    const body = (await request.json()) as { dryRun: boolean };
    bodies.push(body);
    const will = { machine: 'destroyed', node: 'local', slotsFreed: 2, login: 'closed', account: 'closed', cancelled: [] };
    const removal = { id: 'rem_1', kind: 'instance', organization: 'acme', instance: 'o1m2', person: 'ada', state: 'running', attempts: 0, by: 'admin', startedAt: '2026-01-01T00:00:00Z' };
    return HttpResponse.json(list({ username: 'ada', instance: 'o1m2', ...(body.dryRun ? { will } : { removal }) }));
  }));
  const { user } = renderPart(<RemovePanel org="acme" selected={[{ id: 'o1m2' } as Instance]} onClose={() => undefined} />);
  expect(await screen.findByText(/The machine on local is destroyed/)).toBeInTheDocument();
  expect(bodies).toEqual([{ instances: ['o1m2'], dryRun: true }]);
  await user.click(screen.getByRole('button', { name: 'Remove 1 member' }));
  expect(await screen.findByText('0 removed, 1 under way, 0 failed')).toBeInTheDocument();
  expect(within(screen.getByRole('list')).getByText('ada')).toBeInTheDocument();
});

test('a file in another code page is refused with words, and nothing of it is taken for readable', async () => {
  serve();
  const { user } = renderPart(<ManyPanel org="acme" onClose={() => undefined} />);
  const file = (name: string, ...bytes: number[]) => new File([new Uint8Array([...new TextEncoder().encode('username,name,email\r\nada,'), ...bytes])], name, { type: 'text/csv' });
  const choose = await screen.findByLabelText(/Choose a file/);
  await user.upload(choose, file('utf8.csv', 0x52, 0xc3, 0xa9));
  expect(await screen.findByRole('button', { name: 'Check 1 row…' })).toBeVisible();
  for (const [name, ...bytes] of [['windows-1252.csv', 0x52, 0xe9, 0x65], ['utf-16.csv', 0x52, 0x00, 0x65, 0x00]] as const) {
    await user.upload(choose, file(name, ...bytes));
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent(`${name} is not written in UTF-8`));
    expect(screen.getByRole('alert')).toHaveTextContent('save it as “CSV UTF-8”');
    expect(screen.getByLabelText('Table (CSV)')).toHaveValue('');
    expect(screen.getByRole('button', { name: /^Check/ })).toHaveAttribute('aria-disabled', 'true');
  }
  await user.upload(choose, file('utf8.csv', 0x52, 0xc3, 0xa9));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(screen.getByLabelText('Table (CSV)')).toHaveValue('username,name,email\nada,R\u00e9');
});
