import type { z } from 'zod';
import { listLiveWorkers, type WorkerView } from '../../engine/reading/workers.ts';
import type { ApiDeps } from '../deps.ts';
import { alive, readiness } from '../schemas/health.ts';
import type { Api } from './api.ts';

type Readiness = z.infer<typeof readiness>;
type Part = Readiness['parts']['database'];

const MAX_SKEW_MS = 1_000;
const config = { scope: 'public', rateLimit: false, quiet: true } as const;
const tags = ['health'];

export function healthRoutes(app: Api, deps: ApiDeps): void {
  app.get('/healthz', { config, schema: { tags, response: { 200: alive } } }, async () => ({
    status: 'ok' as const,
    uptimeSeconds: Math.round(process.uptime()),
  }));
  app.get(
    '/readyz',
    { config, schema: { tags, response: { 200: readiness, 503: readiness } } },
    async (_request, reply) => {
      const report = await readReadiness(deps);
      return reply.code(report.status === 'unavailable' ? 503 : 200).send(report);
    },
  );
}

async function readReadiness(deps: ApiDeps): Promise<Readiness> {
  const [workers, pending] = await Promise.all([
    tried(() => listLiveWorkers(deps.engine)),
    tried(() => deps.pendingMigrations()),
  ]);
  const database: Part = workers.ok ? fine('reachable') : bad('cannot be reached');
  const migrations: Part = !pending.ok
    ? bad('cannot be read')
    : pending.value === 0
      ? fine('up to date')
      : bad(`${pending.value} migrations are missing: run outdial up, or npm run db:migrate`);
  const dialing = dialingPart(workers.ok ? workers.value : []);
  const status = !database.ok || !migrations.ok ? 'unavailable' : dialing.ok ? 'ok' : 'degraded';
  return { status, parts: { database, migrations, dialing }, workers: workers.ok ? workers.value : [] };
}

/** Without a worker nothing is dialled, and this api still takes orders: pause, stop, cancel, suppress. */
function dialingPart(workers: readonly WorkerView[]): Part {
  if (workers.length === 0) return bad('no worker has reported in the last 15 s: nothing is dialled');
  if (!workers.some((worker) => worker.temporalOk)) return bad('no worker reaches Temporal');
  if (!workers.some((worker) => worker.redisOk)) return bad('no worker reaches Redis: imports and transcripts wait');
  const skewed = workers.filter((worker) => Math.abs(worker.clockSkewMs) > MAX_SKEW_MS);
  return skewed.length === workers.length
    ? bad(`every worker's clock is off by more than ${MAX_SKEW_MS} ms: nothing is dialled`)
    : fine(`${workers.length} workers`);
}

const fine = (message: string): Part => ({ ok: true, message });
const bad = (message: string): Part => ({ ok: false, message });

async function tried<T>(ask: () => Promise<T>): Promise<{ ok: true; value: T } | { ok: false }> {
  try {
    return { ok: true, value: await ask() };
  } catch {
    return { ok: false };
  }
}
