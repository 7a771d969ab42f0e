import { consentCovers } from '../../domain/law/consent-held.ts';
import type { ConsentClass } from '../../domain/law/law-rule.ts';
import type { JudgedTest } from './judge-test.ts';

/** How a consent that was given for one test stands in the history of its number. */
export const TEST_CONSENT_METHOD = 'test';

export const AGREEMENT_TEXT =
  'This is my own number, or its owner asked me for this test: one automated call or text to it, now.';

/** What the law wants on record before this number is tried, and who can say it. */
export interface Agreement {
  wanted: ConsentClass;
  /** Nothing on record covers it. */
  needed: boolean;
  /**
   * Whoever asks for the test may say it here. Not where something else is on record: the last word of a number counts,
   * and a consent that ends with the test must not take the place of one that holds, or of a no.
   */
  mayBeSaidHere: boolean;
  text: string;
}

export function agreementOf({ consent: { wanted, held } }: Pick<JudgedTest, 'consent'>): Agreement {
  const needed = !consentCovers(held, wanted);
  const { event } = held;
  const nothingSaid = event === null || (event.method === TEST_CONSENT_METHOD && event.kind === 'given' && !held.held);
  return { wanted, needed, mayBeSaidHere: needed && nothingSaid, text: AGREEMENT_TEXT };
}
