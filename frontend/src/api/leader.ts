/**
 * One tab of the browser leads, all others wait. By the browser's locks where it has them, which is on secure origins alone; elsewhere
 * (plain HTTP under a name of its own) by a lease in the storage that the tabs share.
 *
 * `lead` is called once for each time this tab becomes the leader; its signal ends when it no longer is, at the latest with `ended`.
 */
export function elect(name: string, ended: AbortSignal, lead: (lost: AbortSignal) => void): void {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) {
    new LeaseElection(name, ended, lead).begin();
    return;
  }
  const held = () => new Promise<void>((resolve) => {
    if (ended.aborted) return resolve(); // the lock came after the end
    ended.addEventListener('abort', () => resolve());
    lead(ended);
  });
  locks.request(name, { signal: ended }, held).catch(() => undefined); // aborted: this tab waits no longer
}

/** How often the leader renews its lease and the others look at it. */
export const RENEW_MS = 1_000;
/** After this long without a renewal the lease is anybody's. */
export const LEASE_MS = 4_000;
/** Two tabs may take a free lease at once; the storage agrees on one of them within this time. */
const SETTLE_MS = 150;

type Lease = { tab: string; until: number };

/**
 * A hidden tab's timers may rest for a minute, and its lease with them: then a tab in view takes over, and the old leader steps down as
 * soon as it reads so. For that moment two tabs lead, which costs a connection and nothing else.
 */
class LeaseElection {
  private readonly tab = `${Date.now()}-${Math.random()}`;
  private leading: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly name: string,
    private readonly ended: AbortSignal,
    private readonly lead: (lost: AbortSignal) => void,
  ) {}

  begin(): void {
    if (this.ended.aborted) return;
    const changed = (event: StorageEvent) => {
      if (event.key === this.name) this.look();
    };
    const leave = () => this.giveUp();
    addEventListener('storage', changed);
    addEventListener('pagehide', leave);
    this.ended.addEventListener('abort', () => {
      removeEventListener('storage', changed);
      removeEventListener('pagehide', leave);
      clearTimeout(this.timer);
      this.giveUp();
    });
    this.look();
  }

  private look(): void {
    if (this.ended.aborted) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), RENEW_MS);
    try {
      const lease = this.read();
      if (lease?.tab === this.tab) this.write();
      else if (lease) this.stepDown();
      else this.claim();
    } catch {
      this.win(); // no storage, so nobody to agree with: each tab has a connection of its own
    }
  }

  private claim(): void {
    this.stepDown();
    this.write();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.read()?.tab === this.tab) this.win();
      this.look();
    }, SETTLE_MS);
  }

  private win(): void {
    if (this.leading) return;
    this.leading = new AbortController();
    this.lead(this.leading.signal);
  }

  private stepDown(): void {
    this.leading?.abort();
    this.leading = undefined;
  }

  private giveUp(): void {
    this.stepDown();
    try {
      if (this.read()?.tab === this.tab) localStorage.removeItem(this.name);
    } catch {
      // no storage, nothing to give back
    }
  }

  /** The lease that holds now; one that ends too far ahead was written before the clock was put back. */
  private read(): Lease | undefined {
    const text = localStorage.getItem(this.name);
    if (!text) return undefined;
    const [tab = '', until = ''] = text.split(' ');
    const left = Number(until) - Date.now();
    return left > 0 && left <= LEASE_MS ? { tab, until: Number(until) } : undefined;
  }

  private write(): void {
    localStorage.setItem(this.name, `${this.tab} ${Date.now() + LEASE_MS}`);
  }
}
