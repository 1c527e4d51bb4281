import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { until } from './until';

const ROOT = resolve(import.meta.dirname, '../..');
export const PASSWORD = 'a long enough password';

/** One deployer of the packaged product on a port and a data folder of its own, as `./run` starts it. */
export class Product {
  private constructor(
    private readonly process: ChildProcess,
    readonly data: string,
    readonly port: number,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<Product> {
    const data = mkdtempSync(resolve(ROOT, 'target/page-'));
    const port = await freePort();
    const log = createWriteStream(resolve(data, 'product.log'));
    const child = spawn(resolve(ROOT, 'run'), {
      cwd: ROOT,
      env: { ...process.env, DEPLOYER_DATA: data, DEPLOYER_PORT: String(port), DEPLOYER_ADMIN_PASSWORD: PASSWORD, ...settings },
    });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    const product = new Product(child, data, port);
    const ready = until('the deployer to be ready', 120_000, async () => {
      if (child.exitCode !== null) throw new Error(`the deployer ended: see ${data}/product.log`);
      return (await fetch(`${product.origin}/q/health/ready`).catch(() => null))?.ok === true;
    });
    await ready.catch((never: unknown) => {
      child.kill('SIGTERM');
      throw never;
    });
    return product;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  /** Takes every organization away, so that no instance outlives the test, then stops politely. */
  async end(): Promise<void> {
    const api = await Api.signedIn(this);
    const { items } = (await api.get('/organizations')) as { items: { slug: string }[] };
    for (const { slug } of items) await api.send('DELETE', `/organizations/${slug}`);
    await until('the organizations to be gone', 60_000, async () =>
      ((await api.get('/organizations')) as { items: unknown[] }).items.length === 0);
    this.process.kill('SIGTERM');
    await until('the deployer to end', 30_000, () => this.process.exitCode !== null || this.process.signalCode !== null);
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** The administrator by way of the API, for what a story needs and does not tell. */
export class Api {
  private constructor(
    private readonly product: Product,
    private readonly cookie: string,
  ) {}

  static async signedIn(product: Product): Promise<Api> {
    const answer = await fetch(`${product.origin}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: product.origin },
      body: JSON.stringify({ username: 'admin', password: PASSWORD }),
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0];
    if (!answer.ok || !cookie) throw new Error(`sign in: ${answer.status} ${await answer.text()}`);
    return new Api(product, cookie);
  }

  get(path: string): Promise<unknown> {
    return this.send('GET', path);
  }

  async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const bytes = body instanceof Uint8Array;
    const answer = await fetch(`${this.product.origin}/api/v1${path}`, {
      method,
      headers: {
        Cookie: this.cookie,
        Origin: this.product.origin,
        ...(body === undefined ? {} : { 'Content-Type': bytes ? 'application/gzip' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: bytes ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? done(address.port) : failed(new Error('no port'))));
    });
  });
}
