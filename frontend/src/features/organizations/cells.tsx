import { Link } from '@tanstack/react-router';
import type { OrganizationSummary } from '../../api/types';
import { Meter } from '../../ui/meter';
import { Glyph, HEALTH, State } from '../../ui/state';

const MOST_BUILDS = 3;
const number = new Intl.NumberFormat();

/** How many answer as healthy, and each exception as a number that leads to its rows. */
export function HealthCell({ org }: { org: OrganizationSummary }) {
  const { healthy, degraded, unreachable, unknown, total } = org.instances;
  const exceptions = (['degraded', 'unreachable', 'unknown'] as const).filter((name) => org.instances[name] > 0);
  return (
    <div>
      <p className="orgs-health"><b>{number.format(healthy)}</b> of {number.format(total)} healthy</p>
      <Meter label="Health" parts={[
        { name: 'healthy', value: healthy, tone: 'ok' },
        { name: 'degraded', value: degraded, tone: 'warn' },
        { name: 'unreachable', value: unreachable, tone: 'bad' },
        { name: 'unknown', value: unknown, tone: 'idle' },
      ]} />
      {exceptions.length > 0 && (
        <p className="orgs-exceptions">
          {exceptions.map((name) => (
            <Link key={name} to="/organizations/$org" params={{ org: org.slug }} search={{ health: name }} className={`orgs-exception ${HEALTH[name].tone}`}>
              <Glyph shape={HEALTH[name].shape} size={13} />{number.format(org.instances[name])} {name}
            </Link>
          ))}
        </p>
      )}
    </div>
  );
}

/** Which builds run, each as its share of all; the channel's current one in ink. */
export function BuildsCell({ org }: { org: OrganizationSummary }) {
  const { total } = org.instances;
  const known = org.builds.filter((build) => build.version !== null && build.count > 0);
  const current = (version: string | null) => Number(version === org.currentBuild);
  const sorted = [...known].sort((one, other) => current(other.version) - current(one.version) || other.count - one.count);
  const shown = sorted.slice(0, MOST_BUILDS);
  const rest = sorted.slice(MOST_BUILDS).reduce((sum, build) => sum + build.count, 0);
  const none = Math.max(0, total - known.reduce((sum, build) => sum + build.count, 0));
  return (
    <div>
      <p className="orgs-key">Builds</p>
      <ul className="orgs-builds">
        {shown.map(({ version, count }) => (
          <Share key={version} name={<span className="mono">{version}</span>} count={count} total={total} current={version === org.currentBuild} />
        ))}
        {rest > 0 && <Share name={`${sorted.length - MOST_BUILDS} other builds`} count={rest} total={total} />}
        {none > 0 && <Share name="no build" count={none} total={total} none />}
        {total === 0 && <li className="third">No instance yet</li>}
      </ul>
    </div>
  );
}

function Share({ name, count, total, current = false, none = false }: {
  name: React.ReactNode; count: number; total: number; current?: boolean; none?: boolean;
}) {
  return (
    <li className="orgs-build">
      <span className="cut">{name}</span>
      <span className="orgs-share" aria-hidden="true">
        <i className={none ? 'none' : current ? 'current' : undefined} style={{ width: `${(100 * count) / Math.max(1, total)}%` }} />
      </span>
      <span className="orgs-count">{number.format(count)}</span>
    </li>
  );
}

/** How many more members fit. */
export function RoomCell({ org }: { org: OrganizationSummary }) {
  return (
    <div className="orgs-room">
      <span className="orgs-key">Room </span>
      {org.roomFor > 0
        ? <span><b>{number.format(org.roomFor)}</b> <span className="second">more</span></span>
        : <State look={{ tone: 'warn', shape: 'triangle', word: 'Full' }} />}
    </div>
  );
}
