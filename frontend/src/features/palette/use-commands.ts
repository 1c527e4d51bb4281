import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { api, query } from '../../api/client';
import { queries } from '../../api/queries';
import type { Instance, Page } from '../../api/types';
import { useSession } from '../../app/session';
import { useTheme } from '../../app/theme';
import type { Command } from './commands';

/** Everything that can be gone to or done from here. */
export function useCommands(typed: string): Command[] {
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { may, signOut } = useSession();
  const { choose } = useTheme();
  const organizations = useQuery(queries.organizations()).data ?? [];
  const here = /^\/organizations\/([^/]+)/.exec(path)?.[1];
  const asked = useDeferredValue(typed.trim());
  const seek = asked.length > 1 ? asked : '';
  const people = useQuery({ ...queries.peopleLike(seek), enabled: seek !== '' && may('admin'), retry: false });
  const members = useQuery({
    queryKey: ['palette-instances', here, seek],
    queryFn: ({ signal }) => api.get<Page<Instance>>(`/organizations/${encodeURIComponent(here ?? '')}/instances${query({ q: seek, limit: 8 })}`, signal),
    enabled: here !== undefined && seek !== '',
    retry: false,
  });

  const commands: Command[] = [];
  const add = (command: Command) => commands.push(command);
  const current = organizations.filter((org) => org.slug === here);
  for (const org of [...current, ...organizations.filter((one) => one.slug !== here)]) {
    const params = { org: org.slug };
    add({ id: `org ${org.slug}`, group: 'Organizations', name: org.name, hint: org.slug, icon: 'grid', words: org.slug,
      run: () => void navigate({ to: '/organizations/$org', params }) });
    if (may('operator', org.slug)) {
      add({ id: `add ${org.slug}`, group: 'Do', name: `Add and set up in ${org.name}`, icon: 'plus', words: `${org.slug} person member onboard`,
        run: () => void navigate({ to: '/organizations/$org', params, search: { panel: 'add' } }) });
      add({ id: `refresh ${org.slug}`, group: 'Do', name: `Refresh ${org.name}…`, icon: 'arrowUp', words: `${org.slug} update build`,
        run: () => void navigate({ to: '/organizations/$org/refreshes', params }) });
    }
  }
  for (const one of members.data?.items ?? []) {
    add({ id: `instance ${one.id}`, group: 'Instances', name: one.person, hint: one.id, icon: 'server', words: `${one.id} ${asked}`,
      run: () => void navigate({ to: '/instances/$id', params: { id: one.id } }) });
  }
  for (const person of (people.data?.items ?? []).slice(0, 8)) {
    add({ id: `person ${person.username}`, group: 'People', name: person.username, hint: person.name, icon: 'people', words: `${person.name} ${asked}`,
      run: () => void navigate({ to: '/people', search: { q: person.username } }) });
  }
  if (may('admin')) {
    add({ id: 'new', group: 'Do', name: 'New organization', icon: 'plus', words: 'create make',
      run: () => void navigate({ to: '/', search: { new: true } }) });
  }
  for (const [to, name, icon] of [
    ['/', 'Organizations', 'grid'], ['/people', 'People', 'people'], ['/channels', 'Channels and builds', 'cube'], ['/setups', 'Setups', 'sliders'],
    ['/nodes', 'Nodes', 'server'], ['/audit', 'Audit log', 'file'], ['/mail', 'Mail', 'mail'], ['/tokens', 'API tokens', 'key'],
  ] as const) {
    add({ id: `go ${to}`, group: 'Go to', name, icon, words: 'open', run: () => void navigate({ to }) });
  }
  for (const theme of ['light', 'dark', 'system'] as const) {
    add({ id: `theme ${theme}`, group: 'Here', name: theme === 'system' ? 'Theme as the system has it' : `${theme === 'light' ? 'Light' : 'Dark'} theme`, icon: 'sun',
      words: 'theme colours appearance', run: () => choose(theme) });
  }
  add({ id: 'sign out', group: 'Here', name: 'Sign out', icon: 'back', words: 'log out leave', run: () => void signOut() });
  return commands;
}
