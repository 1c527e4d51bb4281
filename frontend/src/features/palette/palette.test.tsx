import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { answers, list, network } from '../../testing/network';
import { renderAt } from '../../testing/render';
import { grouped, matching, type Command } from './commands';

function command(name: string, group = 'Do', words = ''): Command {
  return { id: name, group, name, icon: 'grid', words, run: vi.fn() };
}

describe('what is found', () => {
  const all = [command('Refresh Acme', 'Do', 'acme'), command('Acme', 'Organizations', 'acme'), command('Nodes', 'Go to')];

  test('holds every word, whatever their order, and begins with what begins so', () => {
    expect(matching(all, 'acme refresh').map((one) => one.name)).toEqual(['Refresh Acme']);
    expect(matching(all, 'ac').map((one) => one.name)).toEqual(['Acme', 'Refresh Acme']);
    expect(matching(all, 'nothing of the kind')).toEqual([]);
  });

  test('stands in groups', () => {
    expect(grouped(all).map(({ group, items }) => [group, items.length])).toEqual([['Do', 1], ['Organizations', 1], ['Go to', 1]]);
  });
});

test('opens by keyboard, finds an organization and goes there', async () => {
  const acme = {
    slug: 'acme', name: '<b>Acme</b>', setup: { name: 'basic', version: 1 }, channel: 'stable', build: '1.0.0', currentBuild: '1.0.0',
    instances: { total: 0, ready: 0, failed: 0, healthy: 0, degraded: 0, unreachable: 0, unknown: 0 }, builds: [], drifted: 0, outdated: 0, pinned: 0,
    roomFor: 1, removing: false,
  };
  network.use(
    answers('/organizations', list(acme)),
    answers('/people', list()),
    answers('/tokens', list()),
    answers('/organizations/:org', acme),
    answers('/organizations/:org/:what', list()),
    answers('/nodes', list()),
    answers('/audit', list()),
  );
  const { user } = renderAt('/tokens');
  await screen.findByRole('heading', { level: 1, name: 'API tokens' });
  await user.keyboard('{Control>}k{/Control}');
  const input = await screen.findByRole('combobox');
  await user.type(input, 'acme');
  const options = await screen.findByRole('listbox');
  await waitFor(() => expect(within(options).getAllByRole('option')[0]).toHaveTextContent('<b>Acme</b>'));
  await user.keyboard('{Enter}');
  await screen.findByRole('heading', { level: 1, name: '<b>Acme</b>' });
});
