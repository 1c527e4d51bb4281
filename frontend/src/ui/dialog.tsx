import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** A question in the middle of the screen: says exactly what will happen; its buttons are verbs. */
export function Dialog({ title, onClose, footer, children, wide = false }: {
  title: string; onClose: () => void; footer: ReactNode; children: ReactNode; wide?: boolean;
}) {
  return (
    <Modal.Root
      opened
      onClose={onClose}
      centered
      lockScroll={false}
      size={wide ? 'min(720px, 96vw)' : 'min(480px, 96vw)'}
      transitionProps={{ duration: 160 }}
      classNames={{ content: 'dialog', header: 'dialog-head', title: 'side-panel-title', body: 'dialog-body' }}
    >
      <Modal.Overlay backgroundOpacity={0.3} />
      <Modal.Content>
        {/* the library's header element would be a second banner of the page */}
        <Modal.Header role="presentation">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close this question" />
        </Modal.Header>
        <Modal.Body>
          <div className="stack">{children}</div>
          <div className="dialog-foot">{footer}</div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
