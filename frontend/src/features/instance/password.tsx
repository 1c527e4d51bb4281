import { api } from '../../api/client';
import { useChange, useIdempotencyKey } from '../../api/mutate';
import { Action } from '../../ui/action';
import { OneTimePassword } from '../../ui/copy-line';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';

type Reissued = { username: string; oneTimePassword?: string | null; expiresAt: string };
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Takes a person's password away and gives a new one, once. */
export function PasswordDialog({ person, onClose }: { person: string; onClose: () => void }) {
  const key = useIdempotencyKey();
  const reissue = useChange<Reissued>({
    quiet: true,
    run: () => api.post<Reissued>(`/people/${encodeURIComponent(person)}/one-time-password`, undefined, key.current()),
  });
  const made = reissue.data;
  return (
    <Dialog
      title={made ? `A new one-time password for ${person}` : `Reissue the one-time password of ${person}`}
      onClose={onClose}
      footer={made ? <Action kind="primary" onClick={onClose}>Close</Action> : (
        <>
          <Action onClick={onClose}>Keep the password</Action>
          <Action kind="danger-primary" busy={reissue.isPending} onClick={() => reissue.mutate()}>Reissue password</Action>
        </>
      )}
    >
      {!made && (
        <p>The present password of {person} stops working and every login of {person} ends, in all organizations. The new one is shown here once.</p>
      )}
      {made?.oneTimePassword && <OneTimePassword password={made.oneTimePassword} />}
      {made && !made.oneTimePassword && (
        <p className="note warn">The password was made, but its answer got lost on the way, and it is never shown twice. Close this and reissue it anew.</p>
      )}
      {made && <p className="small second">It runs out at {exact.format(new Date(made.expiresAt))}.</p>}
      {reissue.error && <p className="note bad row" role="alert"><Icon name="alert" />{reissue.error.message}</p>}
    </Dialog>
  );
}
