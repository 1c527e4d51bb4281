/** An environment as lines `KEY=value`, and back. */
export function linesOf(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment).map(([key, value]) => `${key}=${value}`).join('\n');
}

/** What the lines say, or which line says nothing; the deployer judges the names. */
export function environmentOf(lines: string): { environment: Record<string, string>; error?: string } {
  const environment: Record<string, string> = {};
  for (const [index, line] of lines.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const at = line.indexOf('=');
    const key = line.slice(0, at).trim();
    if (at < 1 || key === '') return { environment, error: `Line ${index + 1} is not KEY=value.` };
    if (Object.hasOwn(environment, key)) return { environment, error: `Line ${index + 1} says ${key} a second time.` };
    environment[key] = line.slice(at + 1);
  }
  return { environment };
}
