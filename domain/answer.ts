import { hearWords } from './hears-opt-out.ts';
import type { Certainty } from './refusal-language.ts';

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
 * What a report of an agent's tool comes to. A "no" in the person's own words outdoes whatever the agent made of them;
 * keys and words without a meaning are `unclear`.
 */
export function readAnswer(report: {
  digits?: string | undefined;
  meaning?: AnswerMeaning | undefined;
  said?: string | undefined;
}): ReadAnswer {
  const meaning = report.meaning ?? (report.digits === undefined ? undefined : KEYS[report.digits]) ?? 'unclear';
  if (meaning === 'opt_out') return { meaning, certainty: 'certain' };
  const heard = report.said === undefined ? undefined : hearWords(report.said);
  if (heard?.certainty === 'certain') return { meaning: 'opt_out', certainty: 'certain' };
  // The agent has understood an answer: words that may be a "no" beside it are the answer's.
  if (heard && meaning === 'unclear') return { meaning: 'opt_out', certainty: 'doubtful' };
  return { meaning, certainty: 'certain' };
}
