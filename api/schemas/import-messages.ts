import { z } from 'zod';
import { micros, name, uuid } from './common.ts';
import { channel } from './states.ts';

const liquid = z.string().max(20_000);

export const messagesBody = z
  .strictObject({
    steps: z
      .array(
        z.strictObject({
          channel,
          accountId: uuid.optional().meta({ description: 'For its price' }),
          numberId: uuid.optional().meta({ description: 'For the countries that it reaches' }),
          text: liquid.optional(),
          variables: z.record(z.string().min(1).max(100), liquid).optional(),
        }),
      )
      .min(1)
      .max(2),
    maxCallMinutes: z.int().min(1).max(240).default(5),
  })
  .meta({ id: 'MessagesToPreview' });

const step = z.object({
  channel,
  text: z.string().nullable(),
  variables: z.record(z.string(), z.string()).nullable().meta({ description: 'What the agent of a call is told' }),
  problem: z.string().nullable().meta({ description: 'Why it cannot be written for this row' }),
  sms: z
    .object({
      segments: z.int(),
      encoding: z.enum(['GSM-7', 'UCS-2']),
      unicodeCharacters: z.array(z.string()).meta({ description: 'That force the costlier encoding' }),
    })
    .nullable(),
});

export const messagePreview = z
  .object({
    needed: z.array(z.string()),
    missing: z.array(z.string()).meta({ description: 'Needed, and no column gives it' }),
    suggestions: z.record(z.string(), z.array(z.string())),
    unreadable: z.array(z.object({ pointer: z.string(), message: z.string() })),
    prices: z.array(z.object({ micros, currency: z.string() }).nullable()).meta({ description: 'By step, at most' }),
    countries: z.array(z.string()).nullable().meta({ description: 'That the numbers reach; null = any' }),
    rows: z.array(z.object({ rowNumber: z.int(), phone: z.string().nullable(), steps: z.array(step) })),
  })
  .meta({ id: 'MessagePreview' });

export const importLimits = z
  .object({
    maxBytes: z.int(),
    maxRows: z.int(),
    encodings: z.array(z.string()),
    delimiters: z.array(z.string()),
  })
  .meta({ id: 'ImportLimits' });

export const holidayCalendars = z.object({ items: z.array(z.string()) });

export const renameBody = z.strictObject({ name });
export const renamed = z.object({ campaignId: uuid, name: z.string() });
