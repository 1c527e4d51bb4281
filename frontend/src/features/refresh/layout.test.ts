import { cellSize, hit, layOut, placeOf, step } from './layout';

const WIDE = 32 + 10 * 17; // ten columns of 14 + 3
const layout = layOut([{ wave: 0, count: 4 }, { wave: 1, count: 25 }, { wave: 2, count: 1 }], WIDE - 3);

test('cells are smaller on a phone and smallest above three thousand', () => {
  expect(cellSize(100, 1000).cell).toBe(14);
  expect(cellSize(100, 360).cell).toBe(12);
  expect(cellSize(3_000, 1000).cell).toBe(14);
  expect(cellSize(3_001, 1000)).toEqual({ cell: 8, gap: 2 });
});

test('every cell is hit at its own place and nowhere else', () => {
  const seen = new Set<string>();
  for (let index = 0; index < 30; index++) {
    const { x, y } = placeOf(layout, index);
    expect(hit(layout, x, y)).toBe(index);
    expect(hit(layout, x + layout.cell - 1, y + layout.cell - 1)).toBe(index);
    seen.add(`${x},${y}`);
  }
  expect(seen.size).toBe(30);
});

test('beside the cells is nothing', () => {
  const last = placeOf(layout, 28); // the fifth of a row of ten
  expect(hit(layout, last.x + layout.pitch, last.y)).toBe(-1);
  expect(hit(layout, 5, last.y)).toBe(-1);
  expect(hit(layout, 40, 2)).toBe(-1);
  expect(hit(layout, WIDE + 40, last.y)).toBe(-1);
});

test('arrows go along, stop at the edges, and step from wave to wave', () => {
  expect(step(layout, 0, 'ArrowLeft')).toBe(0);
  expect(step(layout, 3, 'ArrowRight')).toBe(4);
  expect(step(layout, 29, 'ArrowRight')).toBe(29);
  expect(step(layout, 2, 'ArrowDown')).toBe(6);
  expect(step(layout, 6, 'ArrowUp')).toBe(2);
  expect(step(layout, 12, 'ArrowUp')).toBe(3); // the canary's row is shorter
  expect(step(layout, 22, 'ArrowDown')).toBe(28); // so is the last one
  expect(step(layout, 28, 'ArrowDown')).toBe(29);
  expect(step(layout, 29, 'ArrowDown')).toBe(29);
  expect(step(layout, 29, 'Home')).toBe(0);
});

test('nobody: no cell, no height', () => {
  const none = layOut([], 500);
  expect(none.height).toBe(0);
  expect(step(none, -1, 'ArrowDown')).toBe(-1);
});
