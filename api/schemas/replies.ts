import { z } from 'zod';
import { uuid } from './common.ts';

/** Three segments of plain text: a confirmation is short. */
const text = z.string().trim().min(1).max(459);
const own = z.object({
  carrierAnswers: z
    .boolean()
    .optional()
    .meta({ description: 'The carrier answers STOP, START and HELP itself: Outdial sends nothing' }),
  confirmOptOut: z.boolean().optional(),
  optOutText: text.optional(),
  confirmOptIn: z.boolean().optional(),
  optInText: text.optional(),
  answerHelp: z.boolean().optional(),
  helpText: text.optional(),
});

export const replyParams = z.strictObject({ numberId: uuid });
/** Sets them as a whole; null = nothing of one's own. */
export const repliesBody = z.strictObject({ replies: z.strictObject(own.shape).nullable() });
export const repliesView = z.object({
  own: own.nullable().meta({ description: 'As it was set' }),
  effective: own.required().meta({ description: 'What holds, with what the installation and the defaults add' }),
});
