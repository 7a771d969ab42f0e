import { hearWords } from './hears-opt-out.ts';
import type { Certainty } from './refusal-language.ts';
import { readReply, type ReplyRules } from './reminders/read-reply.ts';

/** What a person's answer comes to. `unclear` goes to review. */
export const ANSWER_MEANINGS = ['opt_out', 'confirm', 'cancel', 'reschedule', 'human', 'unclear', 'other'] as const;
export type AnswerMeaning = (typeof ANSWER_MEANINGS)[number];

/** Keys that mean the same in every call; an agent that offers others says what they mean. */
const KEYS: Partial<Record<string, AnswerMeaning>> = { '9': 'opt_out' };

export interface ReadAnswer {
  meaning: AnswerMeaning;
  /** `doubtful`: may be a "no", and stops like one until a person has looked. */
  certainty: Certainty;
}

/**
 * What a report of an agent's tool comes to. A "no" in the person's own words outdoes whatever the agent made of them.
 * In the call of a programme its keys have their meaning, and words are read where the agent says nothing of them; a key
 * or words that clearly say something else than the agent understood leave the answer `unclear`.
 */
export function readAnswer(
  report: { digits?: string | undefined; meaning?: AnswerMeaning | undefined; said?: string | undefined },
  programme?: ReplyRules,
): ReadAnswer {
  const pressed = report.digits === undefined ? undefined : keyMeaning(report.digits, programme);
  const meaning = report.meaning ?? pressed ?? 'unclear';
  if (meaning === 'opt_out') return { meaning: 'opt_out', certainty: 'certain' };
  const heard = report.said === undefined ? undefined : hearWords(report.said);
  if (heard?.certainty === 'certain') return { meaning: 'opt_out', certainty: 'certain' };
  // The agent has understood an answer: words that may be a "no" beside it are the answer's.
  if (heard && meaning === 'unclear') return { meaning: 'opt_out', certainty: 'doubtful' };
  if (programme === undefined || (report.meaning !== undefined && !isWish(report.meaning)))
    return { meaning, certainty: 'certain' };
  const words =
    report.said === undefined ? undefined : readReply(report.said, { ...programme, keys: {} }, { spoken: true });
  const told = [report.meaning, pressed, words].filter(isWish);
  const [first, ...others] = told;
  if (first === undefined) return { meaning, certainty: 'certain' };
  return { meaning: others.every((other) => other === first) ? first : 'unclear', certainty: 'certain' };
}

/** Whoever ends with the hash key pressed what stands before it. */
const keyMeaning = (digits: string, programme: ReplyRules | undefined): AnswerMeaning | undefined =>
  programme?.keys[digits] ?? programme?.keys[digits.replace(/#$/, '')] ?? KEYS[digits];

const isWish = (meaning: AnswerMeaning | undefined): meaning is AnswerMeaning =>
  meaning === 'confirm' || meaning === 'cancel' || meaning === 'reschedule' || meaning === 'human';
