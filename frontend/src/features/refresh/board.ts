import type { MemberState, RefreshCounts, RefreshMember } from '../../api/types';
import { CELL_STATES } from './cells';

const CODE = new Map<MemberState, number>(CELL_STATES.map((state, code) => [state, code]));

/**
 * The members of a run in their order of starting, changed in place: thousands of changes a second must not make thousands of new
 * arrays. Who draws asks for the cells that changed; who counts asks for `counts`.
 */
export class Board {
  readonly members: RefreshMember[];
  private readonly indexOf = new Map<string, number>();
  private readonly tally: number[] = CELL_STATES.map(() => 0);
  private ended: Float64Array;
  private took: Float64Array;

  constructor(members: readonly RefreshMember[]) {
    this.members = [...members].sort((a, b) => a.wave - b.wave || a.position - b.position);
    this.ended = new Float64Array(this.members.length);
    this.took = new Float64Array(this.members.length);
    this.members.forEach((member, index) => {
      this.indexOf.set(member.instance, index);
      this.note(index, member, 1);
    });
  }

  /** Writes changes; gives the indexes that changed, or null where somebody is new and the board has to be laid out again. */
  apply(changes: Iterable<RefreshMember>): number[] | null {
    const changed: number[] = [];
    const news: RefreshMember[] = [];
    for (const member of changes) {
      const index = this.indexOf.get(member.instance);
      const before = index === undefined ? undefined : this.members[index];
      if (index === undefined || !before) {
        news.push(member);
        continue;
      }
      this.tally[CODE.get(before.state) ?? 0] = (this.tally[CODE.get(before.state) ?? 0] ?? 0) - 1;
      this.members[index] = member;
      this.note(index, member, 1);
      if (before.state !== member.state) changed.push(index);
    }
    return news.length > 0 ? null : changed;
  }

  /** Those that `apply` did not know. */
  unknown(changes: Iterable<RefreshMember>): RefreshMember[] {
    return [...changes].filter((member) => !this.indexOf.has(member.instance));
  }

  find(instance: string): number {
    return this.indexOf.get(instance) ?? -1;
  }

  code(index: number): number {
    const member = this.members[index];
    return member ? CODE.get(member.state) ?? 0 : 0;
  }

  counts(): RefreshCounts {
    const of = (state: MemberState) => this.tally[CODE.get(state) ?? 0] ?? 0;
    return {
      pending: of('pending'), updating: of('updating'), verifying: of('verifying'), succeeded: of('succeeded'), skipped: of('skipped'),
      failed: of('failed'), unreachable: of('unreachable'), rolledBack: of('rolled_back'), cancelled: of('cancelled'),
    };
  }

  waves(): { wave: number; count: number }[] {
    const counts = new Map<number, number>();
    for (const member of this.members) counts.set(member.wave, (counts.get(member.wave) ?? 0) + 1);
    return [...counts].map(([wave, count]) => ({ wave, count }));
  }

  /** When each that has ended did, in milliseconds. */
  endings(): number[] {
    return [...this.ended].filter((at) => at > 0);
  }

  /** How long those that succeeded took, the middle one; null before there is one. */
  median(): number | null {
    const all = [...this.took].filter((time) => time > 0).sort((a, b) => a - b);
    return all[Math.floor(all.length / 2)] ?? null;
  }

  private note(index: number, member: RefreshMember, by: number): void {
    const code = CODE.get(member.state) ?? 0;
    this.tally[code] = (this.tally[code] ?? 0) + by;
    const end = member.endedAt && member.attempts > 0 ? Date.parse(member.endedAt) : 0;
    this.ended[index] = end;
    this.took[index] = end && member.startedAt && member.state === 'succeeded' ? end - Date.parse(member.startedAt) : 0;
  }
}
