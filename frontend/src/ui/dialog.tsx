import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** A question in the middle of the screen: says exactly what will happen; its buttons are verbs. */
export function Dialog({ title, onClose, footer, children, wide = false }: {
  title: string; onClose: () => void; footer: ReactNode; children: ReactNode; wide?: boolean;
}) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      centered
      lockScroll={false}
      size={wide ? 'min(720px, 96vw)' : 'min(480px, 96vw)'}
      transitionProps={{ duration: 160 }}
      closeButtonProps={{ 'aria-label': 'Close this question' }}
      overlayProps={{ backgroundOpacity: 0.3 }}
      // a dialog's head is no banner of the page
      attributes={{ header: { role: 'presentation' } }}
      classNames={{ content: 'dialog', header: 'dialog-head', title: 'side-panel-title', body: 'dialog-body' }}
    >
      <div className="stack">{children}</div>
      <div className="dialog-foot">{footer}</div>
    </Modal>
  );
}
