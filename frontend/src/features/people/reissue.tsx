import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useChange, useIdempotencyKey } from '../../api/mutate';
import { ProblemError } from '../../api/problem';
import type { Person } from '../../api/types';
import { Action } from '../../ui/action';
import { OneTimePassword } from '../../ui/copy-line';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { exactTime } from '../../ui/time';

type Made = { username: string; oneTimePassword?: string | null; expiresAt: string };

/** Asks first, for it throws somebody out; then shows the password, this once. */
export function Reissue({ person, onClose }: { person: Person; onClose: () => void }) {
  const client = useQueryClient();
  const key = useIdempotencyKey();
  const reissue = useChange<Made>({
    quiet: true,
    run: () => api.post<Made>(`/people/${encodeURIComponent(person.username)}/one-time-password`, undefined, key.current()),
    done: (made) => {
      // a repeated answer never holds the password; another try must make another one
      if (!made.oneTimePassword) key.renew();
      void client.invalidateQueries({ queryKey: ['people'] });
    },
  });
  if (reissue.data?.oneTimePassword) return <Shown password={reissue.data.oneTimePassword} made={reissue.data} onClose={onClose} />;
  return (
    <Dialog
      title={`Reissue the password of ${person.username}`}
      onClose={onClose}
      footer={
        <>
          <Action onClick={onClose}>Keep their password</Action>
          <Action kind="danger-primary" busy={reissue.isPending} onClick={() => reissue.mutate()}>Reissue password</Action>
        </>
      }
    >
      <p>{person.name || person.username} is signed out everywhere at once, here and in their cockpits, and their present password ends.</p>
      <p className="second">You get a one-time password to hand over. They replace it when they sign in next. Their instances keep running.</p>
      {reissue.data && (
        <p className="note warn row" role="alert">
          <Icon name="alert" />A password was made, but its answer did not reach this page. Reissue once more to get one.
        </p>
      )}
      {reissue.error && <p className="note bad row" role="alert"><Icon name="alert" />{kindly(reissue.error, person.username)}</p>}
    </Dialog>
  );
}

function kindly(error: Error, username: string): string {
  return error instanceof ProblemError && error.status === 403
    ? `Nothing was changed. ${username} also belongs to something that you do not administer; ask somebody who administers all of it.`
    : error.message;
}

function Shown({ password, made, onClose }: { password: string; made: Made; onClose: () => void }) {
  return (
    <Dialog title={`New password of ${made.username}`} onClose={onClose} footer={<Action kind="primary" onClick={onClose}>Close, it is handed over</Action>}>
      <OneTimePassword password={password} />
      <p className="small second">It works until {exactTime(made.expiresAt)}.</p>
    </Dialog>
  );
}
