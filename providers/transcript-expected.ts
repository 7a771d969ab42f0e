import type { Outcome } from '../domain/outcome.ts';

const NEVER_SPOKEN: ReadonlySet<Outcome> = new Set(['no_answer', 'busy', 'not_connected', 'bad_number']);

/**
 * Whether something was said that ought to be read before the person is called or texted again. A call that broke
 * off in the middle counts: "stop calling me" may have been said before that.
 */
export const expectsTranscript = (outcome: Outcome, talkSeconds: number | undefined): boolean => {
  if (NEVER_SPOKEN.has(outcome)) return false;
  if (talkSeconds === undefined) return outcome === 'answered' || outcome === 'voicemail';
  return talkSeconds > 0;
};
