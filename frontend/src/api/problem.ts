/** Problem details (RFC 9457) as the deployer answers them. Match `type`, never the words. */
export class ProblemError extends Error {
  readonly type: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.detail === 'string' ? body.detail : 'The deployer refused, without saying why.');
    this.name = 'ProblemError';
    this.status = status;
    this.type = typeof body.type === 'string' ? body.type : 'about:blank';
    this.fields = fieldErrors(body.errors);
    this.more = body;
  }

  is(slug: string): boolean {
    return this.type === `/problems/${slug}`;
  }
}

function fieldErrors(errors: unknown): Record<string, string> {
  if (!Array.isArray(errors)) return {};
  const found: Record<string, string> = {};
  for (const error of errors) {
    if (error && typeof error === 'object' && 'field' in error && 'message' in error) {
      found[String(error.field)] = String(error.message);
    }
  }
  return found;
}
