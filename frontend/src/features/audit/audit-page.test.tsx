import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { LiveCache } from '../../api/live-cache';
import type { AuditEntry } from '../../api/types';
import { answers, list, network, problem } from '../../testing/network';
import { renderAt } from '../../testing/render';
import { byDay } from './days';
import { sentence } from './sentences';

const entry = (id: number, action: string, more: Partial<AuditEntry> = {}): AuditEntry =>
  ({ id: String(id), at: new Date().toISOString(), actor: 'mira', action, subject: 'x', detail: {}, ...more });
const said = (one: AuditEntry) => sentence(one).map((part) => (typeof part === 'string' ? part : part.name)).join('');

describe('the audit log', () => {
  beforeEach(() => network.use(answers('/organizations', list({ slug: 'acme', name: 'Acme Inc' }))));

  it('tells each entry as a sentence with its links, names as text', async () => {
    network.use(answers('/audit', list(
      entry(3, 'instance.pin', { subject: 'o1m2', organization: 'acme', detail: { reason: '<img src=x onerror=alert(1)>' } }),
      entry(2, 'refresh.start', { subject: 'ref_1', organization: 'acme', detail: { build: '1.1.0' } }),
      entry(1, 'moon.land', { subject: 'eagle' }),
    )));
    renderAt('/audit');
    expect(await screen.findByRole('link', { name: 'o1m2' })).toHaveAttribute('href', '/instances/o1m2');
    expect(screen.getByRole('link', { name: 'the refresh to 1.1.0' })).toHaveAttribute('href', '/organizations/acme/refreshes/ref_1');
    expect(screen.getByText(/moon\.land/, { selector: 'span' })).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'Today' })).toBeVisible();
    expect(document.querySelector('img')).toBeNull();
  });

  it('names what is gone with its organization, without leading there', async () => {
    network.use(answers('/audit', list(
      entry(3, 'instance.pin', { subject: 'o9m2', organization: 'gone' }),
      entry(2, 'refresh.start', { subject: 'ref_9', organization: 'gone', detail: { build: '1.1.0' } }),
      entry(1, 'organization.create', { subject: 'acme', organization: 'acme' }),
    )));
    renderAt('/audit');
    expect(await screen.findByRole('link', { name: 'acme' })).toHaveAttribute('href', '/organizations/acme');
    expect(screen.getByText('o9m2', { selector: 'strong' })).toBeVisible();
    for (const name of ['o9m2', 'gone', 'the refresh to 1.1.0']) expect(screen.queryByRole('link', { name })).not.toBeInTheDocument();
  });

  it('narrows by the actor that is pressed, at the deployer', async () => {
    network.use(http.get('*/api/v1/audit', ({ request }) =>
      HttpResponse.json(new URL(request.url).searchParams.get('actor') === 'zoe'
        ? list(entry(2, 'session.end', { actor: 'zoe' }))
        : list(entry(2, 'session.end', { actor: 'zoe' }), entry(1, 'session.end')))));
    const { user } = renderAt('/audit');
    await user.click(await screen.findByRole('button', { name: 'zoe' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'mira' })).toBeNull());
    expect(screen.getByRole('searchbox', { name: /Actor/ })).toHaveValue('zoe');
    await user.click(screen.getByRole('button', { name: 'Show everything' }));
    expect(await screen.findByRole('button', { name: 'mira' })).toBeVisible();
  });

  it('reads older pages, and puts what the stream tells of on top without reading them again', async () => {
    let newest = list(entry(2, 'session.end', { actor: 'bea' }));
    const asked: string[] = [];
    network.use(http.get('*/api/v1/audit', ({ request }) => {
      const cursor = new URL(request.url).searchParams.get('cursor') ?? '';
      asked.push(cursor);
      return HttpResponse.json(cursor === '2' ? list(entry(1, 'session.end')) : { ...newest, next: '2' });
    }));
    const { client } = renderAt('/audit');
    expect(await screen.findByRole('button', { name: 'mira' })).toBeVisible();
    newest = list(entry(3, 'organization.create', { actor: 'dan', subject: 'acme' }), entry(2, 'session.end', { actor: 'bea' }));
    new LiveCache(client).apply({ id: 9, type: 'organization.state', organization: 'acme', subject: 'acme', at: '', data: {} } as never);
    expect(await screen.findByRole('button', { name: 'dan' })).toBeVisible();
    expect(screen.getAllByRole('button', { name: 'bea' })).toHaveLength(1);
    expect(asked.filter((cursor) => cursor === '2')).toHaveLength(1);
  });

  it('shows a login as soon as the stream tells of it', async () => {
    let shown = list(entry(1, 'session.end'));
    network.use(http.get('*/api/v1/audit', () => HttpResponse.json(shown)));
    const { client } = renderAt('/audit');
    expect(await screen.findByRole('button', { name: 'mira' })).toBeVisible();
    shown = list(entry(2, 'session.create', { actor: 'zoe', subject: 'zoe' }), entry(1, 'session.end'));
    new LiveCache(client).apply({ id: 9, type: 'session.created', organization: null, subject: 'zoe', at: '', data: { username: 'zoe' } });
    expect(await screen.findByText(/signed in/)).toBeVisible();
  });

  it('is empty or broken in words', async () => {
    network.use(answers('/audit', list()));
    const { unmount } = renderAt('/audit?subject=nothing');
    expect(await screen.findByText('Nothing fits')).toBeVisible();
    unmount();
    network.use(http.get('*/api/v1/audit', () => problem(500, 'bug', 'It broke.')));
    renderAt('/audit');
    expect(await screen.findByRole('alert')).toHaveTextContent('It broke.');
  });
});

it('words what the log knows, and leaves what it does not know as it is', () => {
  expect(said(entry(1, 'channel.point', { subject: 'stable', detail: { from: 'null', to: '1.1.0' } }))).toBe('set the channel stable to 1.1.0');
  expect(said(entry(1, 'onboarding.failed', { organization: 'acme', subject: 'onb_1', detail: { person: 'tom', instance: 'o1m4', stage: 'installing' } })))
    .toBe('stopped setting up tom on o1m4 at installing in acme');
  expect(said(entry(1, 'session.refused', { subject: 'unknown', detail: { address: '::1' } }))).toBe('was refused at the login, with an unknown username from ::1');
  expect(said(entry(1, 'a.b', { subject: 'c', organization: 'd' }))).toBe('a.b c in d');
});

it('groups by the day of the reader', () => {
  const now = new Date(2026, 10, 22, 12);
  const at = (day: number) => entry(day, 'session.end', { at: new Date(2026, 10, day, 9).toISOString() });
  expect(byDay([at(22), at(21), at(21)], now).map((line) => (line.kind === 'day' ? line.name : line.key))).toEqual(['Today', '22', 'Yesterday', '21', '21']);
});
