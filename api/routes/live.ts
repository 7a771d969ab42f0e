import { callerId } from '../auth/caller.ts';
import { DEFAULT_LIMITS, type ApiDeps } from '../deps.ts';
import { ProblemError } from '../errors/problem-error.ts';
import { createLiveHub } from '../live/hub.ts';
import { knownTopics } from '../live/known-topics.ts';
import { openStream, type LiveStream } from '../live/open-stream.ts';
import { createPictures } from '../live/pictures.ts';
import { stillAllowed } from '../live/still-allowed.ts';
import { createSystemReader } from '../live/system-reader.ts';
import { readTopics } from '../live/topics.ts';
import { liveQuery } from '../schemas/live.ts';
import type { Api } from './api.ts';

export function liveRoutes(app: Api, deps: ApiDeps): void {
  const { engine, listenLive, limits } = deps;
  const { streams: most, streamsPerCaller } = { ...DEFAULT_LIMITS, ...limits };
  const hub = createLiveHub(engine, createPictures(engine, createSystemReader(deps)), listenLive);
  /** Open streams and whose they are. */
  const streams = new Map<LiveStream, string>();
  // Streams never end by themselves: a stop would wait for them for ever.
  app.addHook('preClose', async () => {
    for (const stream of streams.keys()) stream.end();
    await hub.close();
  });

  app.get(
    '/live',
    {
      config: { scope: 'read', quiet: true },
      exposeHeadRoute: false,
      schema: {
        tags: ['live'],
        description:
          'Server-sent events: `hello` first, a `heartbeat` as often as it says, then the newest picture of each topic whenever it changes, at most 4 a ' +
          'second (`campaign`, `campaigns`, `retry`, `failures`, `system`; `reminders`, `test`, `credits`, `suppressions`, ' +
          '`imports` and `reviews` say only that there is something new), and each `event` with its id. ' +
          'After Last-Event-ID up to 1,000 missed events are told; `reset` means that there were more: read everything ' +
          'anew. A client that reads too slowly is told `slow` and let go: it polls. A topic of something that is not there ' +
          'is told as `unknown`, and the others go on; when no topic is there, the answer is 400 and names them. `ended` ' +
          'comes when the session is over, the key revoked or the role another one: come back to see what you still may.',
        querystring: liveQuery,
      },
    },
    async (request, reply) => {
      const { known: topics, unknown } = await knownTopics(engine, readTopics(request.query.topics));
      const caller = request.caller === null ? '' : callerId(request.caller);
      const own = [...streams.values()].filter((each) => each === caller).length;
      if (own >= streamsPerCaller || streams.size >= most) throw tooMany(own >= streamsPerCaller ? own : most);
      const stream: LiveStream = openStream(hub, reply, {
        topics,
        unknown,
        lastEventId: lastEventId(request.headers['last-event-id'] ?? request.query.lastEventId),
        // A database that is away says nothing about the caller.
        isAllowed: () => stillAllowed(request, engine, 'read').catch(() => true),
        masked: request.maskedJson,
        onEnd: () => streams.delete(stream),
      });
      streams.set(stream, caller);
    },
  );
}

const tooMany = (count: number): ProblemError =>
  new ProblemError(429, 'streams_too_many', `${count} streams are open already.`, {
    repair: 'Close pages that nobody looks at, or poll.',
  });

function lastEventId(given: string | string[] | undefined): number | undefined {
  return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : undefined;
}
