import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';

/**
 * A panel from the right: full screen on narrow windows, its footer always in view. Traps focus, closes with Escape and gives focus back.
 * It never locks the page's scrolling by script, which would need an inline style.
 */
export function SidePanel({ title, onClose, footer, children }: { title: string; onClose: () => void; footer?: ReactNode; children: ReactNode }) {
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(440px, 100vw)"
      title={title}
      lockScroll={false}
      transitionProps={{ duration: 180 }}
      closeButtonProps={{ 'aria-label': 'Close this panel' }}
      overlayProps={{ backgroundOpacity: 0.3 }}
      // a panel's head is no banner of the page
      attributes={{ header: { role: 'presentation' } }}
      classNames={{ content: 'side-panel', header: 'side-panel-head', title: 'side-panel-title', body: 'side-panel-body' }}
    >
      <div className="side-panel-content">{children}</div>
      {footer && <div className="side-panel-foot">{footer}</div>}
    </Drawer>
  );
}
