import type { SQL } from 'drizzle-orm';

/** A kind of work that waits and should not. */
export interface Stuck {
  part: string;
  level: 'warning' | 'problem';
  /** Selects `id` (text) of each. */
  offenders: SQL;
  words: (count: number) => string;
  fine: string;
  repair: string;
}
