import type { Instance, InstanceEvent } from '../../api/types';
import { HEALTH, INSTANCE, type Look } from '../../ui/state';
import { duration } from '../../ui/time';

/** One thing that became of an instance, as a person would say it. */
export type Telling = { id: number; at: string; about: 'state' | 'health' | 'build' | 'pin' | 'place'; look: Look; text: string };
/** Tellings that say the same over and over, as one line. */
export type Entry = { id: number; at: string; about: Telling['about']; look: Look; text: string; repeats: readonly Telling[] };

const DRIFTED: Look = { tone: 'warn', shape: 'triangle', word: 'Drifted' };
const QUIET: Look = { tone: 'idle', shape: 'dot', word: 'Changed' };
const NEWS: Look = { tone: 'run', shape: 'dot', word: 'Update' };
/** What began is past: nothing turns in a timeline. */
const BEGAN: Look = { tone: 'run', shape: 'half-disc', word: 'Began' };

/**
 * What became of an instance, newest first. Each event holds the instance whole, so what is told is the difference from the one before.
 * While older ones are not read yet, the oldest one known is only what its successor is compared with.
 */
export function tellings(events: readonly InstanceEvent[], complete: boolean): Telling[] {
  const known = events.filter((event) => event.type.startsWith('instance.'));
  const told: Telling[] = [];
  let fault: string | null = null;
  for (let index = known.length - 1; index >= 0; index--) {
    const event = known[index];
    if (!event) continue;
    const before = known[index + 1];
    if (!before && !complete) continue;
    const now = event.data as Partial<Instance>;
    const was = before ? (before.data as Partial<Instance>) : null;
    for (const part of event.type === 'instance.removed' ? [removed()] : differences(was, now, fault, event.at)) {
      told.push({ ...part, id: event.id, at: event.at });
    }
    if (now.health === 'healthy' || now.health === 'unknown') fault = null;
    else fault ??= event.at;
  }
  return told.reverse();
}

type Part = Omit<Telling, 'id' | 'at'>;

function removed(): Part {
  return { about: 'state', look: { tone: 'idle', shape: 'ring-bar', word: 'Removed' }, text: 'Removed: the machine, its disk and the login are gone' };
}

function differences(was: Partial<Instance> | null, now: Partial<Instance>, fault: string | null, at: string): Part[] {
  const parts: Part[] = [];
  if (now.node && now.node !== was?.node) parts.push({ about: 'place', look: QUIET, text: `Placed on ${now.node}` });
  if (now.state && now.state !== was?.state) parts.push({ about: 'state', look: INSTANCE[now.state].shape === 'spinner' ? BEGAN : INSTANCE[now.state], text: stateText(now, was) });
  if (now.pinned?.build !== was?.pinned?.build || now.pinned?.reason !== was?.pinned?.reason) {
    parts.push({ about: 'pin', look: QUIET, text: now.pinned ? `Pinned to ${now.pinned.build}: ${now.pinned.reason}` : 'Unpinned' });
  }
  if (was && now.desiredBuild && now.desiredBuild !== was.desiredBuild) {
    parts.push({ about: 'build', look: QUIET, text: was.desiredBuild ? `Is to run ${now.desiredBuild} instead of ${was.desiredBuild}` : `Is to run ${now.desiredBuild}` });
  }
  if (was && now.build && now.build !== was.build) {
    parts.push({ about: 'build', look: QUIET, text: was.build ? `Runs ${now.build}, ran ${was.build} before` : `Runs ${now.build}` });
  }
  if (was && now.drifted && !was.drifted) parts.push({ about: 'build', look: DRIFTED, text: `Drifted: runs ${now.build ?? 'nothing'}, wants ${now.desiredBuild ?? 'nothing'}` });
  if (was && !now.drifted && was.drifted) parts.push({ about: 'build', look: QUIET, text: 'No longer drifted' });
  if (was && now.outdated && !was.outdated) parts.push({ about: 'build', look: NEWS, text: `A newer build is current on ${now.channel ?? 'its channel'}` });
  if (was && !now.outdated && was.outdated) parts.push({ about: 'build', look: QUIET, text: 'Up to date again' });
  if (was && now.health && now.health !== was.health) {
    parts.push({ about: 'health', look: HEALTH[now.health], text: healthText(now.health, fault, at) });
  }
  return parts;
}

function stateText(now: Partial<Instance>, was: Partial<Instance> | null): string {
  switch (now.state) {
    case 'registered':
      return was ? 'Back to registered: it has no machine' : 'Registered';
    case 'provisioning':
      return 'Provisioning began';
    case 'provisioned':
      return was?.state === 'installing' ? 'Installing ended; the machine stays' : 'The machine runs';
    case 'installing':
      return now.desiredBuild ? `Installing ${now.desiredBuild} began` : 'Installing began';
    case 'ready':
      return 'Ready';
    case 'failed':
      return was?.state === 'provisioning' ? 'Provisioning failed' : was?.state === 'installing' ? 'Installing failed' : 'Failed';
    default:
      return 'Removal began';
  }
}

function healthText(now: Instance['health'], fault: string | null, at: string): string {
  switch (now) {
    case 'healthy':
      return fault ? `Healthy again after ${duration(Math.max(0, Date.parse(at) - Date.parse(fault)))}` : 'Healthy';
    case 'degraded':
      return 'Degraded: it answers, but not as it should';
    case 'unreachable':
      return 'Stopped answering';
    case 'unknown':
      return 'Health not known yet';
  }
}

const TOO_MANY = 4;

/** A health that goes to and fro is one line, with each change behind it. */
export function collapse(all: readonly Telling[]): Entry[] {
  const entries: Entry[] = [];
  for (let index = 0; index < all.length;) {
    const first = all[index];
    if (!first) break;
    let end = index + 1;
    while (first.about === 'health' && all[end]?.about === 'health') end++;
    const run = all.slice(index, end);
    if (run.length >= TOO_MANY) {
      const lasted = duration(Date.parse(first.at) - Date.parse(run.at(-1)?.at ?? first.at));
      entries.push({ ...first, text: `Health changed ${run.length} times in ${lasted}; last: ${first.text}`, repeats: run });
    } else {
      entries.push(...run.map((one) => ({ ...one, repeats: [] })));
    }
    index = end;
  }
  return entries;
}
