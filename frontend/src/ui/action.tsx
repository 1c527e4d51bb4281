import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';

type Props = {
  children: ReactNode;
  onClick?: () => void;
  icon?: IconName;
  kind?: 'primary' | 'plain' | 'quiet' | 'danger' | 'danger-primary';
  small?: boolean;
  type?: 'button' | 'submit';
  form?: string;
  /** Under way: the button says so and takes no second press. */
  busy?: boolean;
  /** Why it may not be pressed now. It can still be reached and read. */
  refused?: string | undefined;
  /** The id of the element that says why, where it is visible. */
  describedBy?: string;
};

const CLASS = { primary: 'primary', plain: '', quiet: 'quiet', danger: 'danger', 'danger-primary': 'danger primary' } as const;

/** A button that is a verb. One that is refused can be focused and says why. */
export function Action({ children, onClick, icon, kind = 'plain', small, type = 'button', form, busy, refused, describedBy }: Props) {
  const off = Boolean(busy) || refused !== undefined;
  return (
    <button
      type={off ? 'button' : type}
      form={form}
      className={`button ${CLASS[kind]} ${small ? 'small' : ''}`}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      aria-describedby={describedBy}
      title={refused}
      onClick={off ? undefined : onClick}
    >
      {busy ? <Icon name="retry" size={14} /> : icon && <Icon name={icon} size={small ? 14 : 16} />}
      {children}
    </button>
  );
}
