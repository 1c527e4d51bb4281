import type { RefreshMember } from '../../api/types';
import { clockTime } from '../../ui/time';
import { buildsOf, CELL_WORD } from './cells';
import { CellKey } from './cell-key';

const WIDE = 292;

/** What a cell stands for, beside it. */
export function Tip({ member, x, y, width }: { member: RefreshMember; x: number; y: number; width: number }) {
  const left = Math.max(0, Math.min(x - WIDE / 3, width - WIDE));
  const why = member.problem ? `${member.problem.message} ${member.problem.next}` : member.reason;
  const facts = [
    buildsOf(member),
    member.attempts > 0 ? `attempt ${member.attempts}` : null,
    member.node ?? null,
    member.endedAt ? clockTime(member.endedAt) : member.startedAt ? `since ${clockTime(member.startedAt)}` : null,
  ].filter((fact) => fact !== null);
  return (
    <div className="ref-tip" style={{ left, top: y + 10 }} aria-hidden="true">
      <p className="row"><strong>{member.instance}</strong> <span className="mono second cut">{member.person}</span>
        <span className="push row ref-tip-state"><CellKey state={member.state} />{CELL_WORD[member.state]}</span></p>
      {why && <p>{why}</p>}
      <p className="small second">{facts.join(', ')}</p>
    </div>
  );
}
