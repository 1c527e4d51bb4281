import { lazyRouteComponent, createMemoryHistory, createRootRoute, createRoute, createRouter, Link, Outlet, RouterProvider } from '@tanstack/react-router';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { network } from '../testing/network';
import { Broken } from './broken';
import { chunk } from './chunk';

const PAGE = (script: string) => `<html><head><script type="module" src="${script}"></script></head></html>`;

/** A shell with a link to a screen whose file comes only when `there` says so. */
function open(there: () => boolean) {
  const root = createRootRoute({ component: () => <><nav><Link to={'/far' as never}>Far</Link></nav><Outlet /></> });
  const load = () => (there() ? Promise.resolve({ Far: () => <p>The far screen</p> }) : Promise.reject(new TypeError('Failed to fetch dynamically imported module: /assets/far.js')));
  const near = createRoute({ getParentRoute: () => root, path: '/', component: () => <p>Near</p> });
  const far = createRoute({ getParentRoute: () => root, path: '/far', component: lazyRouteComponent(chunk(load), 'Far') });
  const faulty = createRoute({ getParentRoute: () => root, path: '/faulty', component: () => { throw new Error('A fault of the page'); } });
  const router = createRouter({ routeTree: root.addChildren([near, far, faulty]), history: createMemoryHistory(), defaultErrorComponent: Broken });
  render(<RouterProvider router={router as never} />);
  return { router, user: userEvent.setup() };
}

describe('a screen whose file does not come', () => {
  const quiet = console.error;
  let reload: ReturnType<typeof vi.fn>;
  let script: HTMLScriptElement;

  beforeEach(() => {
    console.error = () => undefined; // React tells of the error that it hands to the boundary
    sessionStorage.clear();
    reload = vi.fn();
    vi.stubGlobal('location', { href: location.href, origin: location.origin, reload });
    script = document.createElement('script');
    script.type = 'module';
    script.setAttribute('src', '/assets/index-1.js');
    document.head.append(script);
  });
  afterEach(() => {
    console.error = quiet;
    script.remove();
    vi.unstubAllGlobals();
  });

  it('says so inside the shell while the deployer is away, and comes by itself', async () => {
    let there = false;
    network.use(http.get('*/', () => (there ? HttpResponse.html(PAGE('/assets/index-1.js')) : HttpResponse.error())));
    sessionStorage.setItem('hero.reloaded', String(Date.now()));
    const { user } = open(() => there);
    await user.click(await screen.findByRole('link', { name: 'Far' }));
    expect(await screen.findByText(/does not answer just now/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Far' })).toBeVisible();
    there = true;
    expect(await screen.findByText('The far screen')).toBeVisible();
    expect(reload).not.toHaveBeenCalled();
  });

  it('reads the page anew where the deployer has a new one', async () => {
    network.use(http.get('*/', () => HttpResponse.html(PAGE('/assets/index-2.js'))));
    const { user } = open(() => false);
    await user.click(await screen.findByRole('link', { name: 'Far' }));
    await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
  });

  it('reads the same page anew once, not in a circle', async () => {
    network.use(http.get('*/', () => HttpResponse.html(PAGE('/assets/index-1.js'))));
    const { user } = open(() => false);
    await user.click(await screen.findByRole('link', { name: 'Far' }));
    await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('This screen could not be loaded.');
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('is told from a fault of the page, which stays inside the shell too', async () => {
    const { router } = open(() => true);
    await screen.findByText('Near');
    await router.navigate({ to: '/faulty' as never });
    expect(await screen.findByRole('alert')).toHaveTextContent('This screen could not be shown. A fault of the page');
    expect(screen.getByRole('link', { name: 'Far' })).toBeVisible();
  });
});
