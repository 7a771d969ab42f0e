import { randomBytes } from 'node:crypto';

export interface Ids {
  /** prefix + 32 hex digits, unique over restarts. */
  next: (prefix: string) => string;
  uuid: () => string;
}

/**
 * A random half per process and a counter: a restarted simulator with the same seed must not hand out
 * ids again that a ledger already holds.
 */
export const createIds = (): Ids => {
  const base = randomBytes(10).toString('hex');
  let count = 0;
  const hex = (): string => {
    count += 1;
    return base + count.toString(16).padStart(12, '0');
  };
  return {
    next: (prefix) => prefix + hex(),
    uuid: () => {
      const digits = hex();
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
    },
  };
};
