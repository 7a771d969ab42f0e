/** What a person's answer comes to. `unclear` goes to review. */
export const ANSWER_MEANINGS = ['opt_out', 'confirm', 'cancel', 'reschedule', 'human', 'unclear', 'other'] as const;
export type AnswerMeaning = (typeof ANSWER_MEANINGS)[number];
