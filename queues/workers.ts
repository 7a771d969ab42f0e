import { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Log } from '../engine/deps.ts';
import { QUEUE_NAMES, QUEUES, type Job, type QueueName } from './catalogue.ts';

export type Processors = Record<QueueName, (job: Job) => Promise<void>>;

/** One BullMQ worker per queue of the catalogue. A failed job is only logged: the relay asks for its work again. */
export function startQueueWorkers(connection: Redis, processors: Processors, log: Log): { close: () => Promise<void> } {
  const workers = QUEUE_NAMES.map((name) => {
    const queue = QUEUES[name];
    const process = processors[name];
    const worker = new Worker<Job>(queue.name, async (job) => await process(job.data), {
      connection,
      concurrency: queue.concurrency,
      lockDuration: 30_000,
    });
    worker.on('error', (error) =>
      log.debug({ queue: queue.name, error: error.message }, 'queue worker waits for Redis'),
    );
    worker.on('failed', (job, error) => log.warn({ queue: queue.name, id: job?.data.id, error }, 'job failed'));
    return worker;
  });
  return { close: async () => void (await Promise.all(workers.map((worker) => worker.close()))) };
}
