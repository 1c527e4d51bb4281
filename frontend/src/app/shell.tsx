import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { Palette } from '../features/palette/palette';
import { Icon, type IconName } from '../ui/icon';
import { Announcer } from '../ui/announce';
import { Crumbs } from './crumbs';
import { LiveMark } from './live-mark';
import { useSession } from './session';
import { useTheme, type ThemeChoice } from './theme';

const PLACES: { to: string; name: string; icon: IconName; gap?: boolean }[] = [
  { to: '/', name: 'Organizations', icon: 'grid' },
  { to: '/people', name: 'People', icon: 'people' },
  { to: '/channels', name: 'Channels and builds', icon: 'cube', gap: true },
  { to: '/setups', name: 'Setups', icon: 'sliders' },
  { to: '/nodes', name: 'Nodes', icon: 'server' },
  { to: '/audit', name: 'Audit log', icon: 'file', gap: true },
  { to: '/mail', name: 'Mail', icon: 'mail' },
  { to: '/tokens', name: 'API tokens', icon: 'key' },
];

/** What stands around every screen: places at the left, where one is and the palette on top. */
export function Shell() {
  /** The place at which the menu was opened: at any other it is closed. */
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  const [finding, setFinding] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const open = openedAt === path;

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        setFinding((was) => !was);
      }
      if (event.key === 'Escape') setOpenedAt(null);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);

  return (
    <div className="shell">
      <a className="skip button" href="#content">Skip to the content</a>
      <nav className="side" aria-label="Places" data-open={open} id="places">
        <Link to="/" className="brand">
          <span className="brand-cells" aria-hidden="true"><i /><i /><i /><i /></span>
          Hero Deployer
        </Link>
        {PLACES.map(({ to, name, icon, gap }) => (
          <div key={to} className={gap ? 'nav-gapped' : undefined}>
            <Link to={to} className="nav" aria-current={isHere(path, to) ? 'page' : undefined}>
              <Icon name={icon} />
              {name}
            </Link>
          </div>
        ))}
        <Foot />
      </nav>
      {open && <button type="button" className="side-veil" aria-label="Close the menu" onClick={() => setOpenedAt(null)} />}
      <div className="main">
        <header className="bar">
          <button
            type="button" className="button icon quiet burger" aria-label="Menu"
            aria-expanded={open} aria-controls="places" onClick={() => setOpenedAt(path)}
          >
            <Icon name="menu" />
          </button>
          <Crumbs />
          <span className="bar-live"><LiveMark /></span>
          <button type="button" className="button finder" aria-label="Search or run a command" onClick={() => setFinding(true)}>
            <Icon name="search" />
            <span>Search or run a command</span>
            <kbd>Ctrl K</kbd>
          </button>
        </header>
        <main id="content" tabIndex={-1}>
          <Suspense fallback={null}><Outlet /></Suspense>
        </main>
      </div>
      {finding && <Palette onClose={() => setFinding(false)} />}
      <Announcer />
    </div>
  );
}

function isHere(path: string, to: string): boolean {
  return to === '/' ? path === '/' || path.startsWith('/organizations') || path.startsWith('/instances') : path.startsWith(to);
}

const NEXT_THEME: Record<ThemeChoice, ThemeChoice> = { system: 'light', light: 'dark', dark: 'system' };
const THEME_NAME: Record<ThemeChoice, string> = { system: 'System', light: 'Light', dark: 'Dark' };

function Foot() {
  const { session, signOut } = useSession();
  const { choice, choose } = useTheme();
  return (
    <div className="foot">
      <div className="nav still"><LiveMark /></div>
      <button type="button" className="nav" onClick={() => choose(NEXT_THEME[choice])}>
        <Icon name="sun" />
        Theme
        <span className="count">{THEME_NAME[choice]}</span>
      </button>
      <button type="button" className="nav" onClick={() => void signOut()} title="Sign out">
        <span className="avatar" aria-hidden="true">{(session.name || session.username).slice(0, 1).toUpperCase()}</span>
        <span className="cut">{session.username}</span>
        <span className="count">Sign out</span>
      </button>
    </div>
  );
}
