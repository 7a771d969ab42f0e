/** All queues in one place: name, what a job carries, how often it is tried. Jobs are wake-ups; the facts are in Postgres. */

export interface QueueDefinition {
  name: string;
  /** Jobs of this queue that one worker works on at a time. */
  concurrency: number;
}

export const QUEUE_NAMES = ['import', 'transcript', 'webhook'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

export const QUEUES: Record<QueueName, QueueDefinition> = {
  import: { name: 'import', concurrency: 2 },
  transcript: { name: 'transcript', concurrency: 8 },
  // One job an endpoint, each mostly waiting: slow endpoints must not hold the others.
  webhook: { name: 'webhook', concurrency: 32 },
};

/** Every job names one thing to look at. */
export interface Job {
  id: string;
}

/** A job is gone as soon as it ends, well or badly: BullMQ drops an add whose id it still keeps, and the relay asks again. */
export const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

/** BullMQ refuses ids with colons and ids of digits only. */
export const jobId = (queue: QueueName, id: string): string => `${queue}-${id}`;
