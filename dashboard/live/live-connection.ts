import type { LiveMessage } from './live-message.ts';
import { begun, nextLiveState, type LiveHappening, type LiveState } from './live-state.ts';

const NAMES = [
  'hello',
  'heartbeat',
  'campaign',
  'retry',
  'campaigns',
  'failures',
  'system',
  'event',
  'reset',
  'reminders',
  'test',
  'credits',
  'suppressions',
  'imports',
  'reviews',
  'ended',
  'unknown',
] as const;
/** At most four paints a second, however much comes. */
const PAINT_EVERY_MS = 250;
/** Pages come and go in a moment; the stream is opened anew once for all of it. */
const SETTLE_MS = 80;
const TICK_MS = 1_000;
const POLL_EVERY_MS = 5_000;
const AGAIN_AFTER_SLOW_MS = 60_000;
const AGAIN_AFTER_REFUSAL_MS = 5_000;
/** An attempt that is neither taken nor refused for so long is given up: nobody may be behind the socket any more. */
const ATTEMPT_MS = 20_000;
/** Until the server has said how often it is heard. */
const HEARTBEAT_MS = 15_000;

type Listener = () => void;

/** The one stream of this tab: the union of what its pages ask for. Nothing of React here. */
export class LiveConnection {
  private source: EventSource | null = null;
  private readonly topics = new Map<string, number>();
  private opened = '';
  private lastEventId = '';
  private waiting: LiveMessage[] = [];
  private timers = new Map<string, ReturnType<typeof setTimeout>>();
  private state: LiveState = begun(Date.now());
  private readonly listeners = new Set<Listener>();
  private readonly onMessages: (messages: readonly LiveMessage[]) => void;
  private readonly onPoll: () => void;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private polledAtMs = 0;
  private heartbeatMs = HEARTBEAT_MS;
  private openedAtMs = 0;
  private paintedAtMs = -PAINT_EVERY_MS;

  constructor(onMessages: (messages: readonly LiveMessage[]) => void, onPoll: () => void) {
    this.onMessages = onMessages;
    this.onPoll = onPoll;
  }

  readonly current = (): LiveState => this.state;
  readonly watch = (listener: Listener): Listener => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Asks for a topic until the answer is called. */
  readonly join = (topic: string): Listener => {
    this.topics.set(topic, (this.topics.get(topic) ?? 0) + 1);
    this.later('settle', SETTLE_MS, this.settle);
    this.ticker ??= setInterval(this.tick, TICK_MS);
    return () => {
      const left = (this.topics.get(topic) ?? 1) - 1;
      if (left > 0) this.topics.set(topic, left);
      else this.topics.delete(topic);
      this.later('settle', SETTLE_MS, this.settle);
    };
  };

  /** Signed out, or gone for good. */
  readonly close = (): void => {
    this.source?.close();
    this.source = null;
    this.opened = '';
    clearInterval(this.ticker);
    this.ticker = undefined;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  };

  private readonly settle = (): void => {
    const wanted = [...this.topics.keys()].toSorted().join(',');
    if (wanted === this.opened && this.source !== null) return;
    if (wanted === '') return this.close();
    this.open(wanted);
  };

  private open(wanted: string): void {
    this.source?.close();
    this.opened = wanted;
    this.openedAtMs = Date.now();
    const query = new URLSearchParams({ topics: wanted });
    // An EventSource of its own tells Last-Event-ID only when it comes back by itself.
    if (this.lastEventId !== '') query.set('lastEventId', this.lastEventId);
    const source = new EventSource(`/v1/live?${query}`);
    this.source = source;
    source.onopen = () => this.happen('opened');
    source.onerror = () => {
      this.happen('lost');
      // Refused (not only cut): the browser does not come back by itself.
      if (source.readyState === EventSource.CLOSED) this.later('again', AGAIN_AFTER_REFUSAL_MS, this.reopen);
    };
    for (const name of NAMES) source.addEventListener(name, (event) => this.hear(name, event));
    source.addEventListener('slow', () => {
      source.close();
      this.happen('slow');
      this.later('again', AGAIN_AFTER_SLOW_MS, this.reopen);
    });
  }

  private readonly reopen = (): void => {
    if (this.opened !== '') this.open(this.opened);
  };

  private hear(name: string, event: MessageEvent<string>): void {
    if (event.lastEventId !== '') this.lastEventId = event.lastEventId;
    this.happen('heard');
    if (name === 'heartbeat') return;
    const data: unknown = JSON.parse(event.data === '' ? 'null' : event.data);
    if (name === 'hello') this.heartbeatMs = heartbeatOf(data) ?? HEARTBEAT_MS;
    this.waiting.push({ name, data });
    // At once after a quiet time: what somebody waits for is not held back for what may come.
    const restMs = Math.max(0, this.paintedAtMs + PAINT_EVERY_MS - performance.now());
    if (!this.timers.has('paint')) this.later('paint', restMs, this.paint);
  }

  private readonly paint = (): void => {
    const messages = this.waiting;
    this.waiting = [];
    this.paintedAtMs = performance.now();
    this.onMessages(messages);
  };

  private readonly tick = (): void => {
    const before = this.state.kind;
    this.step({ kind: 'ticked', atMs: Date.now(), heartbeatMs: this.heartbeatMs });
    // A socket of which nobody says that it is dead stays open for ever.
    if (before === 'live' && this.state.kind !== 'live') this.reopen();
    this.giveUpAttempt();
    if (this.state.kind !== 'polling' || Date.now() - this.polledAtMs < POLL_EVERY_MS) return;
    this.polledAtMs = Date.now();
    this.onPoll();
  };

  /** A poll came back: what is shown is fresh again, if not live. */
  readonly polled = (): void => this.happen('polled');

  private giveUpAttempt(): void {
    const isTrying = this.source?.readyState === EventSource.CONNECTING;
    if (isTrying && Date.now() - this.openedAtMs >= ATTEMPT_MS) this.reopen();
  }

  private happen(kind: Exclude<LiveHappening['kind'], 'ticked'>): void {
    this.step({ kind, atMs: Date.now() });
  }

  private step(happening: LiveHappening): void {
    const next = nextLiveState(this.state, happening);
    if (next === this.state) return;
    const told = next.kind !== this.state.kind || next.kind !== 'live';
    this.state = next;
    // While it is live, nobody shows the second of the last message.
    if (told) for (const listener of this.listeners) listener();
  }

  private later(name: string, ms: number, run: () => void): void {
    clearTimeout(this.timers.get(name));
    this.timers.set(
      name,
      setTimeout(() => {
        this.timers.delete(name);
        run();
      }, ms),
    );
  }
}

const heartbeatOf = (hello: unknown): number | undefined =>
  typeof hello === 'object' && hello !== null && 'heartbeatMs' in hello && typeof hello.heartbeatMs === 'number'
    ? hello.heartbeatMs
    : undefined;
