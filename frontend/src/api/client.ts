import { ProblemError } from './problem';

const BASE = '/api/v1';
const DEADLINE_MS = 30_000;

/** Called when the deployer says that nobody is signed in. */
let onSignedOut: () => void = () => undefined;
export function whenSignedOut(listener: () => void): () => void {
  onSignedOut = listener;
  return () => {
    onSignedOut = () => undefined;
  };
}

type Options = { body?: unknown; type?: string; idempotencyKey?: string; signal?: AbortSignal; deadlineMs?: number };

/** One call of the API. A refusal becomes a {@link ProblemError}; a deployer that does not answer becomes one too, with status 0. */
async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json, text/plain;q=0.5' };
  if (options.body !== undefined) headers['Content-Type'] = options.type ?? 'application/json';
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  const deadline = AbortSignal.timeout(options.deadlineMs ?? DEADLINE_MS);
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    signal: options.signal ? AbortSignal.any([options.signal, deadline]) : deadline,
  };
  if (options.body !== undefined) init.body = options.type ? String(options.body) : JSON.stringify(options.body);
  const response = await fetch(BASE + path, init).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw new ProblemError(0, { detail: 'The deployer did not answer. Look whether it runs, then try again.' });
  });
  const text = await response.text();
  const body: unknown = text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  if (!response.ok) {
    // a wrong password, given to replace it, says nothing of the login
    if (response.status === 401 && path !== '/session/password') onSignedOut();
    throw new ProblemError(response.status, body && typeof body === 'object' ? (body as Record<string, unknown>) : {});
  }
  return body as T;
}

export const api = {
  get: <T>(path: string, signal?: AbortSignal) => call<T>('GET', path, signal ? { signal } : {}),
  /**
   * `idempotencyKey`: make it once per form that is filled in, so that a click twice or a retry makes one thing. `deadlineMs`: for
   * what the deployer itself has to wait for.
   */
  post: <T>(path: string, body?: unknown, idempotencyKey?: string, deadlineMs?: number) =>
    call<T>('POST', path, { body, ...(idempotencyKey ? { idempotencyKey } : {}), ...(deadlineMs ? { deadlineMs } : {}) }),
  /** A text as it is, such as a table. */
  postText: <T>(path: string, body: string, type: string, idempotencyKey?: string) =>
    call<T>('POST', path, { body, type, ...(idempotencyKey ? { idempotencyKey } : {}) }),
  put: <T>(path: string, body: unknown) => call<T>('PUT', path, { body }),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, { body }),
  delete: <T>(path: string) => call<T>('DELETE', path),
};

/** A query string of the parameters that have a value. */
export function query(parameters: Record<string, string | number | boolean | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
