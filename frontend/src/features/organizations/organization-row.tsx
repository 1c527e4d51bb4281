import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useChange } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { OrganizationSummary } from '../../api/types';
import { Action } from '../../ui/action';
import { Glyph } from '../../ui/state';
import { BuildsCell, HealthCell, RoomCell } from './cells';
import { readable } from './order';
import { WorkCell } from './work-cell';

/** One organization: who it is, how it is, what runs, how much fits, what goes on. */
export function OrganizationRow({ org }: { org: OrganizationSummary }) {
  if (!readable(org)) return <Unreadable slug={(org as { slug: string }).slug} name={(org as { name?: string }).name} />;
  return (
    <div className="orgs-row">
      <div className="orgs-who">
        <h2><Link to="/organizations/$org" params={{ org: org.slug }} className="orgs-name">{org.name}</Link></h2>
        <p className="orgs-meta"><span className="mono">{org.slug}</span> · {org.setup.name} v{org.setup.version} · {org.channel}</p>
      </div>
      <HealthCell org={org} />
      <BuildsCell org={org} />
      <RoomCell org={org} />
      <WorkCell org={org} />
    </div>
  );
}

function Unreadable({ slug, name }: { slug: string; name: string | undefined }) {
  const client = useQueryClient();
  const read = useChange({
    run: () => client.fetchQuery({ ...queries.organization(slug), staleTime: 0 }),
    done: (now) =>
      client.setQueryData(queries.organizations().queryKey, (all) => all?.map((one) => (one.slug === slug ? now : one))),
  });
  return (
    <div className="orgs-row">
      <div className="orgs-who">
        <h2><Link to="/organizations/$org" params={{ org: slug }} className="orgs-name">{name ?? slug}</Link></h2>
        <p className="orgs-meta"><span className="mono">{slug}</span></p>
      </div>
      <div className="orgs-unreadable" role="alert">
        <span className="bad"><Glyph shape="octagon-cross" /></span>
        <span>Could not be read whole. The other organizations are complete.</span>
        <Action small icon="retry" busy={read.isPending} onClick={() => read.mutate()}>Read again</Action>
      </div>
    </div>
  );
}
