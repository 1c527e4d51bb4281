import type { ReactNode } from 'react';

export type Tone = 'ok' | 'warn' | 'bad' | 'run' | 'back' | 'idle';

type Shape =
  | 'disc-check' | 'triangle' | 'ring-slash' | 'ring-question' | 'ring' | 'spinner' | 'half-disc'
  | 'octagon-cross' | 'octagon-bar' | 'chevrons' | 'ring-bar' | 'two-bars' | 'arrow-back' | 'dot';

/** Colour, shape and word: always all three. */
export type Look = { tone: Tone; shape: Shape; word: string };

export const HEALTH = {
  healthy: { tone: 'ok', shape: 'disc-check', word: 'Healthy' },
  degraded: { tone: 'warn', shape: 'triangle', word: 'Degraded' },
  unreachable: { tone: 'bad', shape: 'ring-slash', word: 'Unreachable' },
  unknown: { tone: 'idle', shape: 'ring-question', word: 'Unknown' },
} as const satisfies Record<string, Look>;

export const INSTANCE = {
  registered: { tone: 'idle', shape: 'ring', word: 'Registered' },
  provisioning: { tone: 'run', shape: 'spinner', word: 'Provisioning' },
  provisioned: { tone: 'idle', shape: 'half-disc', word: 'Provisioned' },
  installing: { tone: 'run', shape: 'spinner', word: 'Installing' },
  ready: { tone: 'ok', shape: 'disc-check', word: 'Ready' },
  failed: { tone: 'bad', shape: 'octagon-cross', word: 'Failed' },
  removing: { tone: 'run', shape: 'spinner', word: 'Removing' },
} as const satisfies Record<string, Look>;

export const STAGE = {
  pending: { tone: 'idle', shape: 'ring', word: 'To do' },
  running: { tone: 'run', shape: 'spinner', word: 'Running' },
  succeeded: { tone: 'ok', shape: 'disc-check', word: 'Done' },
  failed: { tone: 'bad', shape: 'octagon-cross', word: 'Failed' },
  skipped: { tone: 'idle', shape: 'chevrons', word: 'Skipped' },
  cancelled: { tone: 'idle', shape: 'ring-bar', word: 'Cancelled' },
} as const satisfies Record<string, Look>;

export const REFRESH = {
  planned: { tone: 'idle', shape: 'ring', word: 'Planned' },
  running: { tone: 'run', shape: 'spinner', word: 'Running' },
  paused: { tone: 'idle', shape: 'two-bars', word: 'Paused' },
  halted: { tone: 'bad', shape: 'octagon-bar', word: 'Halted' },
  rolling_back: { tone: 'back', shape: 'spinner', word: 'Rolling back' },
  succeeded: { tone: 'ok', shape: 'disc-check', word: 'Succeeded' },
  failed: { tone: 'bad', shape: 'octagon-cross', word: 'Failed' },
  cancelled: { tone: 'idle', shape: 'ring-bar', word: 'Cancelled' },
  rolled_back: { tone: 'back', shape: 'arrow-back', word: 'Rolled back' },
} as const satisfies Record<string, Look>;

export const NODE = {
  online: { tone: 'ok', shape: 'disc-check', word: 'Online' },
  offline: { tone: 'bad', shape: 'ring-slash', word: 'Offline' },
  maintenance: { tone: 'warn', shape: 'triangle', word: 'Maintenance' },
} as const satisfies Record<string, Look>;

export function State({ look, children }: { look: Look; children?: ReactNode }) {
  return (
    <span className={`state ${look.tone}`}>
      <Glyph shape={look.shape} />
      <span>{children ?? look.word}</span>
    </span>
  );
}

const OCTAGON = 'M5.2 1.500h5.600l3.700 3.700v5.600l-3.700 3.700H5.200l-3.700-3.700V5.200Z';

export function Glyph({ shape, size = 15 }: { shape: Shape; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.600}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={shape === 'spinner' ? 'spinner' : undefined}
    >
      {drawing(shape)}
    </svg>
  );
}

function drawing(shape: Shape): ReactNode {
  const hole = { stroke: 'var(--surface)' };
  const ring = <circle cx="8" cy="8" r="6" />;
  switch (shape) {
    case 'disc-check':
      return <><circle cx="8" cy="8" r="6.500" fill="currentColor" stroke="none" /><path d="m5.200 8.200 2 2 3.600-4" style={hole} /></>;
    case 'triangle':
      return <><path d="M8 2 14.500 13.500H1.500Z" fill="currentColor" /><path d="M8 6.500v3M8 11.600v.05" style={hole} /></>;
    case 'ring-slash':
      return <>{ring}<path d="m4 12 8-8" /></>;
    case 'ring-question':
      return <><circle cx="8" cy="8" r="6" strokeDasharray="2.200 2" /><path d="M6.500 6.600a1.500 1.500 0 1 1 2.200 1.400c-.5.3-.7.5-.7 1M8 11v.05" strokeWidth={1.300} /></>;
    case 'ring':
      return ring;
    case 'spinner':
      return <><circle cx="8" cy="8" r="6" opacity=".25" /><path d="M8 2a6 6 0 0 1 6 6" /></>;
    case 'half-disc':
      return <>{ring}<path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" stroke="none" /></>;
    case 'octagon-cross':
      return <><path d={OCTAGON} fill="currentColor" stroke="none" /><path d="m5.800 5.800 4.400 4.400M10.200 5.800l-4.400 4.400" style={hole} /></>;
    case 'octagon-bar':
      return <><path d={OCTAGON} fill="currentColor" stroke="none" /><path d="M5 8h6" style={hole} /></>;
    case 'chevrons':
      return <path d="m3.500 4 4 4-4 4M8.500 4l4 4-4 4" />;
    case 'ring-bar':
      return <>{ring}<path d="M5 8h6" /></>;
    case 'two-bars':
      return <path d="M5.500 3.500v9M10.500 3.500v9" strokeWidth={2.200} />;
    case 'arrow-back':
      return <path d="M6 3 3 6l3 3M3 6h6a4 4 0 0 1 0 8H6" />;
    case 'dot':
      return <circle cx="8" cy="8" r="3.500" fill="currentColor" stroke="none" />;
  }
}
