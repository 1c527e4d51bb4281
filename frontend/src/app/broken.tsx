import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { Action } from '../ui/action';
import { Icon } from '../ui/icon';
import { usePlace } from './crumbs';
import { askVersion, ChunkError } from './chunk';

const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 15_000;
/** A browser may remember that a file did not come, so the page is read anew once the deployer is back; but never in a circle. */
const RELOADED = 'hero.reloaded';
const RELOADS_APART_MS = 30_000;

/** In the place of a screen that could not be shown. What is around it stays. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  usePlace({ name: 'Something is wrong' });
  const again = useCallback(() => {
    reset();
    void router.invalidate();
  }, [reset, router]);
  return (
    <div className="page">
      <h1 className="unseen">Something is wrong</h1>
      {error instanceof ChunkError ? <Missing onAgain={again} /> : <Faulty why={error instanceof Error ? error.message : ''} onAgain={again} />}
    </div>
  );
}

/** A file of the page is missing: asks for it again by itself, and reads the whole page anew where the deployer has a new one. */
function Missing({ onAgain }: { onAgain: () => void }) {
  const [away, setAway] = useState(false);
  const [now, setNow] = useState(0);
  useEffect(() => {
    let over = false;
    let wait = FIRST_WAIT_MS;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const version = await askVersion();
      if (over) return;
      setAway(version === 'away');
      if (version !== 'away' && reloadNow(version)) return;
      timer = setTimeout(version === 'away' ? () => void look() : onAgain, wait);
      wait = Math.min(LAST_WAIT_MS, wait * 2);
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [onAgain, now]);
  return (
    <div className="note warn row wrap" role="alert">
      <Icon name="alert" />
      <span>
        <strong>This screen could not be loaded.</strong>{' '}
        {away ? 'The deployer does not answer just now. It is asked again by itself.' : 'It is loaded again by itself, in its newest version.'}
      </span>
      <span className="push"><Action small icon="retry" onClick={() => setNow((before) => before + 1)}>Try again</Action></span>
    </div>
  );
}

function Faulty({ why, onAgain }: { why: string; onAgain: () => void }) {
  return (
    <div className="note bad row wrap" role="alert">
      <Icon name="alert" />
      <span><strong>This screen could not be shown.</strong> {why}</span>
      <span className="row push">
        <Action small icon="retry" onClick={onAgain}>Try again</Action>
        <Action small onClick={() => location.reload()}>Reload the page</Action>
      </span>
    </div>
  );
}

/** Reads the page anew, at once for a new version; for the same one only where that was not done a moment ago. */
function reloadNow(version: 'same' | 'new'): boolean {
  const before = Number(sessionStorage.getItem(RELOADED) ?? 0);
  const apart = Date.now() - before;
  if (version === 'same' && apart >= 0 && apart < RELOADS_APART_MS) return false;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
  return true;
}
