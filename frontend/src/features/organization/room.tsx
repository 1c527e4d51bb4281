import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ProblemError } from '../../api/problem';
import { queries } from '../../api/queries';
import type { Node, OrganizationSummary } from '../../api/types';
import { Icon, type IconName } from '../../ui/icon';
import { Meter } from '../../ui/meter';
import { NODE, State } from '../../ui/state';
import { narrowed } from './filters';
import type { Mark } from './order';

const MOST = 5;

/** How many more fit, on which nodes, and what has gone its own way. */
export function Room({ summary }: { summary: OrganizationSummary }) {
  const { roomFor, slug } = summary;
  return (
    <section aria-labelledby="org-room">
      <h2 id="org-room">Room and drift</h2>
      <p className="org-room-figure">
        {roomFor > 0
          ? <><span className="figure">{roomFor.toLocaleString()}</span><span className="second">more {roomFor === 1 ? 'member fits' : 'members fit'}</span></>
          : <span className="org-full warn"><Icon name="alert" />Full<span className="second">no other member fits</span></span>}
      </p>
      <Nodes setup={summary.setup.name} />
      <div className="org-legend org-marks">
        <MarkLink org={slug} mark="drifted" icon="drift" tone="warn" word="Drifted" count={summary.drifted} />
        <MarkLink org={slug} mark="pinned" icon="pin" tone="idle" word="Pinned" count={summary.pinned} />
      </div>
    </section>
  );
}

function MarkLink({ org, mark, icon, tone, word, count }: { org: string; mark: Mark; icon: IconName; tone: string; word: string; count: number }) {
  return (
    <Link to="/organizations/$org" params={{ org }} search={(before) => narrowed(before, 'mark', mark)} replace resetScroll={false}>
      <span className={tone}><Icon name={icon} size={15} /></span>{word}<b>{count.toLocaleString()}</b>
    </Link>
  );
}

function Nodes({ setup }: { setup: string }) {
  const nodes = useQuery(queries.nodes(setup));
  if (nodes.isPending) return <div className="skeleton line" />;
  if (!nodes.data) {
    // who may not see nodes still sees how many fit
    if (nodes.error instanceof ProblemError && nodes.error.status === 403) return null;
    return <p className="small second">The nodes could not be read. <button type="button" className="link" onClick={() => void nodes.refetch()}>Try again</button></p>;
  }
  const sorted = [...nodes.data.items].sort((a, b) => b.slots.free - a.slots.free);
  return (
    <>
      <ul className="org-nodes">{sorted.slice(0, MOST).map((node) => <NodeLine key={node.id} node={node} />)}</ul>
      {sorted.length > MOST && <p className="small second">and <Link to="/nodes" className="link">{sorted.length - MOST} more nodes</Link></p>}
    </>
  );
}

function NodeLine({ node }: { node: Node }) {
  const { used, reserved, free } = node.slots;
  return (
    <li>
      <span className="mono cut" title={node.name}>{node.name}</span>
      <Meter label={`Slots of ${node.name}`} parts={[{ name: 'used', value: used, tone: 'ink' }, { name: 'reserved', value: reserved, tone: 'run' }, { name: 'free', value: free, tone: 'void' }]} />
      {node.status === 'online' ? <span>{free} free</span> : <State look={NODE[node.status]} />}
    </li>
  );
}
