import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries';
import type { Node, OrganizationSummary } from '../../api/types';
import { Icon } from '../../ui/icon';
import { whereItLacks } from './room';

const MOST_CELLS = 12;

function useSetup(org: OrganizationSummary) {
  const versions = useQuery(queries.setupVersions(org.setup.name));
  return versions.data?.items.find((version) => version.version === org.setup.version);
}

/** How many more fit, this one among them. */
export function Room({ org }: { org: OrganizationSummary }) {
  const setup = useSetup(org);
  const left = org.roomFor - 1;
  return (
    <div className="onb-room">
      <div>
        <strong>Room for {org.roomFor} more</strong>
        <p className="small second">
          {setup ? `This one takes ${setup.slots} slots and ${Math.round(setup.memoryMiB / 1024)} GB, then ` : 'After this one, '}
          {left === 0 ? 'none is left' : `${left} ${left === 1 ? 'is' : 'are'} left`}.
        </p>
      </div>
      <span className="onb-cells" aria-hidden="true">
        {Array.from({ length: Math.min(org.roomFor, MOST_CELLS) }, (_, cell) => <i key={cell} className={cell === 0 ? 'mine' : undefined} />)}
      </span>
    </div>
  );
}

/** Why the button is refused, and what would help. */
export function NoRoom({ id, org, reason, nodes }: { id: string; org: OrganizationSummary; reason: string; nodes: Node[] }) {
  const setup = useSetup(org);
  return (
    <div className="note warn row onb-noroom" id={id} role="status">
      <span className="warn"><Icon name="alert" /></span>
      <div>
        <strong>{reason}</strong>
        <p className="second">
          {setup && `It takes ${setup.slots} slots on one node; `}{whereItLacks(nodes) || 'there is no node'}. Remove a member, end a maintenance, or add a node.
        </p>
      </div>
    </div>
  );
}
