import type { TranscriptTurn } from '../fact.ts';
import { wordsOf } from '../refusal-language.ts';
import { readReply, type ReplyRules } from './read-reply.ts';

export interface HeardAnswer {
  meaning: 'confirm' | 'cancel' | 'reschedule';
  /** The person's words. */
  said: string;
}

/** What an agent asks to which a bare "yes" is the answer that counts. */
const ASKS_TO_COME =
  /\b(?:confirm\w*|(?:be|come|coming) (?:there|in)|make it|attend|(?:will|can|are|do) you (?:still )?(?:come|coming|able to come|plan)|still (?:good|works?|coming)|asist\w*|acud\w*|venir|viendr\w+|confirmer|confirmez|present\w*|bestatig\w*|kommen|wahrnehmen|comparec\w*|conferm\w*)\b/;
/** What an agent asks to which a bare "yes" is another answer, or two. */
const ASKS_TO_END =
  /\b(?:cancel\w*|re ?schedul\w*|(?:another|different|new) (?:time|day|date)|move|anul\w*|annul\w*|reprogram\w*|cambiar|report\w*|absag\w*|stornier\w*|verschieb\w*|desmarc\w*|remarc\w*|disdi\w*|spost\w*|or)\b/;
/** Says by itself what it confirms, whatever was asked before. */
const SAYS_IT =
  /\b(?:confirm\w*|conferm\w*|bestatig\w*|be there|see you|asist\w*|estare|serai la|saro|estarei|ich komme)\b/;
const BARE_NO = /^(?:no|nope|non|nein|nao)\b/;

/**
 * What a person answered in a call, by its transcript; null where it is not said in clear words. A bare "yes" counts
 * only as the answer to whether they come ("Am I speaking with John?" is another question), and two answers that
 * differ are none.
 */
export function hearAnswer(turns: readonly TranscriptTurn[], rules: ReplyRules): HeardAnswer | null {
  const spoken = { ...rules, keys: {} };
  let asked = '';
  let heard: HeardAnswer | null = null;
  for (const turn of turns) {
    if (turn.role !== 'person') {
      if (turn.role === 'agent') asked = wordsOf(turn.text);
      continue;
    }
    const words = wordsOf(turn.text);
    const meaning = readReply(turn.text, spoken, { spoken: true });
    const asksToCome = ASKS_TO_COME.test(asked);
    const asksToEnd = ASKS_TO_END.test(asked);
    if (meaning === 'confirm' && !SAYS_IT.test(words)) {
      // Yes to "shall I cancel it?" is no answer that a machine should take.
      if (asksToEnd) return null;
      if (!asksToCome) continue;
    }
    // What is unclear where it was asked for, or turns away from the appointment, takes back what was said before.
    if (meaning === 'unclear' && (asksToCome || asksToEnd || (heard !== null && !BARE_NO.test(words)))) return null;
    if (meaning !== 'confirm' && meaning !== 'cancel' && meaning !== 'reschedule') continue;
    if (heard !== null && heard.meaning !== meaning) return null;
    heard ??= { meaning, said: turn.text.trim().slice(0, 2_000) };
  }
  return heard;
}
