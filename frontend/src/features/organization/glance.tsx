import { Link } from '@tanstack/react-router';
import { useSession } from '../../app/session';
import type { HealthName, OrganizationSummary } from '../../api/types';
import { Action } from '../../ui/action';
import { Icon } from '../../ui/icon';
import { Glyph, HEALTH } from '../../ui/state';
import { Builds } from './builds';
import { narrowed } from './filters';
import { Ring } from './ring';
import { Room } from './room';
import { useHealthCheck } from './use-health-check';

const ORDER: readonly HealthName[] = ['healthy', 'degraded', 'unreachable', 'unknown'];

/** How it stands, in three: health, builds, room and drift. Every number narrows the table. */
export function Glance({ summary }: { summary: OrganizationSummary }) {
  const { instances, slug } = summary;
  return (
    <div className="org-glance">
      <section aria-labelledby="org-health">
        <h2 id="org-health">Health</h2>
        <div className="org-ring-row">
          <Ring tally={instances} />
          <div className="org-legend">
            {ORDER.map((name) => (
              <Link key={name} to="/organizations/$org" params={{ org: slug }} search={(before) => narrowed(before, 'health', name)} replace resetScroll={false}>
                <span className={HEALTH[name].tone}><Glyph shape={HEALTH[name].shape} /></span>{HEALTH[name].word}<b>{instances[name].toLocaleString()}</b>
              </Link>
            ))}
          </div>
        </div>
        <CheckNow org={slug} />
      </section>
      <Builds summary={summary} />
      <Room summary={summary} />
    </div>
  );
}

function CheckNow({ org }: { org: string }) {
  const { may } = useSession();
  const check = useHealthCheck(org);
  return (
    <p className="org-check small second">
      <Icon name="pulse" size={14} />
      <span>All asked every few seconds</span>
      {may('operator', org) && <Action small busy={check.isPending} onClick={() => check.mutate()}>Check now</Action>}
    </p>
  );
}
