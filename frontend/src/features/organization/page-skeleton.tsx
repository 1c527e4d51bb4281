/** The page's shape before its numbers are there. */
export function PageSkeleton({ name }: { name: string }) {
  return (
    <div className="page" role="status" aria-label={`Loading ${name}`}>
      <h1 className="org-alone third">{name}</h1>
      <div className="skeleton org-skeleton-glance" />
      <div className="org-columns">
        <div className="stack">{Array.from({ length: 8 }, (_, line) => <div key={line} className="skeleton line" />)}</div>
        <div className="stack">{Array.from({ length: 4 }, (_, line) => <div key={line} className="skeleton line" />)}</div>
      </div>
    </div>
  );
}
