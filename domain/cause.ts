import type { AttemptState } from './attempt-state.ts';
import { isOutcome, OUTCOMES, outcomeClass, type OutcomeClass } from './outcome.ts';
import type { Refusal } from './refusal.ts';

/** What a failure lets somebody do: try again, change something first, or leave it. */
export type CauseClass = Exclude<OutcomeClass, 'success'>;

export interface CauseEntry {
  class: CauseClass;
  /** What happened, in a few words. */
  words: string;
  means: string;
  /** What usually helps. */
  fix: string;
}

export interface Cause extends CauseEntry {
  /** Stable; `unknown_end:` and a message where the provider's word is none that we know. */
  code: string;
}

const UNKNOWN_END = 'unknown_end';
const LONGEST_MESSAGE = 60;

const CAUSES: Record<string, CauseEntry> = {
  voicemail: {
    class: 'retry',
    words: 'Voicemail',
    means: 'A machine answered.',
    fix: 'Try at another time of the day.',
  },
  no_answer: {
    class: 'retry',
    words: 'No answer',
    means: 'It rang and nobody picked up.',
    fix: 'Try at another time of the day, or from a number that people know.',
  },
  busy: { class: 'retry', words: 'Busy', means: 'The line was taken.', fix: 'Try again in some minutes.' },
  not_connected: {
    class: 'retry',
    words: 'Could not be connected',
    means: 'The carrier found no way to the number at that moment.',
    fix: 'Try later. If all of one prefix or of one caller ID fail, use another caller ID.',
  },
  provider_failure: {
    class: 'retry',
    words: 'The provider failed',
    means: 'The provider took the call and reported a fault of its own.',
    fix: 'Look at the provider, then try a few first.',
  },
  cancelled: {
    class: 'change',
    words: 'Hung up by the account',
    means: 'Somebody or something at the provider ended the call.',
    fix: 'Find out who ended it before calling again.',
  },
  [UNKNOWN_END]: {
    class: 'change',
    words: 'Ended for an unknown reason',
    means: 'The provider gave a reason that Outdial does not know.',
    fix: "Read the provider's own word in the samples, then try a few first.",
  },
  bad_number: {
    class: 'never',
    words: 'Number does not exist',
    means: 'The carrier knows no such number.',
    fix: 'Correct the list. Calling it again changes nothing.',
  },
  opted_out: {
    class: 'never',
    words: 'Asked not to be called again',
    means: 'The person said no; the number is suppressed.',
    fix: 'Nothing. Only the person can take it back.',
  },
  sms_opted_out: {
    class: 'never',
    words: 'Recipient blocked by the carrier',
    means: 'The person told the carrier to stop texts from this number.',
    fix: 'Nothing. Only the person can take it back.',
  },
  call_rejected: {
    class: 'change',
    words: 'The provider refused this call',
    means: 'The request was not accepted as it was.',
    fix: 'Read the refusal: the number, the agent or a setting needs a change.',
  },
  sms_failed: {
    class: 'retry',
    words: 'Text could not be sent',
    means: 'The provider took the text and could not deliver it.',
    fix: 'Try again; if one carrier is behind it, from another number.',
  },
  sms_rejected: {
    class: 'change',
    words: 'The provider refused this text',
    means: 'The request was not accepted as it was.',
    fix: 'Read the refusal: the text or the number needs a change.',
  },
  refused_rate_limited: {
    class: 'retry',
    words: 'Refused: too fast',
    means: 'The provider said 429. Nobody was dialled, and the contact goes back into the queue.',
    fix: 'Nothing now: the account slows down by itself. Lower its pace if it goes on.',
  },
  refused_no_credit: {
    class: 'change',
    words: 'Refused: no credit',
    means: 'The provider has no money of yours left. Nobody was dialled.',
    fix: 'Top up at the provider.',
  },
  refused_unauthorised: {
    class: 'change',
    words: 'Refused: key or permission',
    means: 'The provider did not accept the key of the account. Nobody was dialled.',
    fix: 'Put a valid key into the account and resume it.',
  },
  refused_not_found: {
    class: 'change',
    words: 'Refused: number or agent is gone',
    means: 'The provider does not know the number or the agent. Nobody was dialled.',
    fix: 'Choose a number and an agent that exist.',
  },
  parked: {
    class: 'change',
    words: 'Nobody can tell whether it was dialled',
    means: 'The answer of the provider was lost, and it lists no such call. It counts as dialled.',
    fix: 'Decide in the review queue what became of it.',
  },
  expired: {
    class: 'retry',
    words: 'Its time was over before it could be dialled',
    means: 'The contact waited longer than the campaign allows, or its end had come.',
    fix: 'Try again while the hours are open.',
  },
  window_never_open: {
    class: 'change',
    words: 'No hour at which it may be called',
    means: 'The hours of the campaign and the rules of its place never meet.',
    fix: 'Change the hours of the campaign.',
  },
  template_failed: {
    class: 'change',
    words: 'The text could not be filled in',
    means: 'A variable of the text had no value that it could take.',
    fix: 'Correct the template or the list.',
  },
  no_living_number: {
    class: 'never',
    words: 'None of its numbers exists',
    means: 'The carrier knows none of the numbers of this contact.',
    fix: 'Correct the list.',
  },
  sms_no_textable_number: {
    class: 'never',
    words: 'No number that takes texts',
    means: 'Every number of this contact is a landline or dead.',
    fix: 'Call instead, or correct the list.',
  },
  resolved_not_dialled: {
    class: 'retry',
    words: 'Decided: it was never dialled',
    means: 'A person decided that this attempt did not happen.',
    fix: 'Try again.',
  },
};

