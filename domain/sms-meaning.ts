import { mayRefuse, refuses, wordsOf } from './refusal-language.ts';

/** `doubtful`: may be a "no". It stops at once like one, and a person decides whether it stays. */
export type SmsMeaning = 'opt_out' | 'opt_in' | 'help' | 'doubtful' | 'other';

/** FCC per-se words (47 CFR 64.1200(a)(10)), Twilio's defaults, and what other carriers add (reference: CTIA). */
const OPT_OUT = new Set([
  'stop',
  'stop all',
  'stopall',
  'quit',
  'end',
  'revoke',
  'opt out',
  'optout',
  'cancel',
  'unsubscribe',
  'remove',
  'arret',
  'arretez',
  'td',
  'stopp',
  'alto',
  'parar',
  'baja',
  'abmelden',
  'desinscription',
]);
const HELP = new Set(['help', 'info', 'aide', 'ayuda', 'hilfe']);
/** Not "yes": that answers questions, and lifting a "no" by mistake is worse than asking for START. */
const OPT_IN = new Set(['start', 'unstop', 'opt in', 'optin', 'subscribe']);

/**
 * What a text from a person asks for. A message that is one of the standard words, whatever its case, punctuation and
 * accents, is decisive; a longer one counts as an opt-out when it refuses in natural words, since any reasonable means
 * of revoking consent must be honoured (47 CFR 64.1200(a)(10)), and as doubtful when it may.
 */
export function readSms(text: string): SmsMeaning {
  const words = wordsOf(text);
  if (OPT_OUT.has(words) || OPT_OUT.has(words.replace(/^please | please$| thanks?$/g, ''))) return 'opt_out';
  if (HELP.has(words)) return 'help';
  if (OPT_IN.has(words)) return 'opt_in';
  const refusal = refuses(words);
  if (refusal !== null) return refusal === 'certain' ? 'opt_out' : 'doubtful';
  return mayRefuse(words, { asWhole: true }) ? 'doubtful' : 'other';
}
