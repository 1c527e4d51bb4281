import { Link } from '@tanstack/react-router';
import { createContext, Fragment, use, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Crumb = { name: string; to?: string };

const CrumbsContext = createContext<{ crumbs: Crumb[]; set: (crumbs: Crumb[]) => void }>({ crumbs: [], set: () => undefined });

export function CrumbsProvider({ children }: { children: ReactNode }) {
  const [crumbs, set] = useState<Crumb[]>([]);
  const value = useMemo(() => ({ crumbs, set }), [crumbs]);
  return <CrumbsContext value={value}>{children}</CrumbsContext>;
}

/** Says where a screen is; its last crumb also names the window. */
export function usePlace(...crumbs: Crumb[]): void {
  const { set } = use(CrumbsContext);
  const text = JSON.stringify(crumbs);
  useEffect(() => {
    const all = JSON.parse(text) as Crumb[];
    set(all);
    document.title = `${all.at(-1)?.name ?? ''} · Hero Deployer`;
  }, [set, text]);
}

export function Crumbs() {
  const { crumbs } = use(CrumbsContext);
  return (
    <nav className="crumbs" aria-label="Where you are">
      {crumbs.map((crumb, index) => (
        <Fragment key={index}>
          {index > 0 && <span className="sep" aria-hidden="true">/</span>}
          {crumb.to && index < crumbs.length - 1
            ? <Link to={crumb.to} className="cut">{crumb.name}</Link>
            : <span aria-current="page" className="cut">{crumb.name}</span>}
        </Fragment>
      ))}
    </nav>
  );
}
