import { describe, expect, it } from 'vitest';
import type { Instance, InstanceEvent } from '../../api/types';
import { collapse, tellings } from './tale';

const AT = Date.parse('2026-11-22T06:00:00Z');

/** Events as the deployer lists them: newest first. `parts` are given oldest first, a second apart. */
function events(...parts: Partial<Instance>[]): InstanceEvent[] {
  return parts
    .map((data, index) => ({
      id: index + 1, type: 'instance.state', organization: 'acme', subject: 'o1m2', at: new Date(AT + index * 1000).toISOString(), data,
    }) as InstanceEvent)
    .reverse();
}

const words = (...parts: Partial<Instance>[]) => tellings(events(...parts), true).map((one) => one.text);

describe('what became of an instance', () => {
  it('is told as differences, newest first, and what repeats is left out', () => {
    const told = words(
      { state: 'registered', health: 'unknown' },
      { state: 'provisioning', health: 'unknown', node: 'rack-7' },
      { state: 'provisioning', health: 'unknown', node: 'rack-7' },
      { state: 'installing', health: 'unknown', node: 'rack-7', desiredBuild: '1.1.0' },
      { state: 'failed', health: 'unknown', node: 'rack-7', desiredBuild: '1.1.0' },
    );
    expect(told).toEqual([
      'Installing failed', 'Is to run 1.1.0', 'Installing 1.1.0 began', 'Provisioning began', 'Placed on rack-7', 'Registered',
    ]);
  });

  it('says how long it took to get healthy again', () => {
    expect(words({ state: 'ready', health: 'healthy' }, { state: 'ready', health: 'degraded' }, { state: 'ready', health: 'unreachable' }, { state: 'ready', health: 'healthy' }))
      .toEqual(['Healthy again after 2.0 s', 'Stopped answering', 'Degraded: it answers, but not as it should', 'Ready']);
  });

  it('tells pins with their reason, drift and updates', () => {
    const base: Partial<Instance> = { state: 'ready', health: 'healthy', build: '1.0.0', desiredBuild: '1.0.0', channel: 'stable' };
    expect(words(base, { ...base, outdated: true }, { ...base, outdated: true, pinned: { build: '1.0.0', reason: 'demo' } }, { ...base, build: '0.9.0', drifted: true }))
      .toEqual([
        'Up to date again', 'Drifted: runs 0.9.0, wants 1.0.0', 'Runs 0.9.0, ran 1.0.0 before', 'Unpinned',
        'Pinned to 1.0.0: demo', 'A newer build is current on stable', 'Ready',
      ]);
  });

  it('does not take the oldest event read so far for the beginning', () => {
    expect(tellings(events({ state: 'ready', health: 'healthy' }, { state: 'ready', health: 'degraded' }), false).map((one) => one.text))
      .toEqual(['Degraded: it answers, but not as it should']);
  });

  it('makes one line of a health that goes to and fro', () => {
    const flapping = Array.from({ length: 7 }, (_, index): Partial<Instance> => ({ state: 'ready', health: index % 2 ? 'degraded' : 'healthy' }));
    const entries = collapse(tellings(events(...flapping), true));
    expect(entries.map((entry) => entry.text)).toEqual(['Health changed 6 times in 5.0 s; last: Healthy again after 1.0 s', 'Ready']);
    expect(entries[0]?.repeats).toHaveLength(6);
  });
});
