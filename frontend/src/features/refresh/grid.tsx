import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Refresh, RefreshMember } from '../../api/types';
import { Glyph } from '../../ui/state';
import type { Board } from './board';
import { cellText } from './cells';
import { hit, layOut, placeOf, step, type Layout } from './layout';
import { fits, type Narrow } from './narrow';
import { Painter } from './paint';
import { plural } from './sentences';
import { Tip } from './tip';
import type { LiveBoard } from './use-board';
import { useSize } from './use-size';
import { waveLook, waveSays } from './waves';

type Props = { run: Refresh; board: Board; onChanged: LiveBoard['onChanged']; narrow: Narrow; member: string | undefined };

const KEYS = ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'];

/** Every instance a cell, on one canvas, wave below wave in the order of starting. One tab stop; the arrows go from cell to cell. */
export function Grid({ run, board, onChanged, narrow, member }: Props) {
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const width = useSize(frame);
  const waves = useMemo(() => board.waves(), [board]);
  const layout = useMemo(() => layOut(waves, width), [waves, width]);
  const canvas = useCanvas(board, layout, onChanged, narrow);
  const [cursor, setCursor] = useState(() => (member ? board.find(member) : -1));
  const [pointed, setPointed] = useState(-1);
  const [focused, setFocused] = useState(false);
  /** The cell that the press in hand opens: under a mouse its words are seen already, under a finger at the second tap. */
  const opens = useRef(-1);

  const at = pointed >= 0 ? pointed : focused || member ? cursor : -1;
  const shown = board.members[at];
  const place = placeOf(layout, Math.max(0, at));
  const indexAt = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return hit(layout, event.clientX - box.left, event.clientY - box.top);
  };
  const open = (one: RefreshMember | undefined) => {
    if (one) void navigate({ to: '/instances/$id', params: { id: one.instance } });
  };
  const pressed = (event: KeyboardEvent) => {
    if (KEYS.includes(event.key)) {
      event.preventDefault();
      setPointed(-1);
      setCursor((before) => step(layout, before, event.key));
    } else if (event.key === 'Escape') setPointed(-1);
    else if (event.key === 'Enter') open(shown);
  };
  return (
    <div className="ref-grid" ref={frame} style={{ height: layout.height }}>
      {layout.waves.map((box) => {
        const says = waveSays(run, box.wave, box.count);
        const look = waveLook(run, says.state);
        return (
          <div key={box.wave} className="ref-wave" data-state={says.state} style={{ top: box.headTop, height: box.top - box.headTop + box.rows * layout.pitch }}>
            <span className={look.tone}><Glyph shape={look.shape} size={20} /></span>
            <h3>{says.name} <span>{says.says}</span></h3>
          </div>
        );
      })}
      <div
        className="ref-canvas" data-on={pointed >= 0 || undefined} role="application" tabIndex={0} aria-describedby="ref-grid-help"
        aria-label={`The ${plural(board.members.length, 'instance')} as a grid`}
        onKeyDown={pressed}
        onFocus={() => {
          setFocused(true);
          setCursor((before) => (before < 0 ? 0 : before));
        }}
        onBlur={() => setFocused(false)}
        onPointerMove={(event) => setPointed(indexAt(event))}
        onPointerLeave={() => setPointed(-1)}
        onPointerDown={(event) => {
          const index = indexAt(event);
          opens.current = event.pointerType === 'mouse' || index === cursor ? index : -1;
          if (index >= 0) setCursor(index);
        }}
        onClick={() => open(board.members[opens.current])}
      >
        <canvas ref={canvas} style={{ width: layout.width, height: layout.height }} />
        {at >= 0 && <i className="ref-cursor" style={{ left: place.x, top: place.y, width: layout.cell, height: layout.cell }} />}
      </div>
      {shown && <Tip member={shown} x={place.x} y={place.y + layout.cell} width={width} />}
      <p id="ref-grid-help" className="unseen">Arrow keys go from instance to instance, Enter opens one. Press T for a table of the same.</p>
      <p className="unseen" aria-live="polite">{focused && shown ? cellText(shown) : ''}</p>
    </div>
  );
}

/** Keeps the canvas drawn: anew when the board, its size, the theme or the filter changes; only the changed cells otherwise. */
function useCanvas(board: Board, layout: Layout, onChanged: LiveBoard['onChanged'], { state, cause }: Narrow) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [look, setLook] = useState(0);
  useEffect(() => {
    const again = () => setLook((before) => before + 1);
    const theme = new MutationObserver(again);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] });
    const queries = [matchMedia('(forced-colors: active)'), matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)];
    for (const query of queries) query.addEventListener('change', again);
    return () => {
      theme.disconnect();
      for (const query of queries) query.removeEventListener('change', again);
    };
  }, []);
  useEffect(() => {
    if (!canvas.current || layout.width === 0) return undefined;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const painter = new Painter(canvas.current, board, layout, (member) => fits(member, { state, cause }), still);
    const stop = onChanged((changed) => painter.changed(changed));
    return () => {
      stop();
      painter.close();
    };
  }, [board, layout, state, cause, onChanged, look]);
  return canvas;
}
