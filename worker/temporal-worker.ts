import { Client, Connection, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createScheduleActivities } from '../activities/schedules.ts';
import { createTurnActivities } from '../activities/turns.ts';
import type { WorkerConfig } from '../config/config.ts';
import type { ScheduleToTell } from '../engine/campaigns/schedules/look-at-schedule.ts';
import type { TurnDeps } from '../engine/dialing/turn.ts';
import { WAKE_SIGNAL } from '../workflows/contract.ts';
import { tellSchedule } from './tell-schedule.ts';
import { workflowBundle } from './workflow-bundle.ts';

export interface TemporalSide {
  /** Starts the workflow, or wakes the one that runs under this id. */
  wake: (workflow: string, workflowId: string, input: object) => Promise<void>;
  /** Makes the Temporal Schedule of a recurring campaign what the ledger says. */
  tellSchedule: (tell: ScheduleToTell) => Promise<void>;
  stop: () => Promise<void>;
}

const RETRY_MS = 1_000;
const CHECK_MS = 5_000;
const CALL_TIMEOUT_MS = 5_000;

/**
 * Runs the Temporal worker and keeps it running: a server that is down, gone or emptied costs time, never facts. The
 * rest of the process does not wait for it.
 */
export function startTemporalWorker(
  config: WorkerConfig,
  deps: TurnDeps,
  seen: (part: 'temporal', up: boolean) => void,
): TemporalSide {
  const address = { address: config.temporal.address, ...config.temporal.security };
  let stopped = false;
  let worker: Worker | undefined;
  let client: Promise<Client> | undefined;
  let checking: NodeJS.Timeout | undefined;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  const run = async (): Promise<void> => {
    while (!stopped) {
      let connection: NativeConnection | undefined;
      try {
        connection = await NativeConnection.connect(address);
        worker = await Worker.create({
          connection,
          namespace: config.temporal.namespace,
          taskQueue: config.taskQueue,
          workflowBundle: await workflowBundle(),
          activities: { ...createTurnActivities(deps), ...createScheduleActivities(deps) },
          maxConcurrentActivityTaskExecutions: 50,
          // A handful of small workflows: one thread and a small cache, each isolate costs tens of megabytes.
          workflowThreadPoolSize: 1,
          maxCachedWorkflows: 100,
          // A workflow whose worker died is taken up by another after this; the default of 10 s would make reminders late.
          stickyQueueScheduleToStartTimeout: '2 seconds',
          // A turn that is cancelled resumes from the ledger; begun POSTs are the sender's, which is drained after it.
          shutdownGraceTime: '500 milliseconds',
        });
        if (!stopped) await worker.run();
      } catch (error) {
        deps.log.warn(
          { error: error instanceof Error ? error.message : String(error) },
          'Temporal worker stopped; it starts again',
        );
      } finally {
        worker = undefined;
        await connection?.close().catch(() => {});
      }
      if (!stopped) await pause(RETRY_MS);
    }
  };
  const running = run();

  const connect = async (): Promise<Client> => {
    client ??= Connection.connect({ ...address, connectTimeout: '3 seconds' }).then(
      (connection) => new Client({ connection, namespace: config.temporal.namespace }),
    );
    try {
      return await client;
    } catch (error) {
      client = undefined;
      throw error;
    }
  };

  const check = async (): Promise<void> => {
    try {
      const { connection } = await connect();
      await connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, () => connection.workflowService.getSystemInfo({}));
      seen('temporal', true);
    } catch {
      seen('temporal', false);
    }
    if (!stopped) checking = setTimeout(() => void check(), CHECK_MS);
  };
  void check();

  return {
    wake: async (workflow, workflowId, input) => {
      const { workflow: workflows, connection } = await connect();
      // A server that takes the call and never answers must not hold up the relay.
      await connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, async () => {
        await workflows.signalWithStart(workflow, {
          workflowId,
          taskQueue: config.taskQueue,
          args: [input],
          signal: WAKE_SIGNAL,
          signalArgs: [],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        });
      });
    },
    tellSchedule: async (tell) => {
      const connected = await connect();
      await connected.connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, () =>
        tellSchedule(connected, config.taskQueue, tell),
      );
    },
    stop: async () => {
      stopped = true;
      clearTimeout(checking);
      if (worker?.getState() === 'RUNNING') worker.shutdown();
      await running;
      await client?.then(({ connection }) => connection.close()).catch(() => {});
    },
  };
}
