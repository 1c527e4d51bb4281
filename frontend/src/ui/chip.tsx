import type { ReactNode } from 'react';
import { Glyph, type Look } from './state';

/** A state on its own soft ground. */
export function Chip({ look, children }: { look: Look; children?: ReactNode }) {
  return <span className={`chip ${look.tone}`}><Glyph shape={look.shape} size={13} />{children ?? look.word}</span>;
}
