/**
 * One event stream per browser. The tab that leads keeps the connection and tells the others; when it goes, the next one takes over
 * from the last id it saw. Each tab then feeds its own query cache.
 */
import { elect } from './leader';

export type LiveEvent = {
  id: number;
  type: string;
  organization: string | null;
  subject: string;
  at: string;
  data: unknown;
};

export type StreamStatus = { state: 'connecting' | 'live' | 'lost'; since: number };

type Listener = {
  onEvent: (event: LiveEvent) => void;
  /** The log does not reach back: read everything anew. */
  onReset: () => void;
  onStatus: (status: StreamStatus) => void;
};

type Message =
  | { kind: 'event'; event: LiveEvent }
  | { kind: 'reset'; id: number }
  | { kind: 'head'; id: number }
  | { kind: 'status'; state: StreamStatus['state'] }
  | { kind: 'ask' };

const CHANNEL = 'hero.events';
const LEADER = 'hero.events.leader';
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

export class EventStream {
  private readonly channel = new BroadcastChannel(CHANNEL);
  private readonly ended = new AbortController();
  private source: EventSource | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private wait = FIRST_RETRY_MS;
  private last: number | undefined;
  private status: StreamStatus = { state: 'connecting', since: Date.now() };

  constructor(
    private readonly url: string,
    private readonly listener: Listener,
  ) {
    this.channel.onmessage = (message: MessageEvent<Message>) => this.take(message.data);
    this.channel.postMessage({ kind: 'ask' } satisfies Message);
    elect(LEADER, this.ended.signal, (lost) => this.lead(lost));
  }

  /** Keeps the connection until this tab ends its reading, or another one leads. */
  private lead(lost: AbortSignal): void {
    lost.addEventListener('abort', () => this.disconnect());
    this.connect();
  }

  private disconnect(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }

  private connect(): void {
    const url = this.last === undefined ? this.url : `${this.url}?after=${this.last}`;
    const source = new EventSource(url, { withCredentials: true });
    this.source = source;
    source.addEventListener('hello', (frame) => {
      this.wait = FIRST_RETRY_MS;
      if (this.last === undefined) this.tell({ kind: 'head', id: Number(frame.lastEventId) });
      this.tell({ kind: 'status', state: 'live' });
    });
    source.addEventListener('reset', (frame) => this.tell({ kind: 'reset', id: Number(frame.lastEventId) }));
    for (const type of EVENT_TYPES) {
      source.addEventListener(type, (frame: MessageEvent<string>) => {
        this.tell({ kind: 'event', event: JSON.parse(frame.data) as LiveEvent });
      });
    }
    source.onerror = () => {
      // the browser would give up for good on anything but a dropped connection: always begin a new one
      source.close();
      this.tell({ kind: 'status', state: 'lost' });
      this.retry = setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(LAST_RETRY_MS, this.wait * 2);
    };
  }

  private tell(message: Message): void {
    this.take(message);
    this.channel.postMessage(message);
  }

  private take(message: Message): void {
    switch (message.kind) {
      case 'ask':
        if (this.source) this.channel.postMessage({ kind: 'status', state: this.status.state } satisfies Message);
        return;
      case 'status':
        if (this.status.state !== message.state) this.status = { state: message.state, since: Date.now() };
        this.listener.onStatus(this.status);
        return;
      case 'head':
        this.last ??= message.id;
        return;
      case 'reset':
        this.last = message.id;
        this.listener.onReset();
        return;
      case 'event':
        // while one leader gives way to the next, both may tell of it
        if (this.last !== undefined && message.event.id <= this.last) return;
        this.last = message.event.id;
        this.listener.onEvent(message.event);
    }
  }

  close(): void {
    this.ended.abort();
    this.disconnect();
    this.channel.close();
  }
}

/** What the page listens to: an EventSource delivers named events only to those who ask for them by name. */
export const EVENT_TYPES = [
  'instance.state',
  'instance.health',
  'instance.removed',
  'onboarding.stage',
  'organization.state',
  'organization.removed',
  'refresh.state',
  'refresh.member',
  'removal.state',
  'health.check',
  'node.state',
  'channel.created',
  'channel.current',
  'build.published',
  'setup.version',
  'person.created',
  'person.removed',
  'password.changed',
  'session.created',
  'session.ended',
  'session.refused',
  'token.created',
  'token.deleted',
  'mail.state',
  'contract.swept',
] as const;
