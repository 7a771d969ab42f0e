import { z } from 'zod';
import type { event } from '../../../api/schemas/events.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { instant } from '../../print/amounts.ts';
import { oneLine } from '../../print/table.ts';
import { verb, type Context } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { isPassing } from '../is-passing.ts';

type Event = z.output<typeof event>;

const POLL_MS = 1_000;
/** Of one question while following: the most that the API gives. */
const FOLLOWED_PAGE = 500;

export const eventsVerb = verb('events', 'what happened, as other systems are told it, oldest first', {
  flags: [
    { flags: '--after <id>', help: 'only events after this one' },
    { flags: '--kind <kind>', help: 'a kind or its beginning, like appointment; may be repeated', many: true },
    { flags: '--subject <subject>', help: 'of one thing, like appointment:ID' },
    { flags: '--limit <rows>', help: 'at most so many (default 50)' },
    { flags: '--follow', help: 'go on until Ctrl-C; with --json one document a line' },
  ],
  input: z.object({
    after: wholeNumber.optional(),
    kind: z.array(z.string()).optional(),
    subject: z.string().optional(),
    limit: wholeNumber.optional(),
    follow: z.boolean().optional(),
  }),
  run: async ({ after, kind, subject, limit, follow }, context) => {
    const query = { after, kinds: kind, subject, limit };
    if (follow) return await followEvents(query, context);
    const answer = await context.api().call(API.listEvents, { query });
    const text = answer.items.length === 0 ? 'None.' : answer.items.map(eventLine).join('\n');
    return { data: answer, text: `${text}\nLater ones: --after ${answer.after}` };
  },
});

/** Prints events as they come. An api that is away is asked again: ids tell where to go on, so none is missed. */
async function followEvents(
  query: { after: number | undefined; kinds: string[] | undefined; subject: string | undefined },
  context: Context,
): Promise<Record<string, never>> {
  const { io, json } = context;
  const interrupted = io.interrupted();
  let after = query.after ?? 0;
  let away = false;
  for (;;) {
    try {
      const asked = { ...query, after, limit: FOLLOWED_PAGE };
      const answer = await context.api().call(API.listEvents, { query: asked, signal: interrupted });
      for (const each of answer.items) io.out(`${json ? JSON.stringify(each) : eventLine(each)}\n`);
      after = answer.after;
      away = false;
      if (answer.items.length === FOLLOWED_PAGE) continue;
    } catch (error) {
      if (interrupted.aborted) return {};
      if (!isPassing(error)) throw error;
      if (!away) io.err(`${error.message} Asking again.\n`);
      away = true;
    }
    await io.pause(POLL_MS, interrupted);
    if (interrupted.aborted) return {};
  }
}

const eventLine = ({ id, at, kind, subject, data }: Event): string =>
  oneLine(`${id}  ${instant(at)}  ${kind}  ${subject}  ${JSON.stringify(data)}`);
