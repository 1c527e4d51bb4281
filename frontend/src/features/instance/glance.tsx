import { Link } from '@tanstack/react-router';
import type { Instance } from '../../api/types';
import { Action } from '../../ui/action';
import { CopyLine } from '../../ui/copy-line';
import { Icon } from '../../ui/icon';
import { HEALTH, INSTANCE, State } from '../../ui/state';
import { Ago } from '../../ui/time';

type Props = { instance: Instance; operator: boolean; unpinning: boolean; onPin: () => void; onUnpin: () => void };

/** The instance in three: how it is, what it runs, where it is. */
export function Glance({ instance, operator, unpinning, onPin, onUnpin }: Props) {
  return (
    <div className="panel inst-glance">
      <section aria-labelledby="inst-how">
        <h2 id="inst-how" className="small second">State and health</h2>
        <dl className="facts">
          <dt>State</dt><dd><State look={INSTANCE[instance.state]} /></dd>
          <dt>Health</dt><dd><State look={HEALTH[instance.health]} /></dd>
          <dt>Last seen</dt><dd><Ago at={instance.lastSeen} /></dd>
          <dt>Role</dt><dd>{instance.role === 'admin' ? 'Admin instance' : 'Member'}</dd>
        </dl>
      </section>
      <section aria-labelledby="inst-build">
        <h2 id="inst-build" className="small second">Build</h2>
        <p className="figure mono inst-figure">{instance.build ?? 'no build'}</p>
        <div className="inst-marks"><Marks instance={instance} /></div>
        {operator && instance.state !== 'removing' && (
          <div className="row wrap">
            <Action small icon="pin" onClick={onPin}>{instance.pinned ? 'Change the pin…' : 'Pin to a build…'}</Action>
            {instance.pinned && <Action small busy={unpinning} onClick={onUnpin}>Unpin</Action>}
          </div>
        )}
      </section>
      <section aria-labelledby="inst-where">
        <h2 id="inst-where" className="small second">Where it is</h2>
        <dl className="facts">
          <dt>Instance</dt><dd className="mono">{instance.id}</dd>
          <dt>Node</dt><dd>{instance.node ? <Link to="/nodes" className="link mono">{instance.node}</Link> : <span className="third">none yet</span>}</dd>
          <dt>Setup</dt><dd><Link to="/setups" className="link mono">{instance.setup.name}</Link> version {instance.setup.version}</dd>
          <dt>Channel</dt><dd><Link to="/channels" className="link mono">{instance.channel}</Link></dd>
        </dl>
        <CopyLine label="Cockpit" text={instance.cockpitUrl} />
      </section>
    </div>
  );
}

function Marks({ instance }: { instance: Instance }) {
  const { pinned, drifted, outdated, desiredBuild, build } = instance;
  return (
    <>
      {drifted && <p className="inst-mark"><span className="warn"><Icon name="drift" /></span><span><strong>Drifted</strong>, wants <span className="mono">{desiredBuild}</span>. Install again, or refresh the organization.</span></p>}
      {!drifted && desiredBuild && desiredBuild !== build && (
        <p className="inst-mark"><span className="idle"><Icon name="arrowUp" /></span><span>Is to run <span className="mono">{desiredBuild}</span></span></p>
      )}
      {outdated && instance.state !== 'removing' && <p className="inst-mark"><span className="run"><Icon name="arrowUp" /></span><span><strong>Outdated</strong>: a newer build is current on {instance.channel}. <Link to="/organizations/$org/refreshes" params={{ org: instance.organization }} className="link">Refresh the organization</Link></span></p>}
      {pinned && <p className="inst-mark"><span className="idle"><Icon name="pin" /></span><span><strong>Pinned</strong> to <span className="mono">{pinned.build}</span>{pinned.by ? ` by ${pinned.by}` : ''}: {pinned.reason}</span></p>}
      {!drifted && !outdated && !pinned && build && build === desiredBuild && <p className="second">What it is to run, and current on {instance.channel}.</p>}
    </>
  );
}
