import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRouter, RouterContextProvider, RouterProvider } from '@tanstack/react-router';
import { render, type RenderResult } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { newQueryClient } from '../app/app';
import { CrumbsProvider } from '../app/crumbs';
import { routeTree } from '../app/router';
import { SignedIn } from '../app/session';
import { ThemeProvider } from '../app/theme';
import type { Session } from '../api/types';
import { Notices } from '../ui/notices';

export const ADMIN: Session = { username: 'admin', name: 'Administrator', roles: [{ role: 'admin' }], mustChangePassword: false };

type Rendered = RenderResult & { user: UserEvent; client: ReturnType<typeof newQueryClient> };

function around(client: ReturnType<typeof newQueryClient>, session: Session, children: ReactNode) {
  return (
    <ThemeProvider>
      <QueryClientProvider client={client}>
        <Notices>
          <SignedIn session={session}>
            <CrumbsProvider>{children}</CrumbsProvider>
          </SignedIn>
        </Notices>
      </QueryClientProvider>
    </ThemeProvider>
  );
}

function client() {
  const made = newQueryClient();
  made.setDefaultOptions({ queries: { retry: false, staleTime: Infinity }, mutations: { retry: false } });
  return made;
}

/** The whole page at an address, somebody signed in; the network is what the test's handlers (msw) say. No stream. */
export function renderAt(path: string, session: Session = ADMIN): Rendered {
  const queryClient = client();
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: [path] }) });
  const result = render(around(queryClient, session, <RouterProvider router={router as never} />));
  return { ...result, user: userEvent.setup(), client: queryClient };
}

/** One component by itself; its links lead where they would. */
export function renderPart(part: ReactNode, session: Session = ADMIN): Rendered {
  const queryClient = client();
  const router = createRouter({ routeTree, history: createMemoryHistory() });
  const result = render(around(queryClient, session, <RouterContextProvider router={router as never}>{part}</RouterContextProvider>));
  return { ...result, user: userEvent.setup(), client: queryClient };
}
