import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScheduleActivities } from '../activities/schedules.ts';
import type { TurnActivities } from '../activities/turns.ts';
import type { TurnOutcome } from '../domain/turn-loop.ts';
import { RECONCILE_WORKFLOW, RUN_WORKFLOW, START_WORKFLOW, WAKE_SIGNAL } from '../workflows/contract.ts';
import { startServers } from './servers/start-servers.ts';

const TARGET = fileURLToPath(new URL('../test/replay/histories/', import.meta.url));

/** Paths through the loop that a deployed version has left in histories: each must replay with today's code. */
const PATHS: { name: string; workflow: string; input: object; answers: TurnOutcome[]; wake?: boolean }[] = [
  { name: 'run-done-at-once', workflow: RUN_WORKFLOW, input: { runId: 'r1' }, answers: [{ kind: 'done' }] },
  {
    name: 'run-turns-and-sleeps',
    workflow: RUN_WORKFLOW,
    input: { runId: 'r2' },
    answers: [{ kind: 'more' }, { kind: 'later', waitMs: 1_000 }, { kind: 'more' }, { kind: 'done' }],
  },
  {
    name: 'run-woken-from-sleep',
    workflow: RUN_WORKFLOW,
    input: { runId: 'r3' },
    answers: [{ kind: 'later', waitMs: 3_600_000 }, { kind: 'done' }],
    wake: true,
  },
  {
    name: 'reconcile-asks-twice',
    workflow: RECONCILE_WORKFLOW,
    input: { accountId: 'a1' },
    answers: [{ kind: 'later', waitMs: 1_000 }, { kind: 'done' }],
  },
  {
    name: 'start-waits-then-copies',
    workflow: START_WORKFLOW,
    input: { scheduleId: 's1', scheduledAtMs: Date.UTC(2026, 11, 8, 15, 30) },
    answers: [{ kind: 'later', waitMs: 1_000 }, { kind: 'more' }, { kind: 'done' }],
  },
];

/**
 * Records one history per path on a real server, with scripted turns, into test/replay/histories: those that are named,
 * or all. What is recorded already is what a deployed version left, and is better kept.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'outdial-record-'));
  const servers = await startServers({
    folder,
    postgres: false,
    redis: false,
    temporal: { headless: true },
    throwaway: true,
    log: console.log,
  });
  const address = servers.temporalAddress;
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection: await Connection.connect({ address }), identity: 'recorder' });
  await mkdir(TARGET, { recursive: true });
  const wanted = process.argv.slice(2);
  for (const path of PATHS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const answers = [...path.answers];
    const next = async (): Promise<TurnOutcome> => answers.shift() ?? { kind: 'done' };
    const activities: TurnActivities & ScheduleActivities = {
      dispatchTurn: next,
      reconcileTurn: next,
      startOccurrence: next,
    };
    const worker = await Worker.create({
      connection,
      identity: 'recorder',
      taskQueue: path.name,
      workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
      activities,
    });
    await worker.runUntil(async () => {
      const handle = await client.workflow.start(path.workflow, {
        workflowId: path.name,
        taskQueue: path.name,
        args: [path.input],
      });
      if (path.wake) {
        while (answers.length === path.answers.length) await new Promise((resolve) => setTimeout(resolve, 100));
        await handle.signal(WAKE_SIGNAL);
      }
      await handle.result();
      const history = await handle.fetchHistory();
      await writeFile(join(TARGET, `${path.name}.json`), `${historyToJSON(history)}\n`);
      console.log(`recorded ${path.name}`);
    });
  }
  await connection.close();
  await client.connection.close();
  await servers.stop();
  await rm(folder, { recursive: true, force: true });
}

await main();
