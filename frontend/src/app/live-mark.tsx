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
    <span className="live warn" role="status">
      <Icon name="alert" size={14} />
      <span>Connection lost{lasted > SLOW_MS ? ` ${duration(Math.round(lasted / 1000) * 1000)} ago` : ''}</span>
    </span>
  );
}
