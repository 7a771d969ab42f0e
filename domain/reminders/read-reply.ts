import type { AnswerMeaning } from '../answer.ts';
import { hearWords } from '../hears-opt-out.ts';
import { wordsOf } from '../refusal-language.ts';
import { readSms } from '../sms-meaning.ts';
import { COURTESIES, DETAILS, DOUBTS, NEGATIONS, REPLY_WORDS, WEAK_YES, type ReplyWords } from './reply-words.ts';

/** How the answers of a programme are read. */
export interface ReplyRules {
  /** What each key means. */
  keys: Partial<Record<string, AnswerMeaning>>;
  /** BCP 47. English is understood beside them. */
  languages: readonly string[];
}

type Asked = 'confirm' | 'cancel' | 'reschedule' | 'human';

const whole = (source: string): RegExp => new RegExp(`(?:^|(?<= ))(?:${source})(?= |$)`);
interface Patterns {
  confirms: RegExp;
  begins: RegExp;
  cancels: RegExp;
  reschedules: RegExp;
  human: RegExp;
  absent: RegExp;
}
const compile = (words: ReplyWords): Patterns => ({
  confirms: whole(words.confirms),
  begins: new RegExp(`^(?:${words.begins})(?= |$)`),
  cancels: whole(words.cancels),
  reschedules: whole(words.reschedules),
  human: whole(words.human),
  absent: new RegExp(whole(words.absent), 'g'),
});
const PATTERNS = new Map(
  Object.entries(REPLY_WORDS).flatMap(([language, words]) => (words ? [[language, compile(words)] as const] : [])),
);
const NEGATED = whole(NEGATIONS);
const DOUBTED = whole(DOUBTS);

/** No limit is needed for what people write; beyond it nobody answers a reminder in clear words. */
const MOST_WORDS = 60;
/** A yes behind the greeting. */
const GREETING =
  /^(?:(?:hi|hello|hey|hola|bonjour|hallo|ola|oi|ciao|salve|buongiorno|buenos dias|buenas(?: tardes| noches)?|bom dia|boa tarde|good (?:morning|afternoon|evening)|guten (?:tag|morgen)|thanks|thank you|gracias|merci|danke|grazie|obrigad[oa]|oh|well|um|uh|so|please|ok|okay) )+/;
/** Sound like a no and are none. */
const FRIENDLY_NO =
  /(?:^|(?<= ))(?:no (?:problem\w*|prob|worries|hay problema)|not a problem|kein problem|sin problemas?|pas de (?:probleme|soucis?)|sem problemas?|nessun problema|senza problemi|(?:dont|do not) worry|cant wait|no (?:consultorio|horario|dia|local|hospital|endereco))(?= |$)/g;
/** A greeting is no praise. */
const DAY_WISH =
  /(?:^|(?<= ))(?:have )?(?:an? )?(?:good|great|nice|lovely|wonderful|buenos?|buenas?|lindo|bom|boa|bonne|schonen|guten?|buona) (?:morning|afternoon|evening|day|night|one|dias?|tardes?|noches?|noite|journee|soiree|tag|morgen|abend|giornata|serata)(?= |$)/g;
/** "No, I need to ..." answers the question whether they come, and is followed by what they want. */
const NO_THEN = /^(?:(?:sorry|no|nope|unfortunately|im afraid) )+(?:but )?(?=(?:i|we|id|ill|can|could|please|need) )/;
const POLITE_BUT =
  /(?:^|(?<= ))(?:sorry|apologies|lo siento|desole|leider|desculpe|mi dispiace) (?:but|pero|mais|aber|mas|ma)(?= )/g;
/** "Can you confirm the time" asks. */
const ASKS_TO_CONFIRM =
  /(?:^|(?<= ))(?:(?:can|could|would|will) (?:you|u|someone|i)|need (?:you )?to|(?:like|want) (?:you )?to know|(?:pueden?|podrian?) (?:usted )?|pouvez vous|konnen sie|puo|potete|voce pode) (?:please |me |mir |bitte )*(?:re)?con?firm\w*|confirm (?:the|what|where|when|if|whether|that|which) /;

