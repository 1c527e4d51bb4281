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
  return Math.max(0, table.split(/\r?\n/).filter((line) => line.trim() !== '').length - 1);
}
