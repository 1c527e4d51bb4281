import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import type { OrganizationSummary } from '../../api/types';
import { OrganizationRow } from './organization-row';

const VIRTUAL_FROM = 100;
const ROW_HEIGHT = 92;

/** The rows; more than a hundred are only drawn where they are looked at. */
export function OrganizationList({ organizations }: { organizations: OrganizationSummary[] }) {
  return (
    <div className="panel orgs-list">
      <Heads />
      {organizations.length > VIRTUAL_FROM
        ? <VirtualRows organizations={organizations} />
        : (
          <ul aria-label="Organizations">
            {organizations.map((org) => <li key={org.slug}><OrganizationRow org={org} /></li>)}
          </ul>
        )}
    </div>
  );
}

function Heads() {
  return (
    <div className="orgs-row orgs-heads" aria-hidden="true">
      <span>Organization</span><span>Health</span><span>Builds</span><span>Room</span><span>Running work</span>
    </div>
  );
}

function VirtualRows({ organizations }: { organizations: OrganizationSummary[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const rows = useWindowVirtualizer({
    count: organizations.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollMargin: top,
    getItemKey: (index) => organizations[index]?.slug ?? index,
  });
  return (
    <ul ref={list} aria-label="Organizations" className="orgs-virtual" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((row) => {
        const org = organizations[row.index];
        return org && (
          <li key={row.key} ref={rows.measureElement} data-index={row.index} aria-setsize={organizations.length} aria-posinset={row.index + 1}
            style={{ transform: `translateY(${row.start - rows.options.scrollMargin}px)` }}>
            <OrganizationRow org={org} />
          </li>
        );
      })}
    </ul>
  );
}

export function OrganizationSkeleton() {
  return (
    <div className="panel orgs-list" role="status" aria-label="Reading the organizations">
      <Heads />
      {[0, 1, 2].map((row) => (
        <div key={row} className="orgs-row orgs-ghost">
          {[0, 1, 2, 3, 4].map((cell) => <div key={cell}><div className="skeleton" /><div className="skeleton" /></div>)}
        </div>
      ))}
    </div>
  );
}
