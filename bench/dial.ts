import { Client, Connection } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { firstRow } from '../db/rows.ts';
import type { DemoStack } from '../dev/demo/start-stack.ts';
import { registerCallbacks } from '../engine/accounts/register-callbacks.ts';
import { auditLedger } from '../engine/auditing/audit-ledger.ts';
import { launchCampaign } from '../engine/campaigns/launch.ts';
import { createSimulatorClient, type SimulatorClient } from '../simulator/client.ts';
import { seedCampaign } from '../test/support/seed.ts';
import { runWorkflowId } from '../workflows/contract.ts';
import { openBench, type Bench } from './open-bench.ts';
import { figuresOf, type ProcessFigures } from './process-figures.ts';

const DEFAULT_CONTACTS = 50_000;
const CHECKPOINT = 10_000;
/** People talk and ring this many times faster; the engine sees calls of about half a second. */
const SPEED = 100;
const BARE_LOOP = fileURLToPath(new URL('./bare-loop.ts', import.meta.url));

/**
 * Contacts through the whole path (claim, hold, gate, POST, callbacks, fold, settlement, disposition) on one machine
 * with all its servers, beside a bare loop that only POSTs to the same simulator and takes its callbacks.
 */
export async function benchDial(args: readonly string[], say: (line: string) => void): Promise<object> {
  const contacts = Number(args[args.indexOf('--contacts') + 1] ?? Number.NaN) || DEFAULT_CONTACTS;
  const bench = await openBench({ speed: SPEED, distribution: 'mixed', say });
  try {
    const judge = createSimulatorClient(bench.stack.simulatorUrl);
    say(`bare loop: ${contacts} calls`);
    const bare = await bareLoop(bench.stack, judge, contacts);
    say(`bare loop: ${bare.perSecond.toFixed(0)} calls/s`);
    await judge.reset({ keepAccounts: true });
    return await measure(bench, judge, contacts, bare.perSecond, say);
  } finally {
    await bench.close();
  }
}

async function bareLoop(stack: DemoStack, judge: SimulatorClient, contacts: number): Promise<{ perSecond: number }> {
  const key = `an_live_${randomBytes(16).toString('hex')}`;
  const view = await judge.addAccount({ provider: 'agentnumber', key, numbers: [{}], balanceMicros: null });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', BARE_LOOP, stack.simulatorUrl, key, view.numbers[0]?.id ?? '', String(contacts)],
    { maxBuffer: 1 << 20 },
  );
  const result: { perSecond: number } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
  return result;
}

async function measure(
  { stack, deps, test, untilCompleted }: Bench,
  judge: SimulatorClient,
  contacts: number,
  bareLoopPerSecond: number,
  say: (line: string) => void,
): Promise<object> {
  const seeded = await seedCampaign(deps, test, {
    contacts,
    launch: false,
    topUpMicros: 100_000_000_000,
    settings: { maxAttempts: 1, maxConcurrent: 2_000 },
    world: { url: stack.simulatorUrl, judge, provider: 'agentnumber' },
  });
  await registerCallbacks(deps, { accountId: seeded.accountId, publicUrl: stack.apiUrl, actor: 'bench' });
  await stack.adminDb.execute(sql`vacuum analyze`);

  const before = processes(stack);
  await launchCampaign(deps, { campaignId: seeded.campaignId, actor: 'bench' });
  let atCheckpoint: Record<string, ProcessFigures> | undefined;
  await untilCompleted(seeded.runId, async () => {
    const now = await progress(stack, seeded.runId);
    if (now.finished >= CHECKPOINT) atCheckpoint ??= processes(stack);
    say(`${now.finished} finished, ${now.open} open`);
  });
  const after = processes(stack);
  const span = await firstRow<{ seconds: number }>(
    stack.readDb,
    sql`select extract(epoch from max(disposed_at) - min(gated_at))::double precision as seconds from attempts where run_id = ${seeded.runId}`,
  );
  const summary = await judge.summary({ maxPerDestination: 1 });
  const tasks = await workflowTasks(stack, seeded.runId);
  const lost = await firstRow<{ n: number }>(
    stack.readDb,
    sql`select count(*)::int as n from contact_states where run_id = ${seeded.runId} and state in ('ready', 'waiting', 'in_flight')`,
  );
  const offences = (await auditLedger({ readDb: stack.readDb }))
    .filter((result) => !result.ok)
    .map(({ name, count }) => `${name}: ${count}`);
  const dialsPerSecond = summary.dials / (span?.seconds ?? Number.NaN);
  return {
    contacts,
    dialsPerSecond: round(dialsPerSecond),
    bareLoopPerSecond: round(bareLoopPerSecond),
    ratioToBareLoop: round(dialsPerSecond / bareLoopPerSecond, 3),
    workflowTasks: tasks,
    workflowTasksPerContact: round(tasks / contacts, 5),
    cpuMsPerDial: mapValues(after, (figures, name) =>
      round((figures.cpuMs - (before[name]?.cpuMs ?? 0)) / summary.dials, 2),
    ),
    peakRssMb: mapValues(after, (figures) => figures.peakRssMb),
    peakRssMbAt10k: mapValues(atCheckpoint ?? {}, (figures) => figures.peakRssMb),
    doubleDials: summary.doubleDials + summary.perDestination.moreThanAllowed,
    lostContacts: lost?.n ?? -1,
    offences,
    plan: summary.plan,
    speed: SPEED,
  };
}

function processes(stack: DemoStack): Record<string, ProcessFigures> {
  return mapValues({ ...stack.processes }, (server, name) => figuresOf(server.pid ?? 0, name === 'postgres'));
}

async function progress(stack: DemoStack, runId: string): Promise<{ finished: number; open: number }> {
  const row = await firstRow<{ finished: number; open: number }>(
    stack.readDb,
    sql`select (select count(*)::int from contact_states where run_id = ${runId} and state not in ('ready', 'waiting', 'in_flight')) as finished,
          (select count(*)::int from open_attempts where run_id = ${runId}) as open`,
  );
  return row ?? { finished: 0, open: 0 };
}

async function workflowTasks(stack: DemoStack, runId: string): Promise<number> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection });
  let tasks = 0;
  const executions = client.workflow.list({ query: `WorkflowId = '${runWorkflowId(runId)}'` });
  for await (const execution of executions) {
    const history = await client.workflow.getHandle(execution.workflowId, execution.runId).fetchHistory();
    tasks += (history.events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes).length;
  }
  await connection.close();
  return tasks;
}

const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
const mapValues = <A, B>(record: Readonly<Record<string, A>>, map: (value: A, name: string) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
