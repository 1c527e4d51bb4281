import { useId } from 'react';
import { CopyButton } from './copy-button';
import { Icon } from './icon';
import './copy-line.css';

/** A text to hand over, with its copy button inside the frame. */
export function CopyLine({ label, text, copyLabel = 'Copy' }: { label: string; text: string; copyLabel?: string }) {
  const id = useId();
  return (
    <div className="copy-line">
      <span className="label" id={id}>{label}</span>
      <div className="copy-line-frame" role="group" aria-labelledby={id}>
        <span className="mono cut copy-line-text">{text}</span>
        <CopyButton text={text} label={copyLabel} />
      </div>
    </div>
  );
}

/** The password of a new account: there once, and it says so. */
export function OneTimePassword({ password }: { password: string }) {
  return (
    <div className="once">
      <CopyLine label="One-time password" text={password} />
      <p className="row small once-note">
        <span className="warn"><Icon name="alert" size={14} /></span>
        Shown once, only here. It must be replaced at the first login. The mail never holds it.
      </p>
    </div>
  );
}
