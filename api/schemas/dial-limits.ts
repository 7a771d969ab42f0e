import { z } from 'zod';
import { micros, positiveMicros } from './common.ts';
import { outcome } from './states.ts';

/** Ranges are the engine's; here only types, so that both answer with the same words. */
export const limitFields = {
  pacePerSecond: z.number().nullable().optional(),
  maxConcurrent: z.int().optional(),
  maxAttempts: z.int().optional(),
  waitSeconds: z.partialRecord(outcome, z.int()).optional(),
  budgetMicros: positiveMicros.nullable().optional(),
  dailyCapMicros: positiveMicros.nullable().optional(),
  ringingTimeoutSeconds: z.int().optional(),
  maxCallMinutes: z.int().optional(),
  personCaps: z
    .array(z.strictObject({ count: z.int(), hours: z.int() }))
    .optional()
    .meta({ description: 'Attempts per person in any so many hours, over all campaigns and channels' }),
};

/** As stored: complete. */
export const storedLimits = {
  pacePerSecond: z.number().nullable(),
  maxConcurrent: z.int(),
  maxAttempts: z.int(),
  waitSeconds: z.partialRecord(outcome, z.int()),
  budgetMicros: micros.nullable(),
  dailyCapMicros: micros.nullable(),
  ringingTimeoutSeconds: z.int(),
  maxCallMinutes: z.int(),
  personCaps: z.array(z.object({ count: z.int(), hours: z.int() })),
};
