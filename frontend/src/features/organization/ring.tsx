import type { InstanceTally } from '../../api/types';

const RADIUS = 50;
const ROUND = 2 * Math.PI * RADIUS;
const LEAST = 6;
const GAP = 3;
const TONES = [['healthy', 'ok'], ['degraded', 'warn'], ['unreachable', 'bad'], ['unknown', 'idle']] as const;

type Arc = { tone: string; length: number; start: number };

/** The shares of the round; one that is there can be seen however small, the largest gives way for it. */
export function arcs(tally: InstanceTally): Arc[] {
  const present = TONES.map(([name, tone]) => ({ tone, value: tally[name] })).filter(({ value }) => value > 0);
  const sum = present.reduce((all, { value }) => all + value, 0);
  const free = ROUND - (present.length > 1 ? GAP * present.length : 0);
  const lengths = present.map(({ value }) => Math.max(LEAST, (value / sum) * free));
  const over = lengths.reduce((all, length) => all + length, 0) - free;
  const largest = lengths.indexOf(Math.max(...lengths));
  const found: Arc[] = [];
  let start = 0;
  present.forEach(({ tone }, index) => {
    const length = (lengths[index] ?? 0) - (index === largest ? over : 0);
    found.push({ tone, length, start });
    start += length + GAP;
  });
  return found;
}

/** Health as a ring, with its numbers as words. */
export function Ring({ tally }: { tally: InstanceTally }) {
  const rest = (['degraded', 'unreachable', 'unknown'] as const).map((name) => `${tally[name]} ${name}`).join(', ');
  return (
    <div className="org-ring" role="img" aria-label={`${tally.healthy} of ${tally.total} instances healthy, ${rest}`}>
      <svg viewBox="0 0 112 112" aria-hidden="true">
        <circle cx="56" cy="56" r={RADIUS} className="void" />
        {arcs(tally).map(({ tone, length, start }) => (
          <circle key={tone} cx="56" cy="56" r={RADIUS} className={tone} strokeDasharray={`${length} ${ROUND}`} strokeDashoffset={-start} />
        ))}
      </svg>
      <div className="org-ring-words"><b>{tally.healthy.toLocaleString()}</b><span>of {tally.total.toLocaleString()}</span></div>
    </div>
  );
}
