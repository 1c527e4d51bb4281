import { Action } from '../../ui/action';
import { CopyButton } from '../../ui/copy-button';
import { CopyLine } from '../../ui/copy-line';
import { Icon } from '../../ui/icon';
import { SidePanel } from '../../ui/side-panel';
import { curlLine } from './token-words';

/** The secret of a new token, this once, and a call to try it with. */
export function MadeToken({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  const line = curlLine(location.origin, secret);
  return (
    <SidePanel title={`Token ${name}`} onClose={onClose} footer={<Action kind="primary" onClick={onClose}>Close, it is kept</Action>}>
      <div className="once">
        <CopyLine label="Token" text={secret} copyLabel="Copy token" />
        <p className="row small tokens-note">
          <span className="warn"><Icon name="alert" size={14} /></span>
          Shown once, only here. Keep it where passwords are kept; whoever has it acts in your name.
        </p>
      </div>
      <div>
        <p className="label">Try it</p>
        <pre className="mono tokens-curl">{line}</pre>
        <CopyButton text={line} label="Copy line" />
      </div>
    </SidePanel>
  );
}
