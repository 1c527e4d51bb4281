import { Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useSession } from '../../app/session';
import type { OrganizationSummary } from '../../api/types';
import { Chip } from '../../ui/chip';
import { Icon } from '../../ui/icon';
import { HEALTH, INSTANCE, REFRESH } from '../../ui/state';
import { useSearchChange } from './filters';
import { useHealthCheck } from './use-health-check';

/** The name, what needs somebody, and the verbs. */
export function Head({ summary }: { summary: OrganizationSummary }) {
  const { may } = useSession();
  const { slug, removing } = summary;
  const change = useSearchChange();
  return (
    <div className="page-head org-head">
      <div className="org-head-words">
        <div className="org-title"><h1>{summary.name}</h1><Chips summary={summary} /></div>
        <p className="sub">
          <span className="mono">{slug}</span> · setup <span className="mono">{summary.setup.name} v{summary.setup.version}</span> · channel{' '}
          <span className="mono">{summary.channel}</span>
        </p>
      </div>
      {!removing && (
        <div className="actions">
          <More summary={summary} />
          <Link to="/organizations/$org/refreshes" params={{ org: slug }} className="button grow"><Icon name="arrowUp" />Refresh</Link>
          {may('operator', slug) && (
            <button type="button" className="button primary grow" onClick={() => change({ panel: 'add', run: undefined })}>
              <Icon name="plus" />Add and set up
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** What needs somebody, each one a way to it. */
function Chips({ summary }: { summary: OrganizationSummary }) {
  const { slug, instances, refresh } = summary;
  const halted = refresh && (refresh.state === 'halted' || refresh.state === 'paused');
  const narrow = { to: '/organizations/$org', params: { org: slug }, replace: true, resetScroll: false } as const;
  return (
    <>
      {summary.removing && <Chip look={INSTANCE.removing}>Being removed</Chip>}
      {instances.failed > 0 && (
        <Link {...narrow} search={{ state: 'failed' }}><Chip look={INSTANCE.failed}>{instances.failed} {instances.failed === 1 ? 'setup' : 'setups'} failed</Chip></Link>
      )}
      {refresh && halted && (
        <Link to="/organizations/$org/refreshes/$id" params={{ org: slug, id: refresh.id }}>
          <Chip look={REFRESH[refresh.state]}>Refresh {REFRESH[refresh.state].word.toLowerCase()}</Chip>
        </Link>
      )}
      {instances.unreachable > 0 && <Link {...narrow} search={{ health: 'unreachable' }}><Chip look={HEALTH.unreachable}>{instances.unreachable} unreachable</Chip></Link>}
    </>
  );
}

function More({ summary }: { summary: OrganizationSummary }) {
  const { may } = useSession();
  const change = useSearchChange();
  const check = useHealthCheck(summary.slug);
  const operator = may('operator', summary.slug);
  const admin = may('admin', summary.slug);
  if (!operator && !admin) return null;
  return (
    <Menu position="bottom-end" classNames={{ dropdown: 'menu', item: 'menu-item' }} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className="button icon" aria-label="More actions"><Icon name="dots" /></button>
      </Menu.Target>
      <Menu.Dropdown>
        {operator && <Menu.Item onClick={() => change({ panel: 'many', run: undefined })}>Add many…</Menu.Item>}
        {operator && <Menu.Item onClick={() => check.mutate()}>Check health now</Menu.Item>}
        {admin && <Menu.Item renderRoot={(props) => <Link to="/organizations/$org/settings" params={{ org: summary.slug }} {...props} />}>Settings</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
