import type { AuditEntry } from '../../api/types';
import type { IconName } from '../../ui/icon';
import type { Tone } from '../../ui/state';

type Activity = { words: string; tone: Tone; icon?: IconName; shape?: 'disc-check' | 'octagon-cross' | 'ring-bar' | 'octagon-bar' | 'arrow-back' };

/** What an entry of the audit log says, in a line; null where another entry says it already. */
export function activityOf(entry: AuditEntry): Activity | null {
  const { actor, action, subject } = entry;
  const said = (name: string) => {
    const value = entry.detail?.[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const person = said('person') ?? said('instance') ?? subject;
  const build = said('build') ?? said('to');
  switch (action) {
    case 'organization.create':
      return { words: `${actor} made this organization`, tone: 'idle', icon: 'grid' };
    case 'organization.change':
      return { words: `${actor} changed ${changed(said)}`, tone: 'idle', icon: 'sliders' };
    case 'organization.remove':
      return { words: `${actor} began to remove this organization`, tone: 'bad', icon: 'trash' };
    case 'organization.delete':
      return { words: 'An organization of this short name was removed', tone: 'idle', icon: 'trash' };
    // what comes before or after says it
    case 'person.create':
    case 'role.grant':
    case 'role.revoke':
    case 'removal.finish':
      return null;
    case 'onboarding.start':
      return { words: `${actor} began to set up ${person}`, tone: 'idle', icon: 'people' };
    case 'onboarding.retry':
      return { words: `${actor} tried again to set up ${person}`, tone: 'idle', icon: 'retry' };
    case 'onboarding.cancel':
      return { words: `${actor} cancelled the setup of ${person}`, tone: 'idle', shape: 'ring-bar' };
    case 'onboarding.cancelled':
      return { words: `The setup of ${person} was undone`, tone: 'idle', shape: 'ring-bar' };
    case 'onboarding.succeeded':
      return { words: said('stage') === 'adding' ? `${person} is registered` : `${person} is ready`, tone: 'ok', shape: 'disc-check' };
    case 'onboarding.failed':
      return { words: `Setting up ${person} stopped at ${said('stage') ?? 'a stage'}`, tone: 'bad', shape: 'octagon-cross' };
    case 'instance.remove':
      return { words: `${actor} removed ${person}`, tone: 'idle', icon: 'trash' };
    case 'removal.fail':
      return { words: `Removing ${person} stopped`, tone: 'bad', shape: 'octagon-cross' };
    case 'removal.resume':
      return { words: `${actor} tried again to remove ${person}`, tone: 'idle', icon: 'retry' };
    case 'instance.pin':
      return { words: `${actor} pinned ${subject}${build ? ` to ${build}` : ''}${said('reason') ? `: ${said('reason')}` : ''}`, tone: 'idle', icon: 'pin' };
    case 'instance.unpin':
      return { words: `${actor} let go of the pin of ${subject}`, tone: 'idle', icon: 'pin' };
    case 'health.check':
      return { words: `${actor} had everybody’s health checked`, tone: 'idle', icon: 'pulse' };
    case 'mail.resend':
      return { words: `${actor} sent a mail again`, tone: 'idle', icon: 'mail' };
  }
  if (action.startsWith('refresh.')) return refreshed(action.slice('refresh.'.length), actor, build ? `refresh to ${build}` : 'refresh');
  return { words: `${actor}: ${action.replace('.', ' ')} ${subject}`, tone: 'idle', icon: 'file' };
}

function changed(said: (name: string) => string | undefined): string {
  const parts: string[] = [];
  if (said('name')) parts.push(`the name to ${said('name')}`);
  if (said('channel')) parts.push(`the channel to ${said('channel')}`);
  if (said('setup') ?? said('version')) parts.push('the setup');
  return parts.join(' and ') || 'the settings';
}

const DONE_BY: Record<string, string> = {
  start: 'started', pause: 'paused', resume: 'resumed', cancel: 'cancelled', retry: 'retried the failed ones of', rollback: 'rolled back',
};

function refreshed(verb: string, actor: string, run: string): Activity {
  const by = DONE_BY[verb];
  if (by) return { words: `${actor} ${by} the ${run}`, tone: 'idle', icon: 'arrowUp' };
  const what = `The ${run}`;
  switch (verb) {
    case 'running':
      return { words: `${what} goes on`, tone: 'idle', icon: 'arrowUp' };
    case 'succeeded':
      return { words: `${what} succeeded`, tone: 'ok', shape: 'disc-check' };
    case 'halted':
      return { words: `${what} halted`, tone: 'bad', shape: 'octagon-bar' };
    case 'failed':
      return { words: `${what} failed`, tone: 'bad', shape: 'octagon-cross' };
    case 'rolling_back':
      return { words: `${what} goes back by itself`, tone: 'back', shape: 'arrow-back' };
    case 'rolled_back':
      return { words: `${what} was rolled back`, tone: 'back', shape: 'arrow-back' };
    case 'cancelled':
      return { words: `${what} was cancelled`, tone: 'idle', shape: 'ring-bar' };
    default:
      return { words: `${what}: ${verb.replaceAll('_', ' ')}`, tone: 'idle', icon: 'arrowUp' };
  }
}
