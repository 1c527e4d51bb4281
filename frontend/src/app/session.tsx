import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { api, whenSignedOut } from '../api/client';
import { ProblemError } from '../api/problem';
import { queries } from '../api/queries';
import type { Role, Session } from '../api/types';
import { NewPasswordPage } from '../features/session/new-password-page';
import { SignInPage } from '../features/session/sign-in-page';
import { Failed } from '../ui/feedback';
import { useNotices } from '../ui/notices';
import { LiveProvider } from './live';

type Signed = {
  session: Session;
  /** Whether they may do what this role may, in the organization or (without one) in the whole deployer. */
  may: (role: Role, organization?: string) => boolean;
  signOut: () => Promise<void>;
};

const SessionContext = createContext<Signed | null>(null);

export function useSession(): Signed {
  const signed = use(SessionContext);
  if (!signed) throw new Error('useSession outside of SessionGate');
  return signed;
}

const RANK: Record<Role, number> = { viewer: 1, operator: 2, admin: 3 };

export function mayDo(session: Session, role: Role, organization?: string): boolean {
  return session.roles.some(
    (grant) => RANK[grant.role] >= RANK[role] && (!grant.organization || grant.organization === organization),
  );
}

/** Why nobody is signed in any more; the address stays, so that one goes on at the same place. */
const WHY = {
  left: 'You are signed out.',
  elsewhere: 'You signed out in another tab.',
  ended: 'Your session has ended: it was ended elsewhere, or it grew too old. Sign in to go on where you were.',
} as const;
type Why = keyof typeof WHY;
type Told = { kind: 'in' | 'out' };

/** Lets nobody past who is not signed in, or still has to replace a one-time password. */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const notices = useNotices();
  const [why, setWhy] = useState<Why | null>(null);
  const session = useQuery({ ...queries.session(), enabled: why === null });
  const forget = useCallback((reason: Why) => {
    if (!client.getQueryData(['session'])) return;
    // the screens go first, so that none of them asks again for what is forgotten here
    flushSync(() => setWhy(reason));
    client.clear();
  }, [client]);
  const enter = useCallback(() => setWhy(null), []);
  const tell = useOtherTabs({ onOut: () => forget('elsewhere'), onIn: () => {
    enter();
    void client.resetQueries();
  } });

  useEffect(() => whenSignedOut(() => forget('ended')), [forget]);

  const signed = useMemo<Signed | null>(
    () =>
      session.data
        ? {
            session: session.data,
            may: (role, organization) => mayDo(session.data, role, organization),
            signOut: async () => {
              try {
                await api.delete('/session');
              } catch (error) {
                if (!(error instanceof ProblemError && error.status === 401)) return notices.failed(error);
              }
              forget('left');
              tell({ kind: 'out' });
            },
          }
        : null,
    [session.data, forget, tell, notices],
  );

  if (why !== null) return <SignInPage why={WHY[why]} onSignedIn={() => { enter(); tell({ kind: 'in' }); }} />;
  if (session.isPending) return <div className="gate" aria-busy="true" />;
  if (session.error) {
    if (session.error instanceof ProblemError && session.error.status === 401) {
      return <SignInPage onSignedIn={() => tell({ kind: 'in' })} />;
    }
    return (
      <main className="gate">
        <Failed what="Your login" error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (session.data.mustChangePassword) return <NewPasswordPage session={session.data} />;
  return (
    <SessionContext value={signed}>
      <LiveProvider key={session.data.username}>{children}</LiveProvider>
    </SessionContext>
  );
}

/** The tabs of a browser share one login: whoever goes or comes in one of them goes and comes in all. */
function useOtherTabs(told: { onOut: () => void; onIn: () => void }): (what: Told) => void {
  const channel = useRef<BroadcastChannel>(null);
  const latest = useRef(told);
  useEffect(() => {
    latest.current = told;
  });
  useEffect(() => {
    const opened = new BroadcastChannel('hero.session');
    opened.onmessage = (message: MessageEvent<Told>) => (message.data.kind === 'in' ? latest.current.onIn() : latest.current.onOut());
    channel.current = opened;
    return () => opened.close();
  }, []);
  return useCallback((what) => channel.current?.postMessage(what), []);
}

/** For tests: somebody is signed in. */
export function SignedIn({ session, children }: { session: Session; children: ReactNode }) {
  const value = useMemo<Signed>(
    () => ({ session, may: (role, organization) => mayDo(session, role, organization), signOut: () => Promise.resolve() }),
    [session],
  );
  return <SessionContext value={value}>{children}</SessionContext>;
}
