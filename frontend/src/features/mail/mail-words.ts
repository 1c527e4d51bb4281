import type { Mail } from '../../api/types';
import type { Look } from '../../ui/state';

const LOOKS: Record<string, Look> = {
  queued: { tone: 'idle', shape: 'ring', word: 'Queued' },
  sent: { tone: 'ok', shape: 'disc-check', word: 'Sent' },
  unknown: { tone: 'warn', shape: 'triangle', word: 'Outcome unknown' },
  failed: { tone: 'bad', shape: 'octagon-cross', word: 'Failed' },
};

export function mailLook(state: string): Look {
  return LOOKS[state] ?? { tone: 'idle', shape: 'ring-question', word: state };
}

/** What there is to know beside the state: why it waits, failed or is not known. */
export function mailHint(mail: Mail): string | undefined {
  if (mail.error) return mail.error;
  if (mail.state === 'unknown') return 'The connection broke while it was handed over. It may have arrived.';
  return undefined;
}

/** Whether nothing ever left and nothing was even tried: then no mail server is configured. */
export function noServer(mails: readonly Mail[]): boolean {
  return mails.length > 0 && mails.every((mail) => mail.state === 'queued' && mail.attempts === 0);
}
