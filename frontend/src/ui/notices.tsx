import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { announce } from './announce';
import { Icon } from './icon';

type Notice = { id: number; tone: 'ok' | 'bad'; text: string };
type Say = { done: (text: string) => void; failed: (error: unknown) => void };

const SHOWN_MS = 5_000;
const MOST = 4;
let next = 1;

const NoticesContext = createContext<Say>({ done: () => undefined, failed: () => undefined });

/** `done` for what has just worked; `failed` for a refusal that belongs to no form. */
export const useNotices = () => use(NoticesContext);

export function Notices({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<Notice[]>([]);
  const drop = useCallback((id: number) => setNotices((all) => all.filter((notice) => notice.id !== id)), []);
  const say = useMemo<Say>(() => {
    const add = (tone: Notice['tone'], text: string) => {
      const id = next++;
      setNotices((all) => [...all.slice(1 - MOST), { id, tone, text }]);
      announce(text, tone === 'bad' ? 'assertive' : 'polite');
      // what went wrong stays until it is read
      if (tone === 'ok') setTimeout(() => drop(id), SHOWN_MS);
    };
    return {
      done: (text) => add('ok', text),
      failed: (error) => add('bad', error instanceof Error ? error.message : 'The deployer did not answer.'),
    };
  }, [drop]);
  return (
    <NoticesContext value={say}>
      {children}
      <div className="notices">
        {notices.map((notice) => (
          <div key={notice.id} className={`notice ${notice.tone}`}>
            <Icon name={notice.tone === 'ok' ? 'check' : 'alert'} />
            <span>{notice.text}</span>
            <button type="button" className="button icon quiet small" aria-label="Close this notice" onClick={() => drop(notice.id)}>
              <Icon name="close" size={14} />
            </button>
          </div>
        ))}
      </div>
    </NoticesContext>
  );
}
