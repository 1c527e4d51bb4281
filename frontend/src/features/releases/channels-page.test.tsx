import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { answers, list, network, problem } from '../../testing/network';
import { renderAt } from '../../testing/render';

const build = (version: string, day: number) => ({ version, sha256: 'a'.repeat(64), size: 14527, notes: '<img src=x onerror=1>', publishedAt: `2026-11-0${day}T06:00:00Z`, channels: ['stable'] });

describe('channels and builds', () => {
  beforeEach(() => network.use(
    answers('/channels', list({ name: 'stable', current: '1.1.0' })),
    answers('/channels/stable/builds', list(build('1.2.0', 3), build('1.1.0', 2), build('1.0.0', 1))),
    answers('/organizations', list({ slug: 'acme', name: 'Acme Inc', channel: 'stable', build: '1.1.0', instances: { total: 7 } }, { slug: 'hooli', name: 'Hooli', channel: 'beta', build: null, instances: { total: 1 } })),
  ));

  it('names the organizations on a channel before it goes back', async () => {
    let moved: unknown;
    network.use(http.put('*/api/v1/channels/stable/current', async ({ request }) => {
      moved = await request.json();
      return HttpResponse.json({ name: 'stable', current: '1.0.0' });
    }));
    const { user } = renderAt('/channels');
    expect(await screen.findByRole('button', { name: 'Make 1.2.0 current…' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Go back to 1.0.0…' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('Acme Inc')).toBeVisible();
    expect(within(dialog).queryByText('Hooli')).toBeNull();
    expect(moved).toBeUndefined();
    await user.click(within(dialog).getByRole('button', { name: 'Go back to 1.0.0' }));
    await waitFor(() => expect(moved).toEqual({ version: '1.0.0' }));
  });

  it('says a refusal of a build at its field', async () => {
    network.use(http.post('*/api/v1/channels/stable/builds', () =>
      problem(400, 'bad-request', 'sha256', { errors: [{ field: 'sha256', message: 'must be 64 hexadecimal digits' }] })));
    const { user } = renderAt('/channels');
    await user.click(await screen.findByRole('button', { name: 'Publish a build' }));
    await user.type(await screen.findByLabelText('Version'), '2.0.0');
    await user.click(screen.getByLabelText('Fetch it from an address'));
    await user.type(screen.getByLabelText('Address'), 'https://x/y');
    await user.type(screen.getByLabelText('SHA-256'), 'ff');
    await user.click(screen.getByRole('button', { name: 'Publish on stable' }));
    expect(await screen.findByText('must be 64 hexadecimal digits')).toBeVisible();
  });

  it('sends a file as it is, under its version', async () => {
    let sent: { version: string | null; type: string | null; key: string | null } | undefined;
    network.use(http.post('*/api/v1/channels/stable/builds', ({ request }) => {
      sent = { version: new URL(request.url).searchParams.get('version'), type: request.headers.get('Content-Type'), key: request.headers.get('Idempotency-Key') };
      return HttpResponse.json(build('2.0.0', 4), { status: 201 });
    }));
    const { user } = renderAt('/channels');
    await user.click(await screen.findByRole('button', { name: 'Publish a build' }));
    await user.type(await screen.findByLabelText('Version'), '2.0.0');
    await user.upload(screen.getByLabelText('File'), new File(['abc'], 'b.tar.gz', { type: 'application/gzip' }));
    await user.click(screen.getByRole('button', { name: 'Publish on stable' }));
    expect(await screen.findAllByText('2.0.0 is on stable')).not.toHaveLength(0);
    expect(sent).toEqual({ version: '2.0.0', type: 'application/gzip', key: expect.stringMatching(/.{16}/) as string });
  });

  it('shows older builds when it is asked', async () => {
    network.use(http.get('*/api/v1/channels/stable/builds', ({ request }) =>
      HttpResponse.json(new URL(request.url).searchParams.get('cursor') === 'old' ? list(build('0.9.0', 1)) : { items: [build('1.1.0', 2)], next: 'old' })));
    const { user } = renderAt('/channels');
    await user.click(await screen.findByRole('button', { name: /^Show older builds\s*of stable$/ }));
    expect(await screen.findByRole('button', { name: 'Go back to 0.9.0…' })).toBeVisible();
    expect(screen.queryByRole('button', { name: /Show older/ })).not.toBeInTheDocument();
  });

  it('shows every channel, a few at a time', async () => {
    const many = Array.from({ length: 14 }, (_, at) => ({ name: `line-${at}`, current: null }));
    network.use(
      http.get('*/api/v1/channels', ({ request }) =>
        HttpResponse.json(new URL(request.url).searchParams.get('cursor') === 'c' ? list(...many.slice(9)) : { items: many.slice(0, 9), next: 'c' })),
      http.get('*/api/v1/channels/:name/builds', () => HttpResponse.json(list())),
    );
    const { user } = renderAt('/channels');
    await user.click(await screen.findByRole('button', { name: 'Show 2 more channels' }));
    expect(await screen.findByRole('heading', { name: 'line-13' })).toBeVisible();
  });

  it('says what to do first', async () => {
    network.use(answers('/channels', list()));
    renderAt('/channels');
    expect(await screen.findByText('No channel yet')).toBeVisible();
  });
});
