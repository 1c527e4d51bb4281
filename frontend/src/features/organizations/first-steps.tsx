import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { queries } from '../../api/queries';
import { Action } from '../../ui/action';
import { Failed, Loading } from '../../ui/feedback';
import { Glyph } from '../../ui/state';

const CELLS = Array.from({ length: 48 }, (_, index) => index);

/** An empty system: what is there already, and the one step that is open. */
export function FirstSteps({ onNew }: { onNew: () => void }) {
  const nodes = useQuery(queries.nodes());
  const setups = useQuery(queries.setups());
  const channels = useQuery(queries.channels());
  const all = [nodes, setups, channels];
  const failed = all.find((one) => one.error);
  if (failed) return <Failed what="What this system has" error={failed.error} onRetry={() => all.forEach((one) => void one.refetch())} />;
  if (!nodes.data || !setups.data || !channels.data) return <Loading lines={4} label="Looking what is there" />;

  const online = nodes.data.items.filter((node) => node.status === 'online');
  const free = online.reduce((sum, node) => sum + node.slots.free, 0);
  const [setup] = setups.data.items;
  const channel = channels.data.items.find((one) => one.current && one.name === 'stable') ?? channels.data.items.find((one) => one.current);
  const missing = !online.length ? 'a node that is online' : !setup ? 'a setup' : !channel ? 'a channel with a build' : undefined;
  return (
    <div className="panel orgs-first">
      <div className="orgs-cells" aria-hidden="true">{CELLS.map((cell) => <i key={cell} className={cell === 0 ? 'on' : undefined} />)}</div>
      <h2>Nothing deployed yet</h2>
      <p className="second">
        An organization is one admin instance and as many members as you have room for. When these steps are done, the first cockpit opens.
      </p>
      <ol className="orgs-steps">
        <Step number={1} done={online.length > 0} title={online.length === 1 ? <>Node <span className="mono">{online[0]?.name}</span> is online</>
          : online.length ? `${online.length} nodes are online` : 'No node is online'}
          action={<Link to="/nodes" className="button small">Open nodes</Link>}>
          {online.length ? `${free} slots free.` : 'A node is a place that holds instances. See why none answers.'}
        </Step>
        <Step number={2} done={Boolean(setup)} title={setup ? <>Setup <span className="mono">{setup.name}</span> is saved</> : 'Save a setup'}
          action={<Link to="/setups" className="button small">Open setups</Link>}>
          {setup ? `${setup.slots} slots and ${setup.memoryMiB / 1024} GB each.` : 'A setup says how big an instance is, and where it runs.'}
        </Step>
        <Step number={3} done={Boolean(channel)} title={channel ? <>Channel <span className="mono">{channel.name}</span> has a build</> : 'Publish a build'}
          action={<Link to="/channels" className="button small">Open channels</Link>}>
          {channel ? `${channel.current} is current.` : 'A channel names the build that new organizations get.'}
        </Step>
        <Step number={4} done={false} title="Create your first organization"
          action={<Action kind="primary" icon="plus" onClick={onNew} refused={missing && `It needs ${missing} first.`} describedBy="orgs-step-4">New organization</Action>}>
          <span id="orgs-step-4">{missing ? `It needs ${missing} first.` : 'Name it, choose who administers it. Its admin instance is set up right away.'}</span>
        </Step>
      </ol>
    </div>
  );
}

function Step({ number, done, title, children, action }: {
  number: number; done: boolean; title: ReactNode; children: ReactNode; action: ReactNode;
}) {
  return (
    <li>
      {done
        ? <span className="ok"><Glyph shape="disc-check" size={20} /><span className="unseen">Done</span></span>
        : <span className="orgs-step-number" aria-hidden="true">{number}</span>}
      <div><h3>{title}</h3><p>{children}</p></div>
      {action}
    </li>
  );
}
