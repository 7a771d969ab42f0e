import type { Channel } from './channel.ts';

/**
 * What became of one attempt, and what may follow. One exhaustive table: a new outcome does not compile
 * until it has a class and words.
 *
 * - `success`: the step did its work.
 * - `retry`: may be tried again after a wait.
 * - `change`: pointless until somebody changes something (a number, a text, a setting).
 * - `never`: must not be tried again.
 */
export type OutcomeClass = 'success' | 'retry' | 'change' | 'never';

interface OutcomeEntry {
  channel: Channel;
  class: OutcomeClass;
  words: string;
  /** Default wait before the next attempt, for class `retry`. */
  waitSeconds?: number;
}

export const OUTCOMES = {
  answered: { channel: 'call', class: 'success', words: 'Answered' },
  voicemail: { channel: 'call', class: 'retry', words: 'Voicemail', waitSeconds: 4 * 3600 },
  no_answer: { channel: 'call', class: 'retry', words: 'No answer', waitSeconds: 4 * 3600 },
  busy: { channel: 'call', class: 'retry', words: 'Busy', waitSeconds: 10 * 60 },
  not_connected: { channel: 'call', class: 'retry', words: 'Could not be connected', waitSeconds: 3600 },
  provider_failure: { channel: 'call', class: 'retry', words: 'The provider failed', waitSeconds: 15 * 60 },
  cancelled: { channel: 'call', class: 'change', words: 'Hung up by the account' },
  unknown_end: { channel: 'call', class: 'change', words: 'Ended for a reason that Outdial does not know' },
  bad_number: { channel: 'call', class: 'never', words: 'Number does not exist' },
  opted_out: { channel: 'call', class: 'never', words: 'Asked not to be called again' },
  call_rejected: { channel: 'call', class: 'change', words: 'The provider refused this call' },
  sms_sent: { channel: 'sms', class: 'success', words: 'Text accepted by the provider' },
  sms_failed: { channel: 'sms', class: 'retry', words: 'Text could not be sent', waitSeconds: 15 * 60 },
  sms_rejected: { channel: 'sms', class: 'change', words: 'The provider refused this text' },
  sms_opted_out: { channel: 'sms', class: 'never', words: 'Recipient blocked by the carrier' },
} as const satisfies Record<string, OutcomeEntry>;

export type Outcome = keyof typeof OUTCOMES;

export const isOutcome = (value: string): value is Outcome => Object.hasOwn(OUTCOMES, value);
export const outcomeClass = (outcome: Outcome): OutcomeClass => OUTCOMES[outcome].class;
export const defaultWaitSeconds = (outcome: Outcome): number => {
  const entry: OutcomeEntry = OUTCOMES[outcome];
  return entry.waitSeconds ?? 3600;
};
