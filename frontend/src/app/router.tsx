import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Broken } from './broken';
import { chunk } from './chunk';
import { Lost } from './lost';
import { Shell } from './shell';

const root = createRootRoute({ component: Shell, notFoundComponent: Lost });

/** A search parameter that is a text, or nothing. */
function text(search: Record<string, unknown>, name: string): string | undefined {
  const value = search[name];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

function flag(search: Record<string, unknown>, name: string): true | undefined {
  return search[name] === true || search[name] === 'true' || search[name] === 1 ? true : undefined;
}

/** Those that have a value: what is empty stays out of the address. */
function kept<T extends Record<string, unknown>>(search: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

const organizations = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: Record<string, unknown>) =>
    kept({ q: text(search, 'q'), sort: text(search, 'sort'), new: flag(search, 'new') }),
  component: lazyRouteComponent(chunk(() => import('../features/organizations/organizations-page')), 'OrganizationsPage'),
});

/** Filters are part of the address; so are the open panel (`add`, `many`, `remove`) and the run that it shows. */
const organization = createRoute({
  getParentRoute: () => root,
  path: '/organizations/$org',
  validateSearch: (search: Record<string, unknown>) =>
    kept({
      q: text(search, 'q'),
      role: text(search, 'role'),
      state: text(search, 'state'),
      health: text(search, 'health'),
      build: text(search, 'build'),
      mark: text(search, 'mark'),
      sort: text(search, 'sort'),
      panel: text(search, 'panel'),
      run: text(search, 'run'),
    }),
  component: lazyRouteComponent(chunk(() => import('../features/organization/organization-page')), 'OrganizationPage'),
});
const refreshes = createRoute({
  getParentRoute: () => root,
  path: '/organizations/$org/refreshes',
  validateSearch: (search: Record<string, unknown>) => kept({ build: text(search, 'build') }),
  component: lazyRouteComponent(chunk(() => import('../features/refresh/refreshes-page')), 'RefreshesPage'),
});
const refresh = createRoute({
  getParentRoute: () => root,
  path: '/organizations/$org/refreshes/$id',
  validateSearch: (search: Record<string, unknown>) =>
    kept({ state: text(search, 'state'), cause: text(search, 'cause'), view: text(search, 'view'), member: text(search, 'member') }),
  component: lazyRouteComponent(chunk(() => import('../features/refresh/refresh-page')), 'RefreshPage'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/organizations/$org/settings',
  component: lazyRouteComponent(chunk(() => import('../features/organization/settings-page')), 'SettingsPage'),
});
const instance = createRoute({
  getParentRoute: () => root,
  path: '/instances/$id',
  component: lazyRouteComponent(chunk(() => import('../features/instance/instance-page')), 'InstancePage'),
});
const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  validateSearch: (search: Record<string, unknown>) => kept({ q: text(search, 'q') }),
  component: lazyRouteComponent(chunk(() => import('../features/people/people-page')), 'PeoplePage'),
});
const channels = createRoute({
  getParentRoute: () => root,
  path: '/channels',
  component: lazyRouteComponent(chunk(() => import('../features/releases/channels-page')), 'ChannelsPage'),
});
const setups = createRoute({
  getParentRoute: () => root,
  path: '/setups',
  component: lazyRouteComponent(chunk(() => import('../features/setups/setups-page')), 'SetupsPage'),
});
const nodes = createRoute({
  getParentRoute: () => root,
  path: '/nodes',
  component: lazyRouteComponent(chunk(() => import('../features/nodes/nodes-page')), 'NodesPage'),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>) =>
    kept({ organization: text(search, 'organization'), actor: text(search, 'actor'), subject: text(search, 'subject') }),
  component: lazyRouteComponent(chunk(() => import('../features/audit/audit-page')), 'AuditPage'),
});
const mail = createRoute({
  getParentRoute: () => root,
  path: '/mail',
  component: lazyRouteComponent(chunk(() => import('../features/mail/mail-page')), 'MailPage'),
});
const tokens = createRoute({
  getParentRoute: () => root,
  path: '/tokens',
  component: lazyRouteComponent(chunk(() => import('../features/tokens/tokens-page')), 'TokensPage'),
});

export const routeTree = root.addChildren([
  organizations, organization, refreshes, refresh, settings, instance, people, channels, setups, nodes, audit, mail, tokens,
]);

export const router = createRouter({ routeTree, defaultPreload: 'intent', defaultErrorComponent: Broken, scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
