import { Redis } from 'ioredis';

/**
 * A connection for adding jobs: fails at once when Redis is away (the relay asks again in a second), instead of
 * queueing commands in memory.
 */
export function connectProducer(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 5_000 });
  redis.on('error', onError);
  return redis;
}

/** A connection for workers: waits for Redis to come back, for ever. */
export function connectConsumer(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', onError);
  return redis;
}
