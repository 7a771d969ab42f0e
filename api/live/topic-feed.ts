/** One message as it goes over the wire, except that phones may be masked for some. */
export interface Message {
  event: string;
  data: string;
  id?: number;
}

export interface TopicFeed {
  /** Something changed: members get a new picture soon. */
  touch: () => void;
  /** Gets the newest picture at once where it is fresh, and each later one. */
  join: (show: (message: Message) => void) => { leave: () => void };
  isEmpty: () => boolean;
}

export interface TopicFeedOptions {
  event: string;
  /** Reads the picture of now. One at a time, for all members together. */
  compute: () => Promise<unknown>;
  /** What changes without anybody saying so is looked at this often; Infinity = never. */
  pollMs: number;
  /** At least this long from one picture to the next. */
  gapMs?: number;
  onError: (error: unknown) => void;
}

const GAP_MS = 250;
/**
 * A picture that is dear is drawn seldom: at most a fifth of the time goes into it. Dear is what took long twice in a
 * row: one slow reading is the machine's, and must not keep what is shown old for many seconds.
 */
const COST_FACTOR = 5;
const RETRY_MS = 5_000;

/** Draws a topic's picture once for all who look at it, when it changed and not more often than anybody can see. */
export function createTopicFeed(options: TopicFeedOptions): TopicFeed {
  const { event, compute, pollMs, gapMs = GAP_MS, onError } = options;
  const members = new Set<(message: Message) => void>();
  let timer: NodeJS.Timeout | undefined;
  let latest: Message | undefined;
  let isStale = true;
  let isAtWork = false;
  let startedMs = -Infinity;
  let restMs = 0;
  let lastCostMs = 0;

  const schedule = (): void => {
    clearTimeout(timer);
    if (isAtWork || members.size === 0) return;
    const restUntilMs = startedMs + Math.max(gapMs, restMs);
    const atMs = isStale ? restUntilMs : Math.max(restUntilMs, startedMs + pollMs);
    if (atMs === Infinity) return;
    timer = setTimeout(() => void draw(), Math.max(0, atMs - performance.now()));
  };

  const draw = async (): Promise<void> => {
    isAtWork = true;
    isStale = false;
    startedMs = performance.now();
    try {
      latest = { event, data: JSON.stringify(await compute()) };
      const costMs = performance.now() - startedMs;
      restMs = COST_FACTOR * Math.min(costMs, lastCostMs);
      lastCostMs = costMs;
      for (const show of members) show(latest);
    } catch (error) {
      // What is shown stays as it was; its age tells.
      isStale = true;
      restMs = RETRY_MS;
      onError(error);
    }
    isAtWork = false;
    schedule();
  };

  return {
    touch: () => {
      if (isStale) return;
      isStale = true;
      schedule();
    },
    join: (show) => {
      members.add(show);
      if (latest !== undefined && !isStale && performance.now() - startedMs < pollMs) show(latest);
      // A picture that is being drawn is new enough for who comes now.
      else if (!isAtWork) isStale = true;
      schedule();
      return {
        leave: () => {
          members.delete(show);
          if (members.size === 0) clearTimeout(timer);
        },
      };
    },
    isEmpty: () => members.size === 0,
  };
}
