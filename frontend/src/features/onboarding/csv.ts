/** A cell of a table that a spreadsheet will not take for a formula, quoted where it must be. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function csvTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

/** How many rows below its header a pasted table has. Only for words: the deployer reads it for good. */
export function rowsIn(table: string): number {
  const lines = table.split(/\r\n?|\n/).filter((line) => /[^\s,;]/.test(line));
  const named = /^\uFEFF?sep=/i.test(lines[0] ?? '') ? 2 : 1;
  return Math.max(0, lines.length - named);
}

/** The text of a file that is UTF-8; nothing for one in another code page, whose letters nobody can tell for sure. */
export async function utf8Of(file: Blob): Promise<string | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
