import { Redis } from 'ioredis';
import { ok, problem, reasonOf, type Finding } from './finding.ts';

const PART = 'redis';

/** Reachable, and keeps what it is given: with another policy than noeviction it silently drops jobs. */
export async function checkRedis(url: string): Promise<Finding[]> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3_000,
    commandTimeout: 3_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason: unknown;
  redis.on('error', (error) => (reason ??= error));
  try {
    await redis.connect();
    const info = await redis.info();
    const field = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
    const version = field('valkey_version') ?? field('redis_version') ?? 'unknown';
    const policy = field('maxmemory_policy');
    return [
      ok(PART, `version ${version}`),
      policy === 'noeviction'
        ? ok(PART, 'maxmemory-policy is noeviction')
        : problem(
            PART,
            `maxmemory-policy is ${policy ?? 'unknown'}`,
            'Set it: CONFIG SET maxmemory-policy noeviction, and in redis.conf.',
          ),
    ];
  } catch (error) {
    const repair = 'Start it, or correct REDIS_URL. Meanwhile calls go on; imports and transcripts wait.';
    return [problem(PART, `cannot be reached: ${reasonOf(reason ?? error)}`, repair)];
  } finally {
    redis.disconnect();
  }
}
