import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { ProblemError } from '../api/problem';
import { Notices } from '../ui/notices';
import { CrumbsProvider } from './crumbs';
import { router } from './router';
import { SessionGate } from './session';
import { ThemeProvider } from './theme';

/** What the deployer refused stays refused; what did not answer is tried twice more. */
function retry(failures: number, error: Error): boolean {
  const refused = error instanceof ProblemError && error.status >= 400 && error.status < 500;
  return !refused && failures < 2;
}

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // the stream tells what changed, so nothing grows stale by time alone
      queries: { retry, staleTime: 60_000, gcTime: 5 * 60_000, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
}

export function App() {
  const [client] = useState(newQueryClient);
  return (
    <ThemeProvider>
      <QueryClientProvider client={client}>
        <Notices>
          <SessionGate>
            <CrumbsProvider><RouterProvider router={router} /></CrumbsProvider>
          </SessionGate>
        </Notices>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
