import { z } from 'zod';

export const liveQuery = z.strictObject({
  topics: z
    .string()
    .max(2_000)
    .default('')
    .meta({
      description:
        'Joined by commas: campaigns, failures, system, events, credits, suppressions, imports, reviews, campaign:ID, ' +
        'retry:ID, reminders:PROGRAMME_ID, test:ID',
    }),
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .meta({ description: 'As the header Last-Event-ID, for clients that cannot set it' }),
});
