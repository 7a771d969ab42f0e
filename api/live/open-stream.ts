import type { FastifyReply } from 'fastify';
import { createClientQueue, type Sink } from './client-queue.ts';
import type { LiveHub } from './hub.ts';
import type { UnknownTopic } from './known-topics.ts';
import type { Message } from './topic-feed.ts';
import type { Topic } from './topics.ts';

export interface StreamOptions {
  topics: readonly Topic[];
  /** Of what was asked for: what is not there. Told once, at the beginning. */
  unknown: readonly UnknownTopic[];
  lastEventId: number | undefined;
  /** Whoever asked may still see this; throws nothing. Asked again and again while the stream lasts. */
  isAllowed: () => Promise<boolean>;
  /** What of a message this caller may see. */
  masked: (data: string) => string;
  onEnd: () => void;
}

export interface LiveStream {
  /** Hangs up; the client comes back by itself. */
  end: () => void;
}

/**
 * Keeps proxies from taking a quiet stream for a dead one, and lets a client tell a dead one from a quiet one: an event
 * with a name, since comments reach nobody in a browser.
 */
const HEARTBEAT_MS = 5_000;
const ALLOWED_EVERY_MS = 30_000;
/** How long a browser waits before it comes back. */
const COME_BACK_MS = 2_000;
/** The last words get this long to leave. */
const LAST_WORDS_MS = 1_000;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  connection: 'keep-alive',
  // Proxies of the nginx kind would gather it into pieces.
  'x-accel-buffering': 'no',
};

const written = ({ event, data, id }: Message): string =>
  `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`;

/** Makes a response an endless stream of what its topics show, until one side has enough of it. */
export function openStream(hub: LiveHub, reply: FastifyReply, options: StreamOptions): LiveStream {
  const { raw } = reply;
  const headers = reply.getHeaders();
  reply.hijack();
  for (const [name, value] of Object.entries({ ...headers, ...HEADERS }))
    if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200);

  const hangUp = (words = ''): void => {
    raw.end(words);
    setTimeout(() => raw.destroy(), LAST_WORDS_MS).unref();
  };
  const sink: Sink = { write: (text) => raw.write(text), bufferedBytes: () => raw.writableLength, end: hangUp };
  const queue = createClientQueue(sink, () => leave());
  const masked = (message: Message): string => written({ ...message, data: options.masked(message.data) });

  queue.send(
    `retry: ${COME_BACK_MS}\n${written({ event: 'hello', data: JSON.stringify({ at: new Date().toISOString(), heartbeatMs: HEARTBEAT_MS }) })}`,
  );
  for (const each of options.unknown) queue.send(masked({ event: 'unknown', data: JSON.stringify(each) }));
  const seat = hub.join({
    topics: options.topics,
    lastEventId: options.lastEventId,
    isOpen: queue.isOpen,
    show: (name, message) => queue.show(name, masked(message)),
    send: (message) => queue.send(masked(message)),
  });
  const heartbeat = setInterval(() => {
    // Its id moves what the client will name when it comes back.
    const id = seat.toldUpTo();
    queue.show('heartbeat', written({ event: 'heartbeat', data: '{}', ...(id === undefined ? {} : { id }) }));
  }, HEARTBEAT_MS);
  const allowed = setInterval(
    () =>
      void options.isAllowed().then((isAllowed) => {
        if (!isAllowed) end('event: ended\ndata: {"code":"not_allowed_any_more"}\n\n');
      }),
    ALLOWED_EVERY_MS,
  );

  let hasLeft = false;
  const leave = (): void => {
    if (hasLeft) return;
    hasLeft = true;
    clearInterval(heartbeat);
    clearInterval(allowed);
    queue.close();
    seat.leave();
    options.onEnd();
  };
  const end = (words?: string): void => {
    leave();
    hangUp(words);
  };
  raw.on('drain', () => {
    queue.drained();
    seat.goOn();
  });
  raw.on('error', leave);
  raw.on('close', leave);
  // Whoever went before the first byte has closed already.
  if (raw.socket?.destroyed !== false) setImmediate(leave);
  return { end: () => end() };
}
