import { z } from 'zod';
import {
  inFlight,
  isoInstant,
  phoneIn,
  phoneOut,
  phoneWritten,
  queryFlag,
  reason,
  uuid,
  uuidCursor,
} from './common.ts';
import { campaignPurpose as purpose, channel } from './states.ts';

export const suppressionSource = z.enum(['sms', 'speech', 'keypress', 'api', 'import', 'list']);
const listName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Write the name like us-national-dnc.');

/** What a no was said to, as it is stored. */
export const scopeOut = {
  purpose: z.union([purpose, z.literal('')]).meta({ description: 'Empty: every purpose' }),
  channel: z.union([channel, z.literal('')]).meta({ description: 'Empty: every channel' }),
};
/** The same as it is said: what is left out means all. */
export const scopeIn = { purpose: purpose.optional(), channel: channel.optional() };
const evidence = z.string().max(1_000).optional();

export const suppression = z
  .object({
    id: uuid,
    phone: phoneOut,
    ...scopeOut,
    source: suppressionSource,
    list: z.string().nullable().meta({ description: 'The list that the number is on' }),
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
  purpose: purpose.optional().meta({ description: 'What holds for it, so also what was said to all' }),
  channel: channel.optional().meta({ description: 'What holds for it, so also what was said to all' }),
  source: suppressionSource.optional(),
  list: listName.optional(),
  includeLifted: queryFlag.optional(),
  onlyLifted: queryFlag.optional().meta({ description: 'true: only what was taken back' }),
  ...uuidCursor,
});
export const suppressBody = z.strictObject({ phone: phoneWritten, ...scopeIn, evidence });
export const suppressed = z.object({
  suppressionId: uuid,
  already: z.boolean(),
  contactsEnded: z.int(),
  ...inFlight,
});
export const importSuppressionsBody = z.strictObject({
  phones: z.array(phoneWritten).min(1).max(10_000),
  ...scopeIn,
  evidence,
});
export const importedSuppressions = z.object({ added: z.int(), already: z.int(), contactsEnded: z.int() });
export const suppressionParams = z.strictObject({ suppressionId: uuid });
export const liftBody = z.strictObject({ reason });

export const listParams = z.strictObject({ name: listName });
export const loadListQuery = z.strictObject({
  ...scopeIn,
  source: z.string().trim().min(1).max(500).meta({ description: 'Where it was fetched, in words' }),
  asOf: z.iso.date().optional().meta({ description: 'The day as of which its publisher made it' }),
  country: z.string().optional().meta({ description: 'ISO 3166 code for national numbers' }),
  fileName: z.string().min(1).max(255).optional(),
  allowFewer: queryFlag
    .optional()
    .meta({ description: 'true: take it although it has less than half of the numbers that the list has now' }),
});
const rejected = z.object({ row: z.int(), value: z.string(), why: z.string() });
export const loadedList = z
  .object({
    listId: z.int(),
    name: z.string(),
    already: z.boolean().meta({ description: 'The list had this very file: nothing was changed' }),
    message: z.string(),
    rowsRead: z.int(),
    rowsRejected: z.int(),
    rejected: z.array(rejected).meta({ description: 'The first of them' }),
    numbers: z.int(),
    repaired: z.int().meta({ description: 'Numbers that a spreadsheet had damaged, taken as repaired' }),
    added: z.int(),
    kept: z.int(),
    lifted: z.int().meta({ description: 'Of the load before, not on this one' }),
    contactsEnded: z.int(),
  })
  .meta({ id: 'LoadedSuppressionList' });
export const suppressionList = z
  .object({
    id: z.int(),
    name: z.string(),
    ...scopeOut,
    source: z.string(),
    asOf: z.string().nullable(),
    ageDays: z.int().nullable().meta({ description: 'Since asOf' }),
    stale: z.boolean(),
    staleRule: z.string().nullable().meta({ description: 'The rule by which it is stale' }),
    fileName: z.string(),
    sha256: z.string(),
    state: z.enum(['loading', 'done', 'failed', 'replaced', 'removed']),
    failure: z.string().nullable(),
    rowsRead: z.int(),
    rowsRejected: z.int(),
    numbers: z.int(),
    createdBy: z.string(),
    createdAt: isoInstant,
    doneAt: isoInstant.nullable(),
  })
  .meta({ id: 'SuppressionList' });
export const suppressionLists = z.object({ items: z.array(suppressionList) });
export const suppressionListDetail = suppressionList.extend({
  loads: z.array(suppressionList).meta({ description: 'Every load of this name, newest first' }),
});
export const removeListBody = z.strictObject({ reason });
export const removedList = z.object({ name: z.string(), lifted: z.int() });
