import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/mutate';
import type { Refresh, RefreshCounts, RefreshVerb } from '../../api/types';
import { Action } from '../../ui/action';
import { Dialog } from '../../ui/dialog';
import { failuresOf } from '../../ui/refresh-progress';
import { plural, say } from './sentences';

/** What can be done with the run now; what cannot be is not there. What changes machines asks first. */
export function Verbs({ run, counts }: { run: Refresh; counts: RefreshCounts }) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<'cancel' | 'rollback' | null>(null);
  const act = useChange<Refresh, RefreshVerb>({
    run: (verb) => api.post<Refresh>(`/refreshes/${encodeURIComponent(run.id)}/${verb}`),
    done: (after) => {
      client.setQueryData(['refresh', run.id], after);
      setAsked(null);
    },
  });
  const has = (verb: RefreshVerb) => run.verbs.includes(verb);
  const busy = (verb: RefreshVerb) => act.isPending && act.variables === verb;
  const failed = failuresOf(run, counts);
  return (
    <div className="actions">
      {has('resume') && <Action kind="primary" icon="play" busy={busy('resume')} onClick={() => act.mutate('resume')}>Resume</Action>}
      {has('pause') && <Action icon="pause" busy={busy('pause')} onClick={() => act.mutate('pause')}>Pause</Action>}
      {has('retry') && (
        <Action icon="retry" kind={run.state === 'halted' ? 'primary' : 'plain'} busy={busy('retry')} onClick={() => act.mutate('retry')}>Retry {say(failed)}</Action>
      )}
      {has('rollback') && <Action icon="back" onClick={() => setAsked('rollback')}>Roll back…</Action>}
      {has('cancel') && <Action icon="close" onClick={() => setAsked('cancel')}>Cancel refresh…</Action>}
      {asked && <Question verb={asked} run={run} counts={counts} busy={act.isPending} onClose={() => setAsked(null)} onYes={() => act.mutate(asked)} />}
    </div>
  );
}

function Question({ verb, run, counts, busy, onClose, onYes }: {
  verb: 'cancel' | 'rollback'; run: Refresh; counts: RefreshCounts; busy: boolean; onClose: () => void; onYes: () => void;
}) {
  const inFlight = counts.updating + counts.verifying;
  if (verb === 'cancel') {
    return (
      <Dialog title="Cancel this refresh?" onClose={onClose}
        footer={<><Action onClick={onClose}>Keep it going</Action><Action kind="danger-primary" busy={busy} onClick={onYes}>Cancel refresh</Action></>}>
        <p>Nothing new starts. {inFlight > 0 && `${plural(inFlight, 'instance')} under way will end. `}{plural(counts.pending, 'instance')} will not be begun.</p>
        <p className="second">{plural(counts.succeeded, 'instance')} keep {run.build}.{run.priorBuild && ` New instances get ${run.priorBuild} again.`} A cancelled refresh cannot be resumed; a new one takes up what is left.</p>
      </Dialog>
    );
  }
  const touched = counts.succeeded + inFlight + failuresOf(run, counts);
  return (
    <Dialog title="Roll back?" onClose={onClose}
      footer={<><Action onClick={onClose}>Leave them</Action><Action kind="danger-primary" busy={busy} onClick={onYes}>Roll back {say(touched)}</Action></>}>
      <p>Up to {plural(touched, 'instance')} that this refresh has touched go back, each to the build it had before{run.priorBuild && ` (${run.priorBuild} for the organization)`}, {say(run.resolved.parallel)} at a time.</p>
      <p className="second">Each restarts on the way. {counts.pending > 0 && `${plural(counts.pending, 'instance')} will not be begun. `}New instances get the old build again.</p>
    </Dialog>
  );
}
