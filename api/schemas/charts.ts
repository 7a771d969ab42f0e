import { z } from 'zod';
import { instantIn, isoInstant, micros, uuid } from './common.ts';

export const chartsQuery = z.strictObject({
  from: instantIn.optional(),
  to: instantIn.optional(),
  zone: z.string().min(1).max(100).optional().meta({ description: 'Whose clock the hours are read on; UTC' }),
});

export const charts = z
  .object({
    campaignId: uuid,
    from: isoInstant.nullable(),
    to: isoInstant.nullable(),
    zone: z.string(),
    bucketSeconds: z.int(),
    outcomeNames: z.array(z.string()).meta({ description: 'The most frequent first' }),
    outcomes: z
      .array(z.object({ at: isoInstant, ended: z.int(), byOutcome: z.record(z.string(), z.int()) }))
      .meta({ description: 'At most 300 points, empty ones too' }),
    failures: z.array(z.object({ cause: z.string(), words: z.string(), attempts: z.int(), share: z.number() })),
    answerRateByHour: z.array(
      z.object({ hour: z.int(), ended: z.int(), answered: z.int(), rate: z.number().nullable() }),
    ),
    spend: z.array(z.object({ at: isoInstant, spentMicros: micros })).meta({ description: 'Added up' }),
    spentMicros: micros,
    presumedMicros: micros,
    heldMicros: micros,
    budgetMicros: micros.nullable(),
    currency: z.string(),
    at: isoInstant,
  })
  .meta({ id: 'CampaignCharts' });
