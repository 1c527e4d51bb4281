import { useQuery } from '@tanstack/react-query';
import { usePlace } from '../../app/crumbs';
import { useSession } from '../../app/session';
import { queries } from '../../api/queries';
import { Empty, Failed, Loading } from '../../ui/feedback';
import { useFirst } from '../../ui/first';
import { Contracts } from './contracts';
import { NodePanel } from './node-panel';
import './nodes.css';

const FIRST = 30;

/** The places that hold instances, and what providers hold for us. */
export function NodesPage() {
  usePlace({ name: 'Nodes' });
  const { may } = useSession();
  const nodes = useQuery(queries.nodes());
  const items = nodes.data?.items ?? [];
  const { shown, more } = useFirst(items, FIRST, 'nodes');
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>Nodes</h1>
          <p className="sub">A slot is 1 vCPU with 4 GiB. What is reserved is on its way to being used.</p>
        </div>
      </div>
      <div className="node-page">
        {nodes.isPending && <Loading lines={4} label="Loading the nodes" />}
        {nodes.error && !nodes.data && <Failed what="The nodes" error={nodes.error} onRetry={() => void nodes.refetch()} />}
        {nodes.data && items.length === 0 && <Empty title="No node yet">A node appears when its provider is configured and answers.</Empty>}
        <div className="node-grid">{shown.map((node) => <NodePanel key={node.id} node={node} admin={may('admin')} />)}</div>
        {more}
        {may('viewer') && <Contracts admin={may('admin')} />}
      </div>
    </div>
  );
}