/** Speaks of an end that was, or is asked after, and asks for none. */
const END_SPOKEN_OF =
  /(?:^|(?<= ))(?:(?:did|have|has|had|was|were|is|are) (?:you|it|they|my|the|this|that|i|we)|(?:thanks?|thank you) for cancel\w*|i (?:had to|did)|j?ai annule\w*|(?:a|avez|avez vous|est|ete|suis|sont) annule\w*)(?= |$)/;

const YES_SIGNS = /[👍👌✅✔☑🆗]/u;
const NO_SIGNS = /[👎❌✖✗✘🚫⛔❎🙅]/u;
/** What phones send in place of a thumb: the message that it is about follows in quotes. */
const REACTION =
  /^\s*(?:(liked|loved)|disliked|laughed at|emphasi[sz]ed|questioned|reacted .{1,20} to|removed .{1,30} from)\s+["“«„]/iu;
const SIGN_REACTION = /^\s*([^\p{L}\p{N}"“«„]+?)\s*(?:to|a|à|zu|an)\s+["“«„]/u;

/**
 * What a text that answers a reminder, or what was said in its call (`spoken`), comes to. Lenient in how people say
 * yes, and never a guess: a doubt, a condition, a question, a no beside a yes, two wishes at once and whatever may be a
 * no to being contacted are `unclear`, for a person to read. Mere courtesies are `other`.
 */
export function readReply(text: string, rules: ReplyRules, options: { spoken?: boolean } = {}): AnswerMeaning {
  const key = rules.keys[text.trim()] ?? rules.keys[text.trim().toUpperCase()];
  if (key !== undefined) return key;
  const mayBeNo = options.spoken === true ? hearWords(text) !== undefined : readSms(text) !== 'other';
  if (mayBeNo) return 'unclear';
  const reaction = REACTION.exec(text);
  if (reaction) return reaction[1] === undefined ? 'unclear' : 'confirm';
  const sign = SIGN_REACTION.exec(text)?.[1];
  if (sign !== undefined) return YES_SIGNS.test(sign) && !NO_SIGNS.test(sign) ? 'confirm' : 'unclear';
  if (NO_SIGNS.test(text)) return 'unclear';

  // An accent tells the Spanish and Italian "yes" from "if".
  const words = wordsOf(text.normalize('NFC').replace(/(?<!\p{L})s[íì](?!\p{L})/giu, ' siyes '));
  const signed = YES_SIGNS.test(text);
  if (words === '') return signed ? 'confirm' : text.trim() === '' ? 'other' : 'unclear';
  const tokens = words.split(' ');
  if (tokens.length > MOST_WORDS) return 'unclear';
  const asks = /[?¿]/.test(text);
  const fromDigits = withDigits(tokens, rules, (rest) => readWords(rest, rules.languages, asks));
  if (fromDigits !== undefined) return fromDigits;
  const meaning = readWords(words, rules.languages, asks);
  // Thanks with a thumb.
  return meaning === 'other' && signed ? 'confirm' : meaning;
}

/** A key beside words counts where the words say the same, or nothing. Undefined = there is none. */
function withDigits(
  tokens: readonly string[],
  { keys }: ReplyRules,
  read: (words: string) => AnswerMeaning,
): AnswerMeaning | undefined {
  const isKey = (token: string | undefined): token is string => token !== undefined && /^\d{1,2}$/.test(token);
  const [first] = tokens;
  const last = tokens.at(-1);
  const [digits, rest] = isKey(first)
    ? [first, tokens.slice(1)]
    : tokens.length <= 3 && isKey(last) && keys[last] !== undefined && !BEFORE_TIMES.has(tokens.at(-2) ?? '')
      ? [last, tokens.slice(0, -1)]
      : [undefined, tokens];
  if (digits === undefined) return undefined;
  const meaning = keys[digits] ?? 'unclear';
  const said = rest.every((token) => COURTESIES.has(token) || ['press', 'pressed', 'option'].includes(token))
    ? 'other'
    : read(rest.join(' '));
  return said === 'other' || said === meaning ? meaning : 'unclear';
}

const BEFORE_TIMES = new Set([...DETAILS, 'for', 'by']);

function readWords(words: string, languages: readonly string[], asks: boolean): AnswerMeaning {
  const understood = new Set(['en', ...languages.map((tag) => tag.toLowerCase().split('-')[0] ?? '')]);
  let rest = words.replace(FRIENDLY_NO, 'ok').replace(DAY_WISH, 'hello').replace(POLITE_BUT, ' ');
  let absent = NO_THEN.test(rest);
  rest = rest.replace(NO_THEN, '');
  for (const { absent: pattern } of PATTERNS.values()) {
    const without = rest.replace(pattern, ' ');
    absent ||= without !== rest;
    rest = without;
  }
  rest = rest.replace(/ +/g, ' ').trim();
  const tokens = rest === '' ? [] : rest.split(' ');
  const opening = rest.replace(GREETING, '');
  // "A later time" is a wish, "later" a doubt.
  const wishless = [...PATTERNS.values()].reduce((left, { reschedules }) => left.replace(reschedules, ' '), rest);
  if (NEGATED.test(rest) || DOUBTED.test(wishless)) return 'unclear';

  const asked = new Set<Asked>();
  const foreign = new Set<Asked>();
  for (const [language, patterns] of PATTERNS) {
    const into = understood.has(language) ? asked : foreign;
    if (patterns.cancels.test(rest)) into.add('cancel');
    if (patterns.reschedules.test(rest)) into.add('reschedule');
    if (patterns.human.test(rest)) into.add('human');
    if (into === asked && (patterns.confirms.test(rest) || patterns.begins.test(opening))) asked.add('confirm');
  }
  if (asked.has('human')) return 'human';
  const saysSi = understood.has('es') || understood.has('it');
  const isYes = (token: string): boolean => (/^si(?:yes)?$/.test(token) ? saysSi : WEAK_YES.has(token));
  const weak = tokens.some(isYes) && tokens.every((token) => isYes(token) || isSmallTalk(token));
  if (weak && asked.size === 0) asked.add('confirm');
  // In a language that nobody said is spoken here: a person reads it.
  if ([...foreign].some((meaning) => !asked.has(meaning))) return 'unclear';
  if (asked.size === 2 && asked.has('confirm') && !absent && CONFIRMS_AN_END.test(opening)) asked.delete('confirm');
  const [only] = asked;
  if (only === undefined)
    return !absent && tokens.length > 0 && tokens.every((t) => COURTESIES.has(t)) ? 'other' : 'unclear';
  if (asked.size > 1) return 'unclear';
  if (only === 'confirm') return absent || asks || ASKS_TO_CONFIRM.test(words) ? 'unclear' : 'confirm';
  return only === 'cancel' && END_SPOKEN_OF.test(words) ? 'unclear' : only;
}

/** "Yes, please cancel" and "I confirm the cancellation" say one thing; "yes I come, cancel the other one" says two. */
const CONFIRMS_AN_END =
  /^(?:yes|yeah|yep|ok|okay|siyes|si|oui|ja|sim) (?:please |por favor |bitte |svp )?(?:cancel\w*|re ?schedul\w*|annul\w*|absagen|stornieren|desmarc\w*|disdi\w*)/;

const isSmallTalk = (token: string): boolean =>
  COURTESIES.has(token) || DETAILS.has(token) || /^\d{1,4}(?:am|pm|h|uhr)?$/.test(token);
