import { http, HttpResponse, type HttpHandler } from 'msw';
import { setupServer } from 'msw/node';

/** The mocked network. A request that no handler answers fails its test. */
export const network = setupServer();

/** Answers `GET /api/v1<path>`. */
export function answers(path: string, body: unknown): HttpHandler {
  return http.get(`*/api/v1${path}`, () => HttpResponse.json(body as never));
}

export function list<T>(...items: T[]): { items: T[]; next: null } {
  return { items, next: null };
}

/** A refusal as the deployer words it. */
export function problem(status: number, slug: string, detail: string, more: Record<string, unknown> = {}) {
  return HttpResponse.json(
    { type: `/problems/${slug}`, title: slug, status, detail, ...more },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}
