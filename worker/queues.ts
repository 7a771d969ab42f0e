import { Queue } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineDeps } from '../engine/deps.ts';
import type { PostEvent } from '../engine/ports.ts';
import { JOB_OPTIONS, jobId, QUEUES, type QueueName } from '../queues/catalogue.ts';
import { importProcessor } from '../queues/import-processor.ts';
import { connectConsumer, connectProducer } from '../queues/redis.ts';
import { transcriptProcessor } from '../queues/transcript-processor.ts';
import { webhookProcessor } from '../queues/webhook-processor.ts';
import { startQueueWorkers } from '../queues/workers.ts';

export interface QueueSide {
  add: (queue: QueueName, id: string) => Promise<void>;
  stop: () => Promise<void>;
}

const CHECK_MS = 5_000;
const CLOSE_MS = 5_000;

/** Queues and their workers on one Redis. Without Redis nothing is added and nothing is lost: the relay asks again. */
export function startQueues(
  url: string,
  engine: EngineDeps & { postEvent: PostEvent },
  seen: (part: 'redis', up: boolean) => void,
): QueueSide {
  const onError = (error: Error): void => engine.log.debug({ error: error.message }, 'Redis is away');
  const producer = connectProducer(url, onError);
  const consumer = connectConsumer(url, onError);
  const queues = new Map<QueueName, Queue>();
  const queueOf = (name: QueueName): Queue => {
    const known = queues.get(name);
    if (known) return known;
    const queue = new Queue(QUEUES[name].name, { connection: producer, skipWaitingForReady: true });
    queue.on('error', onError);
    queues.set(name, queue);
    return queue;
  };
  const stopping = new AbortController();
  const workers = startQueueWorkers(
    consumer,
    {
      import: importProcessor(engine, stopping.signal),
      transcript: transcriptProcessor(engine),
      webhook: webhookProcessor(engine, stopping.signal),
    },
    engine.log,
  );
  const checking = setInterval(() => {
    producer.ping().then(
      () => seen('redis', true),
      () => seen('redis', false),
    );
  }, CHECK_MS);
  producer.on('ready', () => seen('redis', true));

  const closeAll = async (): Promise<void> => {
    await workers.close().catch(() => {});
    await Promise.all([...queues.values()].map((queue) => queue.close().catch(() => {})));
  };

  return {
    add: async (name, id) => {
      await queueOf(name).add(name, { id }, { ...JOB_OPTIONS, jobId: jobId(name, id) });
    },
    stop: async () => {
      clearInterval(checking);
      stopping.abort();
      // BullMQ waits for a Redis that is away; what a job leaves undone is asked for again.
      await Promise.race([closeAll(), sleep(CLOSE_MS, undefined, { ref: false })]);
      producer.disconnect();
      consumer.disconnect();
    },
  };
}
