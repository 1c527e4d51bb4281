/** Where the cells of one wave stand: `first` is the index of its first cell. */
export type WaveBox = { wave: number; first: number; count: number; headTop: number; top: number; rows: number };
export type Layout = { columns: number; cell: number; pitch: number; left: number; width: number; height: number; waves: WaveBox[] };

const GUTTER = 32;
const BETWEEN_WAVES = 20;
const MANY = 3_000;
const PHONE = 520;

/** Cells are smaller on a phone, and smallest where there are thousands. */
export function cellSize(total: number, width: number): { cell: number; gap: number } {
  if (total > MANY) return { cell: 8, gap: 2 };
  return { cell: width < PHONE ? 12 : 14, gap: 3 };
}

/** The place of every cell, wave below wave, each in its order of starting. Pure arithmetic: the drawing and the pointer both ask it. */
export function layOut(counts: readonly { wave: number; count: number }[], width: number): Layout {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const { cell, gap } = cellSize(total, width);
  const pitch = cell + gap;
  const columns = Math.max(1, Math.floor((width - GUTTER + gap) / pitch));
  const head = width < PHONE ? 48 : 29;
  const waves: WaveBox[] = [];
  let y = 0;
  let first = 0;
  for (const { wave, count } of counts) {
    if (count === 0) continue;
    const rows = Math.ceil(count / columns);
    waves.push({ wave, first, count, headTop: y, top: y + head, rows });
    y += head + rows * pitch - gap + BETWEEN_WAVES;
    first += count;
  }
  return { columns, cell, pitch, left: GUTTER, width, height: Math.max(0, y - BETWEEN_WAVES), waves };
}

/** The upper left corner of a cell. */
export function placeOf(layout: Layout, index: number): { x: number; y: number } {
  const box = boxOf(layout, index);
  if (!box) return { x: 0, y: 0 };
  const at = index - box.first;
  return { x: layout.left + (at % layout.columns) * layout.pitch, y: box.top + Math.floor(at / layout.columns) * layout.pitch };
}

/** The cell at a point, its right and lower gap included; -1 where there is none. */
export function hit(layout: Layout, x: number, y: number): number {
  const column = Math.floor((x - layout.left) / layout.pitch);
  if (column < 0 || column >= layout.columns) return -1;
  const box = layout.waves.find((one) => y >= one.top && y < one.top + one.rows * layout.pitch);
  if (!box) return -1;
  const at = Math.floor((y - box.top) / layout.pitch) * layout.columns + column;
  return at < box.count ? box.first + at : -1;
}

/** The cell that an arrow key goes to; the same one at an edge. Up and down step from wave to wave. */
export function step(layout: Layout, index: number, key: string): number {
  const box = boxOf(layout, index);
  const total = layout.waves.reduce((sum, one) => sum + one.count, 0);
  if (!box || total === 0) return total > 0 ? 0 : -1;
  switch (key) {
    case 'ArrowRight':
      return Math.min(total - 1, index + 1);
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    case 'ArrowDown':
      return vertical(layout, box, index, 1);
    case 'ArrowUp':
      return vertical(layout, box, index, -1);
    default:
      return index;
  }
}

function vertical(layout: Layout, box: WaveBox, index: number, direction: 1 | -1): number {
  const to = index + direction * layout.columns;
  if (to >= box.first && to < box.first + box.count) return to;
  const column = (index - box.first) % layout.columns;
  const row = Math.floor((index - box.first) / layout.columns);
  // a shorter last row still lies below: its last cell
  if (direction === 1 && row < box.rows - 1) return box.first + box.count - 1;
  const next = layout.waves[layout.waves.indexOf(box) + direction];
  if (!next) return index;
  const start = direction === 1 ? next.first : next.first + (next.rows - 1) * layout.columns;
  return Math.min(start + column, next.first + next.count - 1);
}

function boxOf(layout: Layout, index: number): WaveBox | undefined {
  return layout.waves.find((one) => index >= one.first && index < one.first + one.count);
}
