import { EventStream, type LiveEvent } from './stream';
import { LEASE_MS, RENEW_MS } from './leader';

/** A connection as the browser has it: what arrives is said by the test. */
class Connection extends EventTarget {
  static open: Connection[] = [];
  onerror: (() => void) | null = null;
  constructor(readonly url: string) {
    super();
    Connection.open.push(this);
  }
  close() {
    Connection.open = Connection.open.filter((one) => one !== this);
  }
  says(type: string, id: number) {
    const event: LiveEvent = { id, type, organization: null, subject: 's', at: '', data: null };
    this.dispatchEvent(new MessageEvent(type, { lastEventId: String(id), data: JSON.stringify(event) }));
  }
}

function tab() {
  const seen: number[] = [];
  const stream = new EventStream('/events', { onEvent: (event) => seen.push(event.id), onReset: () => undefined, onStatus: () => undefined });
  return { seen, stream };
}

/** Here, as on any origin that is not secure, there are no locks. */
describe('the stream without the locks of the browser', () => {
  let told: Set<{ onmessage: ((message: { data: unknown }) => void) | null }>;

  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    Connection.open = [];
    told = new Set();
    vi.stubGlobal('EventSource', Connection);
    vi.stubGlobal('BroadcastChannel', class {
      onmessage: ((message: { data: unknown }) => void) | null = null;
      constructor() { told.add(this); }
      postMessage(data: unknown) { for (const other of told) if (other !== this) other.onmessage?.({ data }); }
      close() { told.delete(this); }
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('is one for all tabs, and the next tab goes on where the last one ended', () => {
    expect('locks' in navigator).toBe(false);
    const [first, second, third] = [tab(), tab(), tab()];
    vi.advanceTimersByTime(RENEW_MS);
    expect(Connection.open).toHaveLength(1);
    Connection.open[0]?.says('hello', 7);
    Connection.open[0]?.says('node.state', 8);
    expect([first.seen, second.seen, third.seen]).toEqual([[8], [8], [8]]);

    for (const one of [first, second, third]) {
      if (one === third) break;
      one.stream.close();
      vi.advanceTimersByTime(2 * RENEW_MS);
      expect(Connection.open.map((connection) => connection.url)).toEqual(['/events?after=8']);
    }
    Connection.open[0]?.says('node.state', 9);
    expect(third.seen).toEqual([8, 9]);
    third.stream.close();
    expect(Connection.open).toEqual([]);
    expect(localStorage.length).toBe(0);
  });

  it('is taken over from a tab that crashed or sleeps, and that tab steps down when it wakes', () => {
    localStorage.setItem('hero.events.leader', `crashed ${Date.now() + LEASE_MS}`);
    const waiting = tab();
    vi.advanceTimersByTime(RENEW_MS);
    expect(Connection.open).toHaveLength(0);
    vi.advanceTimersByTime(LEASE_MS + RENEW_MS);
    expect(Connection.open).toHaveLength(1);

    localStorage.setItem('hero.events.leader', `another ${Date.now() + LEASE_MS}`);
    vi.advanceTimersByTime(RENEW_MS);
    expect(Connection.open).toHaveLength(0);
    waiting.stream.close();
  });

  it('tells nothing twice while two lead', () => {
    const one = tab();
    vi.advanceTimersByTime(RENEW_MS);
    Connection.open[0]?.says('node.state', 8);
    Connection.open[0]?.says('node.state', 8);
    expect(one.seen).toEqual([8]);
    one.stream.close();
  });

  it('goes on where storage is forbidden', () => {
    vi.stubGlobal('localStorage', { getItem: () => { throw new Error('forbidden'); } });
    const one = tab();
    vi.advanceTimersByTime(5 * RENEW_MS);
    expect(Connection.open).toHaveLength(1);
    one.stream.close();
    expect(Connection.open).toHaveLength(0);
  });
});
