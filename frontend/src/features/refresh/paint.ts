import type { RefreshMember } from '../../api/types';
import type { Board } from './board';
import { CELL_STATES } from './cells';
import { placeOf, type Layout } from './layout';

type Palette = Record<'idle' | 'ok' | 'run' | 'runSoft' | 'bad' | 'badSoft' | 'back' | 'surface', string>;

const FADE_MS = 160;
const DIMMED = 0.16;

/** The colours by their roles, as the theme has them now; the system's own where the reader forces colours. */
export function paletteOf(element: Element): Palette {
  if (matchMedia('(forced-colors: active)').matches) {
    const ink = 'CanvasText';
    return { idle: 'GrayText', ok: ink, run: 'Highlight', runSoft: 'Canvas', bad: ink, badSoft: 'Canvas', back: ink, surface: 'Canvas' };
  }
  const style = getComputedStyle(element);
  const role = (name: string) => style.getPropertyValue(name).trim();
  return {
    idle: role('--idle-s'), ok: role('--ok-cell'), run: role('--run-s'), runSoft: role('--run-b'),
    bad: role('--bad-s'), badSoft: role('--bad-b'), back: role('--back-s'), surface: role('--surface'),
  };
}

/** Draws the board on one canvas: each state is one small picture, made once per size and theme and copied from then on. */
export class Painter {
  private readonly context: CanvasRenderingContext2D | null;
  private readonly pictures: HTMLCanvasElement[];
  private readonly fading = new Map<number, number>();
  private frame: number | undefined;

  constructor(
    canvas: HTMLCanvasElement,
    private readonly board: Board,
    private readonly layout: Layout,
    private readonly shows: (member: RefreshMember) => boolean,
    private readonly still: boolean,
  ) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.ceil(layout.width * ratio);
    canvas.height = Math.ceil(layout.height * ratio);
    this.context = canvas.getContext('2d');
    this.context?.scale(ratio, ratio);
    const palette = paletteOf(canvas);
    this.pictures = this.context ? CELL_STATES.map((_, code) => picture(code, layout.cell, ratio, palette)) : [];
    for (let index = 0; index < board.members.length; index++) this.cell(index, 1);
  }

  /** Cells that have changed; each fades into its new picture. */
  changed(indexes: readonly number[]): void {
    const now = performance.now();
    for (const index of indexes) {
      if (this.still) this.cell(index, 1);
      else this.fading.set(index, now);
    }
    if (this.fading.size > 0) this.frame ??= requestAnimationFrame((at) => this.fade(at));
  }

  close(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
  }

  private fade(now: number): void {
    this.frame = undefined;
    for (const [index, since] of this.fading) {
      const part = (now - since) / FADE_MS;
      if (part >= 1) this.fading.delete(index);
      this.cell(index, Math.max(0.1, Math.min(1, part)));
    }
    if (this.fading.size > 0) this.frame = requestAnimationFrame((at) => this.fade(at));
  }

  private cell(index: number, part: number): void {
    const { context, layout } = this;
    const code = this.board.code(index);
    const image = this.pictures[code];
    const member = this.board.members[index];
    if (!context || !image || !member) return;
    const { x, y } = placeOf(layout, index);
    if (part >= 1) context.clearRect(x, y, layout.cell, layout.cell);
    context.globalAlpha = part * (this.shows(member) ? 1 : DIMMED);
    context.drawImage(image, x, y, layout.cell, layout.cell);
    context.globalAlpha = 1;
  }
}

function picture(code: number, size: number, ratio: number, colour: Palette): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(size * ratio);
  canvas.height = canvas.width;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.scale(canvas.width / 14, canvas.width / 14);
  const box = (inset: number) => {
    context.beginPath();
    context.roundRect(inset, inset, 14 - 2 * inset, 14 - 2 * inset, 3);
  };
  const fill = (style: string) => {
    context.fillStyle = style;
    context.fill();
  };
  const line = (style: string, width: number) => {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.stroke();
  };
  const path = (...points: [number, number][]) => {
    context.beginPath();
    points.forEach(([x, y], at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  };
  context.lineCap = 'round';
  switch (CELL_STATES[code]) {
    case 'succeeded':
      box(0);
      fill(colour.ok);
      break;
    case 'pending':
      box(0.600);
      line(colour.idle, 1.200);
      break;
    case 'updating':
      box(0.750);
      fill(colour.runSoft);
      line(colour.run, 1.500);
      context.fillStyle = colour.run;
      context.fillRect(1, 6.700, 12, 6.300);
      break;
    case 'verifying':
      box(0.750);
      fill(colour.runSoft);
      line(colour.run, 1.500);
      context.fillStyle = colour.run;
      context.fillRect(4, 4, 6, 6);
      break;
    case 'skipped':
      context.beginPath();
      context.arc(7, 7, 2.500, 0, 2 * Math.PI);
      fill(colour.idle);
      break;
    case 'failed':
      box(0);
      fill(colour.bad);
      path([4.300, 4.300], [9.700, 9.700]);
      line(colour.surface, 1.800);
      path([9.700, 4.300], [4.300, 9.700]);
      line(colour.surface, 1.800);
      break;
    case 'unreachable':
      box(0.750);
      fill(colour.badSoft);
      line(colour.bad, 1.500);
      path([2.500, 11.500], [11.500, 2.500]);
      line(colour.bad, 1.800);
      break;
    case 'rolled_back':
      box(0);
      fill(colour.back);
      path([3.500, 7], [9.700, 3.500], [9.700, 10.500]);
      fill(colour.surface);
      break;
    default:
      box(0.600);
      line(colour.idle, 1.200);
      path([4, 7], [10, 7]);
      line(colour.idle, 1.800);
  }
  return canvas;
}
