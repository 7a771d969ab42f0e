import { z } from 'zod';
import { instantIn, isoInstant, reason, uuid } from './common.ts';

const counts = {
  parked: z.int(),
  doubtfulOptOuts: z.int(),
  unclearAnswers: z.int(),
  unknownZones: z.int(),
  noConsent: z.int(),
};
const link = z.string().optional();

export const queuesQuery = z.strictObject({ campaignId: uuid.optional() });
export const queues = z
  .object({
    at: isoInstant,
    total: z.int(),
    totals: z.object(counts),
    campaigns: z.array(
      z.object({
        id: uuid.nullable().meta({ description: 'null: words that belong to no attempt of ours' }),
        name: z.string().nullable(),
        kind: z.enum(['campaign', 'programme']).nullable(),
        programmeId: uuid.nullable(),
        counts: z.object(counts),
        links: z
          .object({ parked: link, doubtfulOptOuts: link, unclearAnswers: link, unknownZones: link, noConsent: link })
          .meta({ description: 'Where the items are' }),
      }),
    ),
  })
  .meta({ id: 'Queues' });

export const resolveManyBody = z
  .strictObject({
    attemptIds: z.array(uuid).min(1).max(10_000).optional(),
    filter: z
      .strictObject({ campaignId: uuid.optional(), accountId: uuid.optional(), sentBefore: instantIn.optional() })
      .optional(),
    dialled: z.boolean(),
    reason,
  })
  .refine(
    ({ attemptIds, filter }) =>
      (attemptIds === undefined) !== (filter === undefined) &&
      (filter === undefined || filter.campaignId !== undefined || filter.accountId !== undefined),
    'Give attemptIds, or a filter with campaignId or accountId.',
  )
  .meta({ id: 'ResolveAttempts', description: 'What a person found out about parked attempts' });
export const resolvedMany = z.object({
  resolved: z.int().meta({ description: 'Parked attempts that were decided by this' }),
});
