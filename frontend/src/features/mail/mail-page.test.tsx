import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { LiveCache } from '../../api/live-cache';
import type { Mail } from '../../api/types';
import { answers, list, network, problem } from '../../testing/network';
import { renderAt } from '../../testing/render';

const MAIL: Mail = {
  id: 'mail_1', organization: 'acme', to: 'ada@acme.example', subject: '<i>Your cockpit</i>', state: 'queued', attempts: 0, messageId: '<1@x>', createdAt: '2026-11-01T00:00:00Z',
};
const UNKNOWN: Mail = { ...MAIL, id: 'mail_2', to: 'bob@acme.example', state: 'unknown', attempts: 1 };
const FAILED: Mail = { ...MAIL, id: 'mail_3', to: 'eve@acme.example', state: 'failed', attempts: 2, error: '550 no such user' };

describe('mail', () => {
  it('explains why everything waits when nothing was tried', async () => {
    network.use(answers('/outbox', list(MAIL)));
    renderAt('/mail');
    expect(await screen.findByText(/no mail server is configured/)).toBeVisible();
    expect(screen.getByRole('row', { name: /ada@acme/ })).toHaveTextContent('Queued');
    expect(screen.getByText('<i>Your cockpit</i>')).toBeVisible();
    expect(screen.queryByRole('button', { name: /Send again/ })).toBeNull();
  });

  it('says states and errors in words, and warns before what may arrive twice', async () => {
    let sent = 0;
    network.use(answers('/outbox', list(MAIL, UNKNOWN, FAILED)), http.post('*/api/v1/outbox/mail_2/resend', () => {
      sent++;
      return HttpResponse.json({ ...UNKNOWN, state: 'queued' });
    }));
    const { user } = renderAt('/mail');
    expect(await screen.findByRole('row', { name: /eve@acme/ })).toHaveTextContent('Failed');
    expect(screen.getByText('550 no such user')).toBeVisible();
    expect(screen.queryByText(/no mail server is configured/)).toBeNull();
    await user.click(screen.getByRole('button', { name: /Send again…\s*to bob/ }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('It may arrive twice');
    expect(sent).toBe(0);
    await user.click(within(dialog).getByRole('button', { name: 'Send again' }));
    expect((await screen.findAllByText('The mail to bob@acme.example is queued again.'))[0]).toBeVisible();
    expect(sent).toBe(1);
  });

  it('says a refusal in the question and stays there', async () => {
    network.use(answers('/outbox', list(FAILED)), http.post('*/api/v1/outbox/mail_3/resend', () => problem(409, 'wrong-state', 'This mail was sent already.')));
    const { user } = renderAt('/mail');
    await user.click(await screen.findByRole('button', { name: /Send again…/ }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).not.toHaveTextContent('twice');
    await user.click(within(dialog).getByRole('button', { name: 'Send again' }));
    expect(await within(dialog).findByText('This mail was sent already.')).toBeVisible();
  });

  it('follows a mail without being asked', async () => {
    let mail = MAIL;
    network.use(http.get('*/api/v1/outbox', () => HttpResponse.json(list(mail))));
    const { client } = renderAt('/mail');
    expect(await screen.findByRole('row', { name: /ada@acme/ })).toHaveTextContent('Queued');
    mail = { ...MAIL, state: 'sent', attempts: 1 };
    new LiveCache(client).apply({ id: 9, type: 'mail.state', organization: 'acme', subject: mail.id, at: '', data: mail });
    await waitFor(() => expect(screen.getByRole('row', { name: /ada@acme/ })).toHaveTextContent('Sent'));
  });

  it('is empty or broken in words', async () => {
    network.use(answers('/outbox', list()));
    const { unmount } = renderAt('/mail');
    expect(await screen.findByText('No mail yet')).toBeVisible();
    unmount();
    network.use(http.get('*/api/v1/outbox', () => problem(500, 'bug', 'It broke.')));
    renderAt('/mail');
    expect(await screen.findByRole('alert')).toHaveTextContent('It broke.');
  });
});
