import { z } from 'zod';
import { isoInstant, limit, micros, positiveMicros, reason, uuid } from './common.ts';

export const balance = z
  .object({
    owner: z.enum(['account', 'campaign']),
    id: uuid,
    name: z.string(),
    currency: z.string(),
    fundedMicros: micros,
    availableMicros: micros,
    heldMicros: micros,
    freeMicros: micros,
    spentMicros: micros,
    spentTodayMicros: micros.meta({ description: 'In the UTC day that is running' }),
    dailyCapMicros: micros.nullable(),
    providerBalanceMicros: micros.nullable(),
    providerBalanceAt: isoInstant.nullable(),
    forecast: z
      .object({ perHourMicros: micros, lastsSeconds: z.int(), words: z.string() })
      .nullable()
      .meta({ description: 'At the rate of the last hour; null = nothing was spent in it' }),
  })
  .meta({ id: 'Balance' });
export const balanceList = z.object({ items: z.array(balance) });

export const entryKind = z
  .enum(['topup', 'settle', 'overrun', 'presumed', 'adjust', 'budget', 'hold', 'release'])
  .meta({ description: 'hold: what is held now; release: what ended holds left. Neither is a line: see them by kind' });
const purse = z.enum(['funding', 'available', 'spent']);
const side = z.enum([...purse.options, 'held']);
export const entry = z
  .object({
    id: z.int().nullable().meta({ description: 'null = a hold or a release' }),
    amountMicros: micros,
    kind: entryKind,
    accountId: uuid.nullable(),
    campaignId: uuid.nullable(),
    from: side,
    to: side,
    attemptId: uuid.nullable(),
    ofCampaignId: uuid.nullable().meta({ description: 'The campaign of the attempt' }),
    ofCampaignName: z.string().nullable(),
    ofProgrammeId: uuid.nullable().meta({ description: 'Where it is the campaign behind a programme' }),
    contactId: z.int().nullable().meta({ description: 'Whom the attempt was to reach' }),
    heldMicros: micros.nullable().meta({ description: 'Had been held for the attempt that it settles' }),
    releasedMicros: micros.nullable().meta({ description: 'Was left of it' }),
    balanceMicros: micros.nullable().meta({ description: 'What the owner had after this line' }),
    note: z.string().nullable(),
    createdBy: z.string(),
    createdAt: isoInstant,
  })
  .meta({ id: 'LedgerEntry' });
export const listEntriesQuery = z.strictObject({
  accountId: uuid.optional(),
  campaignId: uuid.optional().meta({ description: 'Of its own purses' }),
  ofCampaign: uuid.optional().meta({ description: 'Of its attempts, whoever paid' }),
  attemptId: uuid.optional(),
  kind: entryKind.optional(),
  cursor: z
    .string()
    .refine(
      (text) => /^\d{1,18}$/.test(text) || uuid.safeParse(text).success,
      'Write the nextCursor of the page before, or begin anew without a cursor.',
    )
    .optional(),
  limit,
});

export const ledgerCheck = z
  .object({
    ok: z.boolean().meta({ description: 'The balance of every purse is the sum of its lines' }),
    purses: z.int(),
    differing: z.array(
      z.object({
        owner: z.enum(['account', 'campaign']),
        id: uuid,
        name: z.string(),
        purse,
        balanceMicros: micros,
        linesMicros: micros,
        differenceMicros: micros,
      }),
    ),
    at: isoInstant,
  })
  .meta({ id: 'LedgerCheck' });

export const topUpBody = z.strictObject({
  accountId: uuid,
  amountMicros: positiveMicros,
  note: z.string().max(1_000).optional(),
});
export const adjustBody = z.strictObject({
  accountId: uuid,
  amountMicros: z.int().refine((value) => value !== 0, 'An adjustment is not 0.'),
  note: reason,
});
export const creditMoved = z.object({ availableMicros: micros, wokenRuns: z.int() });
export const syncBalanceBody = z.strictObject({ accountId: uuid });
export const syncedBalance = z.object({ providerBalanceMicros: micros.nullable() });
export const purchaseBody = z.strictObject({
  accountId: uuid,
  amountMicros: positiveMicros,
  force: z.boolean().optional(),
});
