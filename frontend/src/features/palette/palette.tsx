import { Dialog } from '../../ui/dialog';

export function Palette({ onClose }: { onClose: () => void }) {
  return <Dialog title="Search or run a command" onClose={onClose} footer={null}>…</Dialog>;
}
