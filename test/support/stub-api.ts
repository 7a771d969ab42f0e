import Fastify from 'fastify';
import type { ServerResponse } from 'node:http';
import { handleErrors } from '../../api/errors/handle-errors.ts';
import { ProblemError } from '../../api/errors/problem-error.ts';
import { serveDashboard } from '../../api/serve-dashboard.ts';
import { ensureDashboardBuilt } from '../../dev/dashboard/ensure-built.ts';

/** What the stub answers: "GET /v1/session" to a body, or to a function of the request's body. A status of its own: `refuse`. */
export type StubAnswers = Record<string, unknown>;

export interface StubApi {
  url: string;
  /** May be changed while it runs. */
  answers: StubAnswers;
  /** "POST /v1/stop-all" and what came with it, in the order they came. */
  asked: { call: string; body: unknown }[];
  /** To everybody who listens at /v1/live. */
  tell: (event: string, data: unknown) => void;
  /** How often streams that are opened from now on say that they will be heard. They are, unless it is turned off. */
  heartbeat: { saidMs: number; isOn: boolean };
  /** Cuts every stream that is open. */
  cut: () => void;
  close: () => Promise<void>;
}

export const refuse =
  (status: number, code: string, detail: string, details: Record<string, unknown> = {}) =>
  () => {
    throw new ProblemError(status, code, detail, { details });
  };

/** Somebody who may do everything. */
export const ADMIN_SESSION = {
  user: { id: '01980000-0000-7000-8000-00000000000a', name: 'Ada Example', email: 'ada@example.com', role: 'admin' },
  scopes: ['admin'],
  mode: 'SIMULATED',
  clockOffsetMs: 0,
  version: '0.1.0',
  temporalUiUrl: null,
};

export const HEALTHY = {
  at: '2026-11-26T13:02:11.000Z',
  dialing: { state: 'dialing', words: 'Dialing', since: null },
  stopped: null,
  workers: [],
  temporal: { ok: true, words: 'reachable' },
  redis: { ok: true, words: 'reachable' },
  accounts: [],
  callbacks: { lastAt: null, lagSeconds: 0, waiting: 0, quarantined: 0 },
  fold: { waiting: 0, oldestSeconds: 0 },
  inFlight: 48,
  answeredPerMinute: 31.5,
  failuresPerMinute: 4.2,
  oldestStuckAt: null,
  warnings: [],
};

const BEAT_MS = 5_000;
const BALANCES = {
  items: [{ owner: 'account', id: 'a', name: 'Main', currency: 'USD', freeMicros: 1_204_200_000 }],
};

/**
 * The built dashboard over an API that only pretends: for tests of pages and for pictures. `built` = a build that lies
 * elsewhere (OUTDIAL_TEST_DASHBOARD); absent, the usual one, brought up to date first.
 */
export async function startStubApi(
  answers: StubAnswers = {},
  built: string | undefined = process.env['OUTDIAL_TEST_DASHBOARD'],
): Promise<StubApi> {
  if (built === undefined) await ensureDashboardBuilt({ log: () => {} });
  const app = Fastify();
  handleErrors(app);
  const asked: StubApi['asked'] = [];
  const streams = new Set<ServerResponse>();
  const heartbeat = { saidMs: 15_000, isOn: true };
  const tell = (event: string, data: unknown): void => {
    for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const beats = setInterval(() => {
    if (heartbeat.isOn) tell('heartbeat', {});
  }, BEAT_MS);
  const all: StubAnswers = {
    'GET /v1/session': ADMIN_SESSION,
    'GET /v1/system': HEALTHY,
    'GET /v1/ledger/balances': BALANCES,
    ...answers,
  };
  app.get('/v1/live', { config: { scope: 'public' } }, (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write(`event: hello\ndata: {"heartbeatMs":${heartbeat.saidMs}}\n\n`);
    streams.add(reply.raw);
    reply.raw.on('close', () => streams.delete(reply.raw));
  });
  app.all('/v1/*', { config: { scope: 'public' } }, async (request, reply) => {
    const call = `${request.method} ${request.url.split('?')[0]}`;
    if (request.method !== 'GET') asked.push({ call, body: request.body });
    const answer = all[call];
    if (answer === undefined) throw new ProblemError(404, 'not_found', `The stub knows no ${call}.`);
    const body: unknown = typeof answer === 'function' ? await answer(request.body) : answer;
    return body === null ? reply.code(204).send() : body;
  });
  await serveDashboard(app, built);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const cut = (): void => {
    for (const stream of streams) stream.destroy();
  };
  return {
    url,
    answers: all,
    asked,
    tell,
    heartbeat,
    cut,
    close: async () => {
      clearInterval(beats);
      cut();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
