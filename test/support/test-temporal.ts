import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import './provided.ts';

/** The shared dev server, and a task queue that only this test file serves. */
export function testTemporal(): { address: string; namespace: string; taskQueue: string } {
  return {
    address: inject('temporalAddress'),
    namespace: 'default',
    taskQueue: `test-${randomBytes(6).toString('hex')}`,
  };
}
