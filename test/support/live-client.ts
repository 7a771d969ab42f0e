import { request, type IncomingMessage } from 'node:http';

export interface Told {
  event: string;
  id: string | undefined;
  data: Record<string, unknown>;
}

export interface LiveTestClient {
  status: number;
  headers: IncomingMessage['headers'];
  told: Told[];
  /** The next message of a kind, told already or still to come, which was not handed out before. */
  next: (event: string, fits?: (told: Told) => boolean) => Promise<Told>;
  /** Resolves when the server has hung up. */
  ended: Promise<void>;
  /** Takes no more bytes. */
  pause: () => void;
  resume: () => void;
  close: () => void;
}

/** A stream over a real connection, read by hand: no client of ours that could hide what the server writes. */
export async function openLive(
  url: string,
  options: { key?: string; cookie?: string; topics?: string; lastEventId?: number; paused?: boolean },
): Promise<LiveTestClient> {
  const headers = {
    ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
    // As a browser opens it: an EventSource can set no header.
    ...(options.cookie === undefined ? {} : { cookie: options.cookie, 'sec-fetch-site': 'same-origin' }),
    ...(options.lastEventId === undefined ? {} : { 'last-event-id': String(options.lastEventId) }),
  };
  const asked = request(`${url}/v1/live?topics=${options.topics ?? ''}`, { headers, agent: false });
  asked.end();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve);
    asked.once('error', reject);
  });
  const told: Told[] = [];
  const taken = new Set<Told>();
  let text = '';
  answer.setEncoding('utf8');
  if (options.paused === true) answer.pause();
  else {
    answer.on('data', (piece: string) => {
      text += piece;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      told.push(...blocks.flatMap(readBlock));
    });
  }
  answer.on('error', () => {});
  const ended = new Promise<void>((resolve) => answer.once('close', resolve));
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    told,
    next: async (event, fits = () => true) => {
      for (let tries = 0; tries < 500; tries++) {
        const found = told.find((each) => each.event === event && !taken.has(each) && fits(each));
        if (found !== undefined) {
          taken.add(found);
          return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`no ${event}; told: ${told.map((each) => each.event).join(', ')}`);
    },
    ended,
    pause: () => void answer.pause(),
    resume: () => void answer.resume(),
    close: () => asked.destroy(),
  };
}

function readBlock(block: string): Told[] {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const event = fields.get('event');
  if (event === undefined) return [];
  const data: Record<string, unknown> = JSON.parse(fields.get('data') ?? '{}');
  return [{ event, id: fields.get('id'), data }];
}
