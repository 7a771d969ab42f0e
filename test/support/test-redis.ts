import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import './provided.ts';

/** The shared Redis, and a key prefix that keeps this test file apart from the others (BullMQ's `prefix`). */
export function testRedis(): { url: string; prefix: string } {
  return { url: inject('redisUrl'), prefix: `test-${randomBytes(6).toString('hex')}` };
}
