import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface NaiveActivities {
  /** Stands for the send, and costs nothing: what is measured is how late it could begin. */
  stamp: (dueAtMs: number) => Promise<void>;
}

const QUEUE = 'naive-reminders';
/** To start them all; a workflow of its own costs the server some ten milliseconds. */
const LEAD_MS = 20;
const LONGEST_MS = 180_000;

/** Lateness in ms of so many timers of one moment, each in a workflow of its own, on the same Temporal server. */
export async function naiveLateness(temporalAddress: string, due: number): Promise<number[]> {
  const lateMs: number[] = [];
  const bundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./naive-workflow.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  const native = await NativeConnection.connect({ address: temporalAddress });
  const connection = await Connection.connect({ address: temporalAddress });
  const worker = await Worker.create({
    connection: native,
    taskQueue: QUEUE,
    workflowBundle: bundle,
    activities: {
      stamp: async (dueAtMs) => void lateMs.push(Date.now() - dueAtMs),
    } satisfies NaiveActivities,
    maxConcurrentActivityTaskExecutions: 200,
  });
  const running = worker.run();
  try {
    const client = new Client({ connection });
    const dueAtMs = Date.now() + 10_000 + due * LEAD_MS;
    for (let from = 0; from < due; from += 50) {
      await Promise.all(
        Array.from({ length: Math.min(50, due - from) }, () =>
          client.workflow.start('naiveAppointment', { taskQueue: QUEUE, workflowId: randomUUID(), args: [dueAtMs] }),
        ),
      );
    }
    for (const endsAtMs = dueAtMs + LONGEST_MS; lateMs.length < due && Date.now() < endsAtMs;) await sleep(100);
  } finally {
    worker.shutdown();
    await running;
    await Promise.all([connection.close(), native.close()]);
  }
  if (lateMs.length < due) throw new Error(`only ${lateMs.length} of ${due} naive timers fired`);
  return lateMs;
}
