import { Link } from '@tanstack/react-router';
import { useSession } from '../../app/session';
import type { OrganizationSummary } from '../../api/types';
import { Icon } from '../../ui/icon';
import { glanceSays } from '../../ui/refresh-progress';
import { REFRESH } from '../../ui/state';
import { narrowed } from './filters';

const MOST = 5;

type Bar = { version: string | null; count: number };

/** Every build that is in use, the channel's current and the organization's own first, those without any last. */
export function buildBars(summary: OrganizationSummary): Bar[] {
  const { builds, build, currentBuild, instances } = summary;
  const counted: Bar[] = builds.filter((one) => one.version !== null && one.version !== undefined);
  const known = new Map(counted.map((one) => [one.version, one.count]));
  const first = [...new Set([currentBuild, build])].filter((version) => typeof version === 'string');
  const rest = counted.filter((one) => !first.some((version) => version === one.version)).sort((a, b) => b.count - a.count);
  const none = instances.total - counted.reduce((sum, one) => sum + one.count, 0);
  return [
    ...first.map((version) => ({ version, count: known.get(version) ?? 0 })),
    ...rest,
    ...(none > 0 ? [{ version: null, count: none }] : []),
  ];
}

export function Builds({ summary }: { summary: OrganizationSummary }) {
  const bars = buildBars(summary);
  const shown = bars.length > MOST ? [...bars.slice(0, MOST - 1), ...bars.slice(MOST - 1).filter((bar) => bar.version === null)] : bars;
  return (
    <section aria-labelledby="org-builds">
      <h2 id="org-builds">Builds <span className="third">on channel</span> {summary.channel}</h2>
      <ul className="org-builds">
        {shown.map((bar) => <BuildBar key={bar.version ?? ''} bar={bar} summary={summary} />)}
      </ul>
      {shown.length < bars.length && <p className="small second">and {bars.length - shown.length} more builds</p>}
      <Offer summary={summary} />
    </section>
  );
}

function BuildBar({ bar, summary }: { bar: Bar; summary: OrganizationSummary }) {
  const { version, count } = bar;
  const share = summary.instances.total > 0 ? (count / summary.instances.total) * 100 : 0;
  const current = version !== null && version === summary.currentBuild;
  const own = version !== null && version === summary.build;
  return (
    <li>
      <div className="org-build">
        {version === null
          ? <span>no build</span>
          : <Link className="mono cut" to="/organizations/$org" params={{ org: summary.slug }} search={(before) => narrowed(before, 'build', version)} replace resetScroll={false}>{version}</Link>}
        <span className="org-bar" aria-hidden="true"><i className={current ? 'current' : version === null ? 'none' : 'old'} style={{ width: count > 0 ? `max(6px, ${share}%)` : 0 }} /></span>
        <span className="org-count">{count.toLocaleString()}<span className="unseen"> instances</span></span>
      </div>
      {(current || own) && (
        <p className="org-build-mark">
          <Icon name={current ? 'check' : 'cube'} size={12} />
          {current && own ? 'current on the channel, and this organization’s build' : current ? `current on ${summary.channel}` : 'this organization’s build, new instances get it'}
        </p>
      )}
    </li>
  );
}

/** What to do about builds: the refresh that runs, or the one that could. */
function Offer({ summary }: { summary: OrganizationSummary }) {
  const { may } = useSession();
  const { refresh, outdated, currentBuild, slug } = summary;
  if (refresh) {
    return (
      <div className="org-offer">
        <span className="run"><Icon name="arrowUp" /></span>
        <span><strong>Refresh to {refresh.build}: {REFRESH[refresh.state].word.toLowerCase()}.</strong> {glanceSays(refresh)}.</span>
        <Link to="/organizations/$org/refreshes/$id" params={{ org: slug, id: refresh.id }} className="button small">Open refresh</Link>
      </div>
    );
  }
  if (outdated === 0 || !currentBuild || summary.removing) return null;
  return (
    <div className="org-offer">
      <span className="run"><Icon name="arrowUp" /></span>
      <span>
        <strong>Update available.</strong>{' '}
        <Link className="org-number" to="/organizations/$org" params={{ org: slug }} search={(before) => narrowed(before, 'mark', 'outdated')} replace resetScroll={false}>
          {outdated.toLocaleString()} {outdated === 1 ? 'instance is' : 'instances are'} outdated
        </Link>.
      </span>
      {may('operator', slug) && <Link to="/organizations/$org/refreshes" params={{ org: slug }} search={{ build: currentBuild }} className="button small">Refresh to {currentBuild}…</Link>}
    </div>
  );
}
