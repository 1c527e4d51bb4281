const GROUND_MS = 120_000;
const LEAST_MS = 10_000;
const LEAST_ENDED = 3;

export type Estimate = { perMinute: number; leftMs: number; groundMs: number };

/**
 * How long what remains takes at the rate of the last two minutes; null as long as there is no ground for a number: too short a
 * time, or too few that ended.
 */
export function estimate(endings: readonly number[], startedAt: number, now: number, remaining: number): Estimate | null {
  const groundMs = Math.min(GROUND_MS, now - startedAt);
  if (groundMs < LEAST_MS) return null;
  const ended = endings.filter((at) => at > now - groundMs && at <= now + 1_000).length;
  if (ended < LEAST_ENDED) return null;
  return { perMinute: (ended * 60_000) / groundMs, leftMs: (remaining * groundMs) / ended, groundMs };
}

/** "about 6 min": never more exact than it is. */
export function roughly(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 10) return 'a few seconds';
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 90 ? `about ${minutes} min` : `about ${Math.round(minutes / 60)} h`;
}

/** "2 minutes", "40 s": what the estimate stands on. */
export function groundSays(milliseconds: number): string {
  return milliseconds >= GROUND_MS ? `${GROUND_MS / 60_000} minutes` : `${Math.round(milliseconds / 1_000)} s`;
}
