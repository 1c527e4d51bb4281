import { useEffect, useState } from 'react';
import { Icon } from './icon';

const REST_MS = 300;

/** A search that is asked when the typing rests. `value` is what the address says. */
export function SearchBox({ label, value, onSearch, icon = true }: {
  label: string; value: string; onSearch: (text: string) => void; icon?: boolean;
}) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // the address changed by itself, such as by going back
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    const asked = typed.trim();
    if (asked === value) return undefined;
    const timer = setTimeout(() => onSearch(asked), REST_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onSearch]);
  return (
    <div className={icon ? 'search' : undefined}>
      {icon && <Icon name="search" />}
      <input
        type="search" className="input small" aria-label={label} placeholder={label} value={typed} maxLength={100}
        autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  );
}
