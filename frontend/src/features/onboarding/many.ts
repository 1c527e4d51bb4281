import type { ManyAnswer, ManyItem, Onboarding, RowProblem } from '../../api/types';

export type Row = { username: string; name: string; email: string };
export type Source = { kind: 'table'; table: string } | { kind: 'rows'; rows: Row[] };

export const NO_ROW: Row = { username: '', name: '', email: '' };

export function filled(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.username.trim() || row.name.trim() || row.email.trim());
}

/** Everything that is in the way of a row, in one line. */
export function problemText(problem: RowProblem): string {
  const fields = problem.errors ?? [];
  return fields.length > 0 ? fields.map(({ field, message }) => `${field}: ${message}`).join('; ') : problem.detail;
}

/** What a rehearsal found: who can be set up, and whether there is room for all of them. */
export function found(answer: ManyAnswer, later: boolean): { good: number; bad: ManyItem[]; refused: string | undefined } {
  const bad = answer.items.filter((item) => item.problem);
  const good = answer.items.length - bad.length;
  if (good === 0) return { good, bad, refused: 'No row can be set up as it stands' };
  const short = later ? 0 : good - answer.fits;
  return { good, bad, refused: short > 0 ? `Room for ${answer.fits} of ${good}: take out ${short}, or make room` : undefined };
}

export type Tally = { total: number; done: number; running: number; failed: Onboarding[]; cancelled: number };

export function tallyOf(runs: readonly Onboarding[]): Tally {
  return {
    total: runs.length,
    done: runs.filter((run) => run.state === 'succeeded').length,
    running: runs.filter((run) => run.state === 'running').length,
    failed: runs.filter((run) => run.state === 'failed'),
    cancelled: runs.filter((run) => run.state === 'cancelled').length,
  };
}
