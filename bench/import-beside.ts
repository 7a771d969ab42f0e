import { sql } from 'drizzle-orm';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstRow } from '../db/rows.ts';
import { createKey } from '../engine/access/create-key.ts';
import { launchCampaign } from '../engine/campaigns/launch.ts';
import { createSimulatorClient } from '../simulator/client.ts';
import { seedCampaign } from '../test/support/seed.ts';
import { makeList } from './import/make-list.ts';
import { openBench, type Bench } from './open-bench.ts';
import { figuresOf } from './process-figures.ts';

const PER_SECOND = 100;
const ALONE_SECONDS = 15;
const DEFAULT_ROWS = 500_000;
/** A list that is not read by then is not read at all. */
const LONGEST_MS = 240_000;

interface Span {
  seconds: number;
  sentPerSecond: number;
  latenessP50Ms: number;
  latenessP99Ms: number;
}

/**
 * What dialing feels of an import in the same worker: a campaign that dials 100 a second, first alone, then while a
 * list is read, checked and committed beside it. Lateness = from the granted send time to the first byte.
 */
export async function benchImportBeside(args: readonly string[], say: (line: string) => void): Promise<object> {
  const rows = Number(args[args.indexOf('--rows') + 1] ?? Number.NaN) || DEFAULT_ROWS;
  const folder = await mkdtemp(join(tmpdir(), 'outdial-bench-'));
  const bench = await openBench({ speed: 100, distribution: 'mixed', say });
  try {
    const file = join(folder, 'list.csv');
    await makeList(file, rows);
    const judge = createSimulatorClient(bench.stack.simulatorUrl);
    const seeded = await seedCampaign(bench.deps, bench.test, {
      contacts: PER_SECOND * (ALONE_SECONDS + LONGEST_MS / 1_000),
      launch: false,
      topUpMicros: 100_000_000_000,
      settings: { maxAttempts: 1, maxConcurrent: 10_000 },
      paces: [{ channel: 'call', maxCount: PER_SECOND, windowMs: 1_000 }],
      world: { url: bench.stack.simulatorUrl, judge, provider: 'agentnumber' },
    });
    await launchCampaign(bench.deps, { campaignId: seeded.campaignId, actor: 'bench' });
    await sleep(5_000);
    const alone = await spanOf(bench, seeded.runId, () => sleep(ALONE_SECONDS * 1_000));
    say(`alone: ${JSON.stringify(alone)}`);
    const beforeMb = figuresOf(bench.stack.processes.worker.pid ?? 0).peakRssMb;
    const beside = await spanOf(bench, seeded.runId, () => importList(bench, file));
    say(`beside an import: ${JSON.stringify(beside)}`);
    return {
      rows,
      importRowsPerSecond: Math.round(rows / beside.seconds),
      sentRatio: Number((beside.sentPerSecond / alone.sentPerSecond).toFixed(3)),
      alone,
      beside,
      workerPeakRssMbBefore: beforeMb,
      workerPeakRssMb: figuresOf(bench.stack.processes.worker.pid ?? 0).peakRssMb,
    };
  } finally {
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What was sent while `work` was going on. */
async function spanOf({ stack }: Bench, runId: string, work: () => Promise<unknown>): Promise<Span> {
  const startedAtMs = performance.now();
  const from = await firstRow<{ at: number }>(stack.readDb, sql`select to_ms(outdial_now()) as at`);
  await work();
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const span = await firstRow<Omit<Span, 'seconds' | 'sentPerSecond'> & { sent: number }>(
    stack.readDb,
    sql`select count(*)::int as sent,
          percentile_cont(0.5) within group (order by to_ms(sent_at) - to_ms(granted_at)) as "latenessP50Ms",
          percentile_cont(0.99) within group (order by to_ms(sent_at) - to_ms(granted_at)) as "latenessP99Ms"
        from attempts where run_id = ${runId} and sent_at between from_ms(${from?.at ?? 0}::double precision) and outdial_now()`,
  );
  return {
    seconds: Number(seconds.toFixed(1)),
    sentPerSecond: Number(((span?.sent ?? 0) / seconds).toFixed(1)),
    latenessP50Ms: Number((span?.latenessP50Ms ?? 0).toFixed(1)),
    latenessP99Ms: Number((span?.latenessP99Ms ?? 0).toFixed(1)),
  };
}

async function importList({ stack, deps }: Bench, file: string): Promise<void> {
  const { key } = await createKey(deps, { name: 'bench', scopes: ['admin'], actor: 'bench' });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' };
  const answer = await fetch(`${stack.apiUrl}/v1/imports?country=US&fileName=list.csv`, {
    method: 'POST',
    headers,
    body: await openAsBlob(file),
  });
  if (!answer.ok) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`);
  const { importId }: { importId: string } = JSON.parse(await answer.text());
  for (const endsAtMs = performance.now() + LONGEST_MS; performance.now() < endsAtMs; await sleep(200)) {
    const list = await firstRow<{ state: string }>(stack.readDb, sql`select state from imports where id = ${importId}`);
    if (list?.state === 'done') return;
    if (list?.state === 'failed') throw new Error('the import failed');
  }
  throw new Error('the import took too long');
}
