import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

export interface ReceivedEvent {
  id: number;
  kind: string;
  subject: string;
  atMs: number;
  arrivedMs: number;
  data: Record<string, unknown>;
}

/** The clinic's address for events, on loopback. */
export interface EventDesk {
  url: string;
  /** Signatures are checked from now on. */
  trust: (secret: string) => void;
  events: () => readonly ReceivedEvent[];
  /** Requests whose event had come before, and requests that nobody signed. */
  repeated: () => number;
  forged: () => number;
  stop: () => Promise<void>;
}

/** `nowMs`: the simulator's clock. `onEvent` hears each event once. */
export async function openEventDesk(nowMs: () => number, onEvent: (event: ReceivedEvent) => void): Promise<EventDesk> {
  const events = new Map<number, ReceivedEvent>();
  let secret: string | undefined;
  let repeated = 0;
  let forged = 0;
  const server = createServer((request, response) => {
    readBody(request)
      .then((body) => {
        if (secret === undefined || !isSigned(request, body, secret)) {
          forged += 1;
          response.writeHead(401).end();
          return;
        }
        const told: Omit<ReceivedEvent, 'atMs' | 'arrivedMs'> & { at: string } = JSON.parse(body);
        if (events.has(told.id)) repeated += 1;
        else {
          const event = { ...told, atMs: Date.parse(told.at), arrivedMs: nowMs() };
          events.set(told.id, event);
          onEvent(event);
        }
        response.writeHead(204).end();
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the desk has no port');
  return {
    url: `http://127.0.0.1:${address.port}/outdial`,
    trust: (given) => {
      secret = given;
    },
    events: () => [...events.values()],
    repeated: () => repeated,
    forged: () => forged,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const part of request) body += String(part);
  return body;
}

/** Standard Webhooks, written apart from the sender. */
function isSigned({ headers }: IncomingMessage, body: string, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const wanted = createHmac('sha256', key).update(signed).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .some((signature) => {
      const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
}
