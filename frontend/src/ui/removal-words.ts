import { duration } from './time';
import type { Foretold, RemovalItem } from '../api/types';

/** What goes and what is kept of one member. */
export function foretoldText(will: Foretold | null | undefined): string {
  if (!will) return 'The machine with its disk, its contract, the login and the cockpit’s address go.';
  const parts: string[] = [];
  if (will.machine === 'destroyed') parts.push(`The machine${will.node ? ` on ${will.node}` : ''} is destroyed with its disk, ${slots(will.slotsFreed)} freed.`);
  if (will.machine === 'kept-then-destroyed') {
    parts.push(`The stack stops now; the machine${will.node ? ` on ${will.node}` : ''} is kept for ${kept(will.keptSeconds ?? 0)}, then destroyed with its disk, ${slots(will.slotsFreed)} freed.`);
  }
  if (will.machine === 'none') parts.push('There is no machine yet.');
  parts.push(will.account === 'closed' ? 'The login and the account are closed.' : 'The login to this cockpit is closed; the account is kept.');
  if (will.cancelled.length > 0) parts.push(`What is under way is ended: ${will.cancelled.join(', ')}.`);
  return parts.join(' ');
}

function slots(count: number): string {
  return count === 1 ? '1 slot is' : `${count} slots are`;
}

function kept(seconds: number): string {
  return seconds >= 3_600 && seconds % 3_600 === 0 ? (seconds === 3_600 ? '1 hour' : `${seconds / 3_600} hours`) : duration(seconds * 1000);
}

/** All of it, in a sentence. */
export function summaryOf(items: readonly RemovalItem[]): string {
  const machines = items.filter((item) => item.will?.machine !== 'none').length;
  const accounts = items.filter((item) => item.will?.account === 'closed').length;
  const freed = items.reduce((sum, item) => sum + (item.will?.slotsFreed ?? 0), 0);
  const parts = [`${machines} ${machines === 1 ? 'machine goes' : 'machines go'} with ${machines === 1 ? 'its disk' : 'their disks'}`];
  if (freed > 0) parts.push(`${freed} slots become free`);
  if (accounts > 0) parts.push(`${accounts} ${accounts === 1 ? 'account is' : 'accounts are'} closed`);
  return `${parts.join(', ')}.`;
}
