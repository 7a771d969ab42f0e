import type { RuleName } from '../explain/rule-look.ts';
import type { Whole } from '../explain/whole.ts';

/** Whether a test goes out at once, waits for something that may come while it lives, or cannot go at all. */
export type MayGo = 'now' | 'waits' | 'cannot';

/** Only a decision about this very number changes these. */
const ABOUT_THE_NUMBER: readonly (RuleName | null)[] = ['suppression', 'consent', 'zone'];
/** Somebody who looks at the test can take these away. */
const BY_A_PERSON: readonly (RuleName | null)[] = ['installation', 'account', 'breaker'];

/** What an explanation comes to for a test that is over at `endsAtMs`. */
export function mayGo({ decidingRule, nextAtMs }: Pick<Whole, 'decidingRule' | 'nextAtMs'>, endsAtMs: number): MayGo {
  if (decidingRule === null) return 'now';
  if (ABOUT_THE_NUMBER.includes(decidingRule)) return 'cannot';
  if (BY_A_PERSON.includes(decidingRule)) return 'waits';
  // An open attempt of the person has no known end.
  if (nextAtMs === null) return decidingRule === 'window' ? 'cannot' : 'waits';
  return nextAtMs < endsAtMs ? 'waits' : 'cannot';
}
