import { z } from 'zod';
import { inFlight, isoInstant, phoneIn, phoneOut, queryFlag, reason, uuid, uuidCursor } from './common.ts';

export const suppression = z
  .object({
    id: uuid,
    phone: phoneOut,
    source: z.enum(['sms', 'speech', 'keypress', 'api', 'import']),
    evidence: z.string().nullable(),
    createdBy: z.string(),
    createdAt: isoInstant,
    liftedAt: isoInstant.nullable(),
    liftedBy: z.string().nullable(),
    liftedReason: z.string().nullable(),
  })
  .meta({ id: 'Suppression' });
export const listSuppressionsQuery = z.strictObject({
  phone: phoneIn.optional(),
  includeLifted: queryFlag.optional(),
  ...uuidCursor,
});
export const suppressBody = z.strictObject({ phone: phoneIn, evidence: z.string().max(1_000).optional() });
export const suppressed = z.object({
  suppressionId: uuid,
  already: z.boolean(),
  contactsEnded: z.int(),
  ...inFlight,
});
export const importSuppressionsBody = z.strictObject({
  phones: z.array(phoneIn).min(1).max(10_000),
  evidence: z.string().max(1_000).optional(),
});
export const importedSuppressions = z.object({ added: z.int(), already: z.int(), contactsEnded: z.int() });
export const suppressionParams = z.strictObject({ suppressionId: uuid });
export const liftBody = z.strictObject({ reason });
export const done = z.object({ done: z.literal(true) });
