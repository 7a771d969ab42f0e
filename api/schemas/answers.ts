import { z } from 'zod';
import { reason } from './common.ts';

const meaning = z.enum(['opt_out', 'confirm', 'cancel', 'reschedule', 'human', 'unclear', 'other']);
export const answerBody = z
  .strictObject({
    token: z.string().min(1).max(100).meta({ description: 'The variable outdial_answer_token of the call' }),
    digits: z
      .string()
      .regex(/^[0-9*#]{1,20}$/)
      .optional()
      .meta({
        description:
          'Keys that were pressed. In the call of a programme they mean what it says; else 9 is an opt-out and others need a meaning',
      }),
    meaning: meaning.optional().meta({ description: 'What the agent understood' }),
    said: z.string().trim().min(1).max(2_000).optional().meta({ description: "The person's own words" }),
  })
  .refine(({ digits, meaning: understood, said }) => (digits ?? understood ?? said) !== undefined, {
    message: 'Say what was answered: digits, meaning or said.',
  });
export const recordedAnswer = z.object({
  meaning,
  already: z.boolean().meta({ description: 'The same report came before' }),
  optedOut: z.boolean().meta({ description: 'Nobody calls or texts this person from now on' }),
});

export const appointmentAnswerBody = z.strictObject({
  meaning: z.enum(['confirm', 'cancel', 'reschedule']),
  note: reason.optional().meta({ description: 'Kept in the history of the appointment' }),
});
