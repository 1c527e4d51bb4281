import type { MemberState, RefreshMember } from '../../api/types';

/** Which members are looked at: all of them, those in one state, or those that failed alike. */
export type Narrow = { state: MemberState | null; cause: string | null };

export function fits(member: RefreshMember, { state, cause }: Narrow): boolean {
  return (state === null || member.state === state) && (cause === null || member.problem?.cause === cause);
}
