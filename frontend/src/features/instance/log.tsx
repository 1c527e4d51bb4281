import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { queries } from '../../api/queries';
import { Action } from '../../ui/action';
import { Failed, Loading } from '../../ui/feedback';
import { clockTime } from '../../ui/time';

/** The end of what the stack and its installs said; asked of the agent when somebody looks, never followed. */
export function Log({ id, machine }: { id: string; machine: boolean }) {
  const log = useQuery({ ...queries.instanceLog(id), enabled: machine, staleTime: 0, retry: false });
  const end = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (end.current) end.current.scrollTop = end.current.scrollHeight;
  }, [log.data]);
  return (
    <section className="panel inst-box" aria-labelledby="inst-log">
      <div className="row wrap">
        <h2 id="inst-log">Log</h2>
        {machine && log.dataUpdatedAt > 0 && <span className="small third">read {clockTime(new Date(log.dataUpdatedAt).toISOString())}</span>}
        {machine && <span className="push"><Action small icon="retry" busy={log.isFetching} onClick={() => void log.refetch()}>Read log again</Action></span>}
      </div>
      {!machine && <p className="second inst-none">There is no machine yet, so nothing has been said.</p>}
      {machine && log.isPending && <Loading lines={4} label="Loading the log" />}
      {log.error && <Failed what="The log" error={log.error} onRetry={() => void log.refetch()} />}
      {machine && log.data !== undefined && (
        log.data.trim() === ''
          ? <p className="second inst-none">The stack has said nothing so far.</p>
          : <pre className="inst-log" ref={end} tabIndex={0} role="region" aria-label="The end of the log">{log.data}</pre>
      )}
    </section>
  );
}
