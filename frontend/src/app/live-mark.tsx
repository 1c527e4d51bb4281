import { Icon } from '../ui/icon';
import { duration, useNow } from '../ui/time';
import { useLive } from './live';

const SLOW_MS = 2_000;

/** Whether what is on the screen is what is. */
export function LiveMark() {
  const { status } = useLive();
  const now = useNow(1_000);
  const lasted = now.getTime() - status.since;
  if (status.state === 'live') {
    return <span className="live" role="status"><i className="pulse" aria-hidden="true" /><span>Live</span></span>;
  }
  if (status.state === 'connecting' && lasted < SLOW_MS) {
    return <span className="live" role="status"><span className="third">Connecting…</span></span>;
  }
  return (
    <span className="live warn">
      <Icon name="alert" size={14} />
      <span role="status">Connection lost</span>
      {lasted > SLOW_MS && <span aria-hidden="true">{wholeSeconds(lasted)} ago</span>}
    </span>
  );
}

/** Seconds without a fraction, and not read aloud each time they change. */
function wholeSeconds(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : duration(seconds * 1000);
}
