import type { Outcome } from '../../domain/outcome.ts';

/**
 * `ended_reason` values with a meaning of their own (providers.md 2.3; the vocabulary is that of Vapi's server SDK
 * 0.11.0, about 264 values).
 */
const OUTCOME_OF_REASON: ReadonlyMap<string, Outcome> = new Map([
  ['customer-ended-call', 'answered'],
  ['assistant-ended-call', 'answered'],
  ['assistant-said-end-call-phrase', 'answered'],
  ['assistant-ended-call-after-message-spoken', 'answered'],
  ['assistant-forwarded-call', 'answered'],
  ['silence-timed-out', 'answered'],
  ['exceeded-max-duration', 'answered'],
  ['completed', 'answered'],
  ['voicemail', 'voicemail'],
  ['customer-did-not-answer', 'no_answer'],
  ['customer-busy', 'busy'],
  ['twilio-failed-to-connect-call', 'not_connected'],
  ['vonage-failed-to-connect-call', 'not_connected'],
  ['vonage-rejected', 'not_connected'],
  ['twilio-reported-customer-misdialed', 'bad_number'],
  ['manually-canceled', 'cancelled'],
]);

/** Families of reasons that all say "something of the provider broke", whatever their tail. */
const FAILURE_FAMILIES: readonly RegExp[] = [
  /^call\.start\.error/,
  /^call\.in-progress\.error/,
  /^call\.ringing\.error/,
  /^call\.forwarding\..*error/,
  /^pipeline-/,
  /providerfault/,
  /(^|[-.])error([-.]|$)/,
  /(^|-)failed($|-)/,
];

/** Statuses of a call that is not over. Only `initiated` is known to occur; the rest is what its carriers say. */
const LIVE_STATUSES: ReadonlySet<string> = new Set([
  'initiated',
  'scheduled',
  'queued',
  'ringing',
  'in-progress',
  'in_progress',
  'forwarding',
]);

export const isLiveStatus = (status: string): boolean => LIVE_STATUSES.has(status);

/** What a reason means for us. Unknown ones are `unknown_end`: kept raw, never retried by themselves. */
export const outcomeOfReason = (reason: string): Outcome =>
  OUTCOME_OF_REASON.get(reason) ??
  (FAILURE_FAMILIES.some((family) => family.test(reason)) ? 'provider_failure' : 'unknown_end');

/** Twilio's status at creation, never updated afterwards (providers.md 2.4): a text has no receipt. */
export const outcomeOfSmsStatus = (status: string): Outcome =>
  status === 'failed' || status === 'undelivered' ? 'sms_failed' : 'sms_sent';

const MICROS_PER_CENT = 10_000;

/** Cents as the provider counts them -> micro-units. Fractions of a cent are kept to the micro-unit. */
export const microsOfCents = (cents: number): number => Math.round(cents * MICROS_PER_CENT);
