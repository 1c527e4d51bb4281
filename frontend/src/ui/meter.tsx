export type Part = { name: string; value: number; tone: 'ok' | 'warn' | 'bad' | 'run' | 'back' | 'idle' | 'ink' | 'old' | 'void' };

/** A bar of shares, as one picture with its numbers as words. Each part that is there can be seen, however small. */
export function Meter({ parts, label }: { parts: Part[]; label: string }) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  const text = `${label}: ${parts.filter((part) => part.value > 0).map((part) => `${part.value} ${part.name}`).join(', ') || 'nothing'}`;
  return (
    <div className="meter" role="img" aria-label={text}>
      {total === 0
        ? <i className="void" style={{ flexGrow: 1 }} />
        : parts.filter((part) => part.value > 0).map((part) => (
          <i key={part.name} className={part.tone} style={{ flexGrow: part.value }} />
        ))}
    </div>
  );
}
