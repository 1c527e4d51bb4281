import { useId } from 'react';
import { CopyButton } from '../../ui/copy-button';
import { Icon } from '../../ui/icon';

/** A text to hand over, with its copy button inside the frame. */
export function CopyLine({ label, text, copyLabel = 'Copy' }: { label: string; text: string; copyLabel?: string }) {
  const id = useId();
  return (
    <div className="onb-copy">
      <span className="label" id={id}>{label}</span>
      <div className="onb-copy-frame" role="group" aria-labelledby={id}>
        <span className="mono cut onb-copy-text">{text}</span>
        <CopyButton text={text} label={copyLabel} />
      </div>
    </div>
  );
}

/** The password of a new account: there once, and it says so. */
export function OneTimePassword({ password }: { password: string }) {
  return (
    <div className="onb-once">
      <CopyLine label="One-time password" text={password} />
      <p className="row small onb-once-note">
        <span className="warn"><Icon name="alert" size={14} /></span>
        Shown once, only here. It must be replaced at the first login. The mail never holds it.
      </p>
    </div>
  );
}
