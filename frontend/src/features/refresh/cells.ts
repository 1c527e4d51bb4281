import type { MemberState, RefreshCounts, RefreshMember } from '../../api/types';

/** The states of a cell, in the order of the legend; a state's place here is its code in the board. */
export const CELL_STATES = [
  'succeeded', 'verifying', 'updating', 'pending', 'skipped', 'failed', 'unreachable', 'rolled_back', 'cancelled',
] as const satisfies readonly MemberState[];

export const CELL_WORD: Record<MemberState, string> = {
  pending: 'Pending', updating: 'Updating', verifying: 'Verifying', succeeded: 'Succeeded', skipped: 'Skipped',
  failed: 'Failed', unreachable: 'Unreachable', rolled_back: 'Rolled back', cancelled: 'Cancelled',
};

export function isCellState(text: string | undefined): text is MemberState {
  return CELL_STATES.some((state) => state === text);
}

export function countOf(counts: RefreshCounts, state: MemberState): number {
  return state === 'rolled_back' ? counts.rolledBack : counts[state];
}

/** What a cell says when it is read aloud: "o7g172, piet, failed: artifact not reachable". */
export function cellText(member: RefreshMember): string {
  const why = member.problem?.message ?? member.reason;
  return `${member.instance}, ${member.person}, ${CELL_WORD[member.state].toLowerCase()}${why ? `: ${why}` : ''}`;
}

/** Where it comes from and goes to: "1.0.0 → 1.1.0", on the way back the other way round. */
export function buildsOf({ from, to, back }: RefreshMember): string {
  if (!from || from === to) return to;
  return back ? `${to} → ${from}` : `${from} → ${to}`;
}

/** Ended, one way or the other. */
export function isOver(state: MemberState): boolean {
  return state !== 'pending' && state !== 'updating' && state !== 'verifying';
}
