import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';

/**
 * A panel from the right: full screen on narrow windows, its footer always in view. Traps focus, closes with Escape and gives focus back.
 * It never locks the page's scrolling by script, which would need an inline style.
 */
export function SidePanel({ title, onClose, footer, children }: { title: string; onClose: () => void; footer?: ReactNode; children: ReactNode }) {
  return (
    <Drawer.Root
      opened
      onClose={onClose}
      position="right"
      size="min(440px, 100vw)"
      lockScroll={false}
      transitionProps={{ duration: 180 }}
      classNames={{ content: 'side-panel', header: 'side-panel-head', title: 'side-panel-title', body: 'side-panel-body' }}
    >
      <Drawer.Overlay backgroundOpacity={0.3} />
      <Drawer.Content>
        {/* the library's header element would be a second banner of the page */}
        <Drawer.Header role="presentation">
          <Drawer.Title>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label="Close this panel" />
        </Drawer.Header>
        <Drawer.Body>
          <div className="side-panel-content">{children}</div>
          {footer && <div className="side-panel-foot">{footer}</div>}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
