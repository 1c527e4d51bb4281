import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, Suspense, use, useEffect, useMemo, type ReactNode } from 'react';
import { api, whenSignedOut } from '../api/client';
import { ProblemError } from '../api/problem';
import { queries } from '../api/queries';
import type { Role, Session } from '../api/types';
import { Failed } from '../ui/feedback';
import { LiveProvider } from './live';

const SignInPage = lazy(() => import('../features/session/sign-in-page').then((module) => ({ default: module.SignInPage })));
const NewPasswordPage = lazy(() =>
  import('../features/session/new-password-page').then((module) => ({ default: module.NewPasswordPage })));

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

/** Lets nobody past who is not signed in, or still has to replace a one-time password. */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const session = useQuery(queries.session());

  useEffect(() => whenSignedOut(() => {
    if (client.getQueryData(['session'])) void client.resetQueries({ queryKey: ['session'] });
  }), [client]);

  const signed = useMemo<Signed | null>(
    () =>
      session.data
        ? {
            session: session.data,
            may: (role, organization) => mayDo(session.data, role, organization),
            signOut: async () => {
              await api.delete('/session');
              client.clear();
              await client.resetQueries();
            },
          }
        : null,
    [session.data, client],
  );

  if (session.isPending) return <div className="gate" aria-busy="true" />;
  if (session.error) {
    if (session.error instanceof ProblemError && session.error.status === 401) {
      return <Suspense fallback={<div className="gate" />}><SignInPage /></Suspense>;
    }
    return (
      <main className="gate">
        <Failed what="Your login" error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (session.data.mustChangePassword) {
    return <Suspense fallback={<div className="gate" />}><NewPasswordPage session={session.data} /></Suspense>;
  }
  return (
    <SessionContext value={signed}>
      <LiveProvider>{children}</LiveProvider>
    </SessionContext>
  );
}

/** For tests: somebody is signed in. */
export function SignedIn({ session, children }: { session: Session; children: ReactNode }) {
  const value = useMemo<Signed>(
    () => ({ session, may: (role, organization) => mayDo(session, role, organization), signOut: () => Promise.resolve() }),
    [session],
  );
  return <SessionContext value={value}>{children}</SessionContext>;
}
