import { useEffect, useRef } from 'react';
import type { Onboarding } from '../../api/types';

/** Says exactly what cancelling takes away, before it does. */
export function Undo({ run }: { run: Onboarding }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const provisioned = run.stages.some((stage) => stage.name === 'provisioning' && stage.state !== 'pending' && stage.state !== 'skipped');
  return (
    <div className="note bad stack onb-undo" ref={box} tabIndex={-1} role="alert">
      <p><strong>Cancel the setup of {run.person} and undo it?</strong></p>
      <ul className="onb-list">
        {provisioned && <li>The machine {run.instance} is destroyed, with its disk and its contract.</li>}
        <li>What was reserved on the node is given back.</li>
        <li>The instance {run.instance} leaves {run.organization}, and its cockpit’s address with it.</li>
        <li>The account goes too if this setup made it; one that was there before stays.</li>
      </ul>
    </div>
  );
}