const REFUSED_AS: Record<Refusal, { call: string; sms: string }> = {
  rate_limited: { call: 'refused_rate_limited', sms: 'refused_rate_limited' },
  no_credit: { call: 'refused_no_credit', sms: 'refused_no_credit' },
  unauthorised: { call: 'refused_unauthorised', sms: 'refused_unauthorised' },
  not_found: { call: 'refused_not_found', sms: 'refused_not_found' },
  invalid: { call: 'call_rejected', sms: 'sms_rejected' },
  opted_out: { call: 'opted_out', sms: 'sms_opted_out' },
};

/** Why a create that the provider refused failed. */
export const causeOfRefusal = (refusal: Refusal, channel: 'call' | 'sms'): string => REFUSED_AS[refusal][channel];

/**
 * Why an attempt failed as far as it is known; null = it did not fail, or not yet. A provider's word that nobody knows
 * is a cause of its own, so that a new kind of failure shows as a new group.
 */
export function causeOfAttempt(attempt: {
  state: AttemptState;
  outcome: string | null;
  providerReason: string | null;
}): string | null {
  const { state, outcome } = attempt;
  if (state === 'PARKED') return 'parked';
  if ((state !== 'ENDED' && state !== 'DISPOSED') || outcome === null || !isOutcome(outcome)) return null;
  if (outcomeClass(outcome) === 'success') return null;
  const message = outcome === UNKNOWN_END ? normalisedMessage(attempt.providerReason) : '';
  return message === '' ? outcome : `${UNKNOWN_END}:${message}`;
}

/** Everything that differs from case to case goes: letters in lower case, numbers and ids as `#`. */
export function normalisedMessage(message: string | null): string {
  return (message ?? '')
    .toLowerCase()
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{16,}\b|\+?\d[\d.:/-]*/g, '#')
    .replaceAll(/[^\p{L}#_'-]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_MESSAGE)
    .trim();
}

/** What a code means. A code of a later version, or a reason that has no entry, still gets words. */
export function describeCause(code: string): Cause {
  const [head = '', message] = code.split(/:(.*)/s);
  const entry = Object.hasOwn(CAUSES, head) ? CAUSES[head] : undefined;
  const known = entry ?? { ...fallback(head) };
  return { code, ...known, words: message === undefined ? known.words : `${known.words}: “${message}”` };
}

function fallback(code: string): CauseEntry {
  const words = isOutcome(code) ? OUTCOMES[code].words : code.replaceAll('_', ' ');
  return {
    class: 'change',
    words: words.charAt(0).toUpperCase() + words.slice(1),
    means: 'Outdial has no more to say about this one.',
    fix: 'Look at the samples.',
  };
}

/** Every cause that has an entry, for pages that explain them and for tests. */
export const KNOWN_CAUSES: readonly string[] = Object.keys(CAUSES);
