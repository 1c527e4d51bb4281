import type { MemberState } from '../../api/types';

/** The picture of a cell, for legends: the same shapes as on the canvas. */
export function CellKey({ state }: { state: MemberState }) {
  return <svg className="ref-key" aria-hidden="true" viewBox="0 0 14 14" width="14" height="14" strokeLinecap="round">{drawing(state)}</svg>;
}

const FRAME = { x: 0.75, y: 0.75, width: 12.500, height: 12.500, rx: 3 };

function drawing(state: MemberState) {
  switch (state) {
    case 'succeeded':
      return <rect width="14" height="14" rx="3" fill="var(--ok-cell)" />;
    case 'pending':
      return <rect {...FRAME} fill="none" stroke="var(--idle-s)" strokeWidth="1.200" />;
    case 'updating':
      return <><rect {...FRAME} fill="var(--run-b)" stroke="var(--run-s)" strokeWidth="1.500" /><path d="M1 6.700h12V13H1Z" fill="var(--run-s)" /></>;
    case 'verifying':
      return <><rect {...FRAME} fill="var(--run-b)" stroke="var(--run-s)" strokeWidth="1.500" /><path d="M4 4h6v6H4Z" fill="var(--run-s)" /></>;
    case 'skipped':
      return <circle cx="7" cy="7" r="2.500" fill="var(--idle-s)" />;
    case 'failed':
      return <><rect width="14" height="14" rx="3" fill="var(--bad-s)" /><path d="m4.300 4.300 5.400 5.400M9.700 4.300 4.300 9.700" stroke="var(--surface)" strokeWidth="1.800" /></>;
    case 'unreachable':
      return <><rect {...FRAME} fill="var(--bad-b)" stroke="var(--bad-s)" strokeWidth="1.500" /><path d="m2.500 11.500 9-9" stroke="var(--bad-s)" strokeWidth="1.800" /></>;
    case 'rolled_back':
      return <><rect width="14" height="14" rx="3" fill="var(--back-s)" /><path d="M3.500 7 9.700 3.500v7Z" fill="var(--surface)" /></>;
    case 'cancelled':
      return <><rect {...FRAME} fill="none" stroke="var(--idle-s)" strokeWidth="1.200" /><path d="M4 7h6" stroke="var(--idle-s)" strokeWidth="1.800" /></>;
  }
}
