import type { Outcome } from '../outcome.ts';

/**
 * Outcomes of dials that a person may have noticed. `maxAttempts` is there for people: a call that the provider lost
 * disturbed nobody, and does not keep a retry from calling once more.
 */
export const RANG: readonly Outcome[] = [
  'answered',
  'voicemail',
  'no_answer',
  'busy',
  'cancelled',
  'unknown_end',
  'opted_out',
  'sms_sent',
];
