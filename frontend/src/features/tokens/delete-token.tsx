import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import type { Token } from '../../api/types';
import { Action } from '../../ui/action';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { useNotices } from '../../ui/notices';
import { Ago } from '../../ui/time';

export function DeleteToken({ token, onClose }: { token: Token; onClose: () => void }) {
  const client = useQueryClient();
  const notices = useNotices();
  const remove = useChange<unknown>({
    quiet: true,
    run: () => api.delete(`/tokens/${encodeURIComponent(token.id)}`),
    done: () => {
      void client.invalidateQueries({ queryKey: ['tokens'] });
      notices.done(`The token ${token.name} is deleted.`);
      onClose();
    },
  });
  return (
    <Dialog
      title={`Delete the token ${token.name}`}
      onClose={onClose}
      footer={
        <>
          <Action onClick={onClose}>Keep it</Action>
          <Action kind="danger-primary" busy={remove.isPending} onClick={() => remove.mutate()}>Delete token</Action>
        </>
      }
    >
      <p>Every program that uses it is refused from its next call on. This cannot be undone; a new token has another secret.</p>
      <p className="second">Last used: <Ago at={token.lastUsedAt} />.</p>
      {remove.error && <p className="note bad row" role="alert"><Icon name="alert" />{remove.error.message}</p>}
    </Dialog>
  );
}
