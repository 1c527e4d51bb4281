import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { Icon } from './icon';

type Around = { label: string; help?: ReactNode; error?: string | undefined; optional?: boolean; unit?: string };

function Frame({ id, label, help, error, optional, children }: Around & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}{optional && <span className="third"> optional</span>}</label>
      {children}
      {error && <p id={`${id}-error`} className="field-error"><Icon name="alert" size={14} />{error}</p>}
      {help && <p id={`${id}-help`} className="help">{help}</p>}
    </div>
  );
}

function described(id: string, { help, error }: Around) {
  return {
    'aria-invalid': error ? true : undefined,
    'aria-describedby': [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ') || undefined,
  };
}

/** One line of text with its label, its help and what the deployer said of it. */
export function TextField({ label, help, error, optional, unit, ...input }: Around & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const around: Around = { label, ...(help ? { help } : {}), error, ...(optional ? { optional } : {}) };
  return (
    <Frame id={id} {...around}>
      <div className={unit ? 'input-unit' : undefined}>
        <input id={id} className="input" autoComplete="off" spellCheck={false} {...described(id, around)} {...input} />
        {unit && <span className="third" aria-hidden="true">{unit}</span>}
      </div>
    </Frame>
  );
}

export function TextArea({ label, help, error, optional, ...input }: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  const around: Around = { label, ...(help ? { help } : {}), error, ...(optional ? { optional } : {}) };
  return (
    <Frame id={id} {...around}>
      <textarea id={id} className="input" rows={5} spellCheck={false} {...described(id, around)} {...input} />
    </Frame>
  );
}

export function SelectField({ label, help, error, optional, children, ...input }: Around & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  const around: Around = { label, ...(help ? { help } : {}), error, ...(optional ? { optional } : {}) };
  return (
    <Frame id={id} {...around}>
      <select id={id} className="input" {...described(id, around)} {...input}>{children}</select>
    </Frame>
  );
}

export function CheckField({ label, help, ...input }: { label: ReactNode; help?: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className="check">
      <input id={id} type="checkbox" aria-describedby={help ? `${id}-help` : undefined} {...input} />
      <label htmlFor={id}>{label}</label>
      {help && <p id={`${id}-help`} className="help">{help}</p>}
    </div>
  );
}
