import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock } from '../world/clock.ts';
import type { TimerHeap } from '../world/timer-heap.ts';
import { json } from './exchange.ts';
import type { Exchange, Reply } from './exchange.ts';

export interface ServeDeps {
  clock: Clock;
  timers: TimerHeap;
  slowAnswerMs: () => number;
  /** By the first part of the path: `agentnumber`, `cartesia`, `control`. */
  roots: Readonly<Record<string, (exchange: Exchange) => Reply>>;
}

const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Longer than any client keeps a socket: a close at the wrong moment would be a fault that nobody asked for. */
const KEEP_ALIVE_MS = 10 * 60_000;
/** A held answer is ended at last, so that a client without a time-out does not hang for ever. */
const HOLD_MS = 120_000;

const write = (deps: ServeDeps, response: ServerResponse, reply: Reply): void => {
  const length = Buffer.byteLength(reply.body);
  const headers = { 'content-type': reply.contentType, 'content-length': length };
  switch (reply.manner) {
    case 'hold':
      deps.timers.schedule('answer', HOLD_MS, () => response.destroy());
      return;
    case 'cut':
      response.writeHead(reply.status, headers);
      // Half of the body must have left before the socket goes, else the client sees a plain reset.
      response.write(reply.body.slice(0, Math.floor(length / 2)), () => response.destroy());
      return;
    case 'slow':
      deps.timers.schedule('answer', deps.slowAnswerMs(), () => write(deps, response, { ...reply, manner: 'plain' }));
      return;
    case 'plain':
      if (response.destroyed) return;
      response.writeHead(reply.status, headers);
      response.end(reply.body);
  }
};

const parse = (chunks: Buffer[]): unknown => {
  const only = chunks[0];
  if (only === undefined) return undefined;
  try {
    return JSON.parse((chunks.length === 1 ? only : Buffer.concat(chunks)).toString('utf8'));
  } catch {
    return undefined;
  }
};

const handle = (
  deps: ServeDeps,
  request: IncomingMessage,
  response: ServerResponse,
  receivedAtMs: number,
  body: unknown,
): void => {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const path = (mark === -1 ? url : url.slice(0, mark)).split('/').filter((part) => part !== '');
  const root = deps.roots[path.shift() ?? ''];
  if (root === undefined) {
    write(deps, response, json(404, { error: 'no such root; there are /agentnumber/api/v0, /cartesia and /control' }));
    return;
  }
  let reply: Reply;
  try {
    reply = root({
      method: request.method ?? 'GET',
      path,
      query: new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)),
      headers: request.headers,
      body,
      receivedAtMs,
      bodyAtMs: deps.clock.nowMs(),
    });
  } catch (error) {
    // A defect of the simulator must not look like one of the provider's own failures.
    process.stderr.write(`simulator: ${String(error instanceof Error ? error.stack : error)}\n`);
    reply = json(599, { error: 'defect of the simulator', message: String(error) });
  }
  write(deps, response, reply);
};

/** The HTTP server of all roots. It does not listen yet. */
export const createSimulatorServer = (deps: ServeDeps): Server => {
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0, noDelay: true },
    (request, response) => {
      const receivedAtMs = deps.clock.nowMs();
      if (request.method === 'GET') {
        request.resume();
        handle(deps, request, response, receivedAtMs, undefined);
        return;
      }
      const chunks: Buffer[] = [];
      let size = 0;
      request.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      });
      request.on('end', () => {
        if (size > MAX_BODY_BYTES) write(deps, response, json(413, { error: 'body too large' }));
        else handle(deps, request, response, receivedAtMs, parse(chunks));
      });
      // A client that goes away in the middle of its own request has asked for nothing.
      request.on('error', () => undefined);
    },
  );
  server.on('clientError', (_error, socket) => socket.destroy());
  return server;
};
