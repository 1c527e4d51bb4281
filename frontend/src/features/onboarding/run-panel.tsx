import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../../app/session';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import { queries } from '../../api/queries';
import type { Onboarding } from '../../api/types';
import { Action } from '../../ui/action';
import { announce } from '../../ui/announce';
import { CopyButton } from '../../ui/copy-button';
import { Failed, Loading } from '../../ui/feedback';
import { SidePanel } from '../../ui/side-panel';
import { CopyLine, OneTimePassword } from '../../ui/copy-line';
import { isRegisteredOnly, saidOfChange, titleOf, whereItStands } from './run-words';
import { Stages } from './stages';
import { Undo } from './undo';

type Props = { org: string; id: string; onClose: () => void; onAnother: () => void };

/** One run of an onboarding, live. It runs on the server: closing this changes nothing, and the address finds it again. */
export function RunPanel({ org, id, onClose, onAnother }: Props) {
  const run = useQuery(queries.onboarding(id));
  useSaid(run.data);
  if (!run.data) {
    return (
      <SidePanel title="Setting up" onClose={onClose}>
        {run.error ? <Failed what="This setup" error={run.error} onRetry={() => void run.refetch()} /> : <Loading lines={4} label="Loading the setup" />}
      </SidePanel>
    );
  }
  return <Run org={org} run={run.data} onClose={onClose} onAnother={onAnother} />;
}

function Run({ org, run, onClose, onAnother }: { org: string; run: Onboarding; onClose: () => void; onAnother: () => void }) {
  const client = useQueryClient();
  const { may } = useSession();
  const operator = may('operator', org);
  const [asking, setAsking] = useState(false);
  const take = (after: Onboarding) =>
    client.setQueryData<Onboarding>(['onboarding', run.id], (before) =>
      before?.oneTimePassword ? { ...after, oneTimePassword: before.oneTimePassword } : after);
  const retry = useChange({ run: () => api.post<Onboarding>(`/onboardings/${run.id}/retry`), done: take });
  const cancel = useChange({
    run: () => api.post<Onboarding>(`/onboardings/${run.id}/cancel`),
    done: (after) => {
      setAsking(false);
      take(after);
    },
  });
  const mayUndo = operator && (run.state === 'running' || run.state === 'failed') && !run.cancelling;
  const done = run.state === 'succeeded';

  const footer = asking ? (
    <>
      <Action onClick={() => setAsking(false)}>Keep {run.person}</Action>
      <Action kind="danger-primary" busy={cancel.isPending} onClick={() => cancel.mutate()}>Cancel and undo</Action>
    </>
  ) : (
    <>
      {mayUndo && <Action kind="danger" onClick={() => setAsking(true)}>Cancel and undo…</Action>}
      {run.state === 'running' && <span className="small second onb-foot-note">Closing this changes nothing.</span>}
      {run.state !== 'running' && operator && <Action icon="plus" onClick={onAnother}>Add another</Action>}
      {done && run.cockpitUrl
        ? <a className="button primary" href={run.cockpitUrl} target="_blank" rel="noreferrer">Open cockpit</a>
        : <Action onClick={onClose}>Close</Action>}
    </>
  );
  return (
    <SidePanel title={titleOf(run)} onClose={onClose} footer={footer}>
      <p className="sub onb-sub">{whereItStands(run)}</p>
      {done && run.cockpitUrl && !isRegisteredOnly(run) && <CopyLine label="Cockpit" text={run.cockpitUrl} />}
      {run.oneTimePassword && run.state !== 'cancelled' && <OneTimePassword password={run.oneTimePassword} />}
      {done && run.oneTimePassword && run.cockpitUrl && (
        <CopyButton className="button" label="Copy both as a message" text={message(run)} />
      )}
      <Stages run={run} onRetry={operator ? () => retry.mutate() : undefined} retrying={retry.isPending} />
      {asking && <Undo run={run} />}
      {run.state !== 'cancelled' && (
        <p className="small"><Link to="/instances/$id" params={{ id: run.instance }} className="link">Open the page of {run.person}</Link></p>
      )}
      {run.state === 'failed' && !run.oneTimePassword && (
        <p className="small second">A one-time password was shown when the account was made. Lost it? Reissue it on the person’s page.</p>
      )}
    </SidePanel>
  );
}

function message(run: Onboarding): string {
  return `Your cockpit: ${run.cockpitUrl ?? ''}\nUsername: ${run.person}\nOne-time password: ${run.oneTimePassword ?? ''}\nYou will be asked for a new password at the first login.`;
}

/** Says aloud what changed since the last look. */
function useSaid(run: Onboarding | undefined): void {
  const before = useRef<Onboarding | undefined>(undefined);
  useEffect(() => {
    const said = before.current && run ? saidOfChange(before.current, run) : null;
    before.current = run;
    if (said) announce(said.text, said.how);
  }, [run]);
}
