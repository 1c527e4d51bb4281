import type { IconName } from '../../ui/icon';

/** One thing the palette can do. `words` are looked through; `group` is its heading. */
export type Command = { id: string; group: string; name: string; hint?: string; icon: IconName; words: string; run: () => void };

const MOST = 60;

/** Those that hold every word that was typed; what begins with the text comes first, otherwise the order given stays. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter((command) => {
    const text = `${command.name} ${command.words} ${command.group}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
  const first = words[0];
  if (!first) return found.slice(0, MOST);
  const begins = (command: Command) => Number(command.name.toLocaleLowerCase().startsWith(first));
  return found.sort((one, other) => begins(other) - begins(one)).slice(0, MOST);
}

/** In groups, in the order in which each first appears. */
export function grouped(commands: readonly Command[]): { group: string; items: Command[] }[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups].map(([group, items]) => ({ group, items }));
}
