import type { Node } from '../../api/types';

/** The node with the most room, those that are online first. */
export function bestNode(nodes: readonly Node[]): Node | undefined {
  const value = (node: Node) => (node.status === 'online' ? 1 + node.roomFor : 0);
  return [...nodes].sort((a, b) => value(b) - value(a))[0];
}

/** Why nobody can be set up on this node now, or nothing where one can. */
export function refusal(roomFor: number, nodes: readonly Node[], chosen: string): string | undefined {
  if (roomFor <= 0) return 'No room for another member';
  const node = nodes.find((one) => one.id === chosen);
  if (!node) return undefined;
  if (node.status === 'offline') return `${node.name} is offline`;
  if (node.status === 'maintenance') return `${node.name} is in maintenance`;
  return node.roomFor > 0 ? undefined : `${node.name} is full`;
}

/** What each node lacks, for a person who wonders what to do. */
export function whereItLacks(nodes: readonly Node[]): string {
  const each = nodes.map((node) => {
    if (node.status !== 'online') return `${node.name} is ${node.status === 'offline' ? 'offline' : 'in maintenance'}`;
    return `${node.slots.free} ${node.slots.free === 1 ? 'slot is' : 'slots are'} free on ${node.name}`;
  });
  return each.join(', ');
}
