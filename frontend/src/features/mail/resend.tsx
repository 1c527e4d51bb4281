import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import type { Mail } from '../../api/types';
import { Action } from '../../ui/action';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { useNotices } from '../../ui/notices';

/** Asks before a mail leaves again: where its outcome is not known it may come twice. */
export function Resend({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  const client = useQueryClient();
  const notices = useNotices();
  const resend = useChange<Mail>({
    quiet: true,
    run: () => api.post<Mail>(`/outbox/${encodeURIComponent(mail.id)}/resend`),
    done: () => {
      void client.invalidateQueries({ queryKey: ['outbox'] });
      notices.done(`The mail to ${mail.to} is queued again.`);
      onClose();
    },
  });
  return (
    <Dialog
      title={`Send the mail to ${mail.to} again`}
      onClose={onClose}
      footer={
        <>
          <Action onClick={onClose}>Leave it</Action>
          <Action kind="primary" busy={resend.isPending} onClick={() => resend.mutate()}>Send again</Action>
        </>
      }
    >
      <p>“{mail.subject}”</p>
      {mail.state === 'unknown'
        ? <p className="note warn row"><Icon name="alert" /><span>Nobody knows whether it left: the connection broke while it was handed over. It may arrive twice.</span></p>
        : <p>It never left: {mail.error ?? 'the mail server refused it'}. It is tried from the start, for as long as a new one.</p>}
      {resend.error && <p className="note bad row" role="alert"><Icon name="alert" />{resend.error.message}</p>}
    </Dialog>
  );
}
