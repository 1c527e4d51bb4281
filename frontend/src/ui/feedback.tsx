import type { ReactNode } from 'react';
import { Icon } from './icon';

/** Nothing here yet: what this place is for and the one thing to do. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="panel empty">
      <span className="empty-cells" aria-hidden="true"><i /><i /><i /><i /></span>
      <h2>{title}</h2>
      <p className="second">{children}</p>
      {action}
    </div>
  );
}

/** Something could not be read: what, and a way to try again. */
export function Failed({ what, error, onRetry }: { what: string; error: unknown; onRetry: () => void }) {
  return (
    <div className="note bad row wrap" role="alert">
      <Icon name="alert" />
      <span><strong>{what} could not be read.</strong> {error instanceof Error ? error.message : 'The deployer did not answer.'}</span>
      <button type="button" className="button small push" onClick={onRetry}><Icon name="retry" size={14} />Try again</button>
    </div>
  );
}

/** Lines in the shape of what is to come, after a moment. */
export function Loading({ lines = 5, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div className="stack" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => <div key={line} className="skeleton line" />)}
    </div>
  );
}
