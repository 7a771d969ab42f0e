import { z } from 'zod';
import { uuid } from './common.ts';
import { fixDecision } from './states.ts';

const repeatable = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const duplicates = ['skip', 'keep_last', 'keep_all'] as const;
const others = ['ignore', 'warn', 'skip'] as const;
/** `keep-last` is what people type, `keep_last` what is stored. */
const typed = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('-', '_') : value);
const quote = z.enum(['"', "'", 'none']);
const dateOrder = z.enum(['dmy', 'mdy']);
const badRows = z.enum(['skip', 'refuse']);
const flag = z.enum(['true', 'false']);

/** How a list is to be read, as words of a query, of a form or of a command line. */
export const readingFields = {
  country: z.string().optional().meta({ description: 'ISO 3166 code for national numbers' }),
  zone: z.string().optional().meta({
    description:
      'IANA zone of those whose column, address and prefix say nothing; of appointments: in which times without offset are told',
  }),
  map: repeatable.optional().meta({
    description:
      'target=Column; targets: phone (several in the order in which they are tried), name, timezone, external_id, ' +
      'country, agent, language, send_at, starts_at (of an appointment; Date+Time joins two), region, postcode, consent_at, consent_method, consent_text, consent_purpose, ' +
      'consent_expires, consent_class',
  }),
  required: repeatable.optional().meta({ description: 'Variables without which a row is set aside' }),
  ignore: repeatable.optional().meta({ description: 'Columns that are not kept' }),
  delimiter: z.string().optional(),
  encoding: z.string().optional(),
  quote: quote.optional().meta({ description: 'none: quotes are ordinary characters' }),
  header: flag.optional().meta({ description: 'false: the first row is a contact already' }),
  dateOrder: dateOrder.optional().meta({ description: 'How 03/04/2026 is meant' }),
  duplicates: z
    .preprocess(typed, z.enum(duplicates))
    .optional()
    .meta({ description: 'The same number twice in the list' }),
  others: z.preprocess(typed, z.enum(others)).optional().meta({ description: 'People of other running campaigns' }),
  recentDays: z.coerce.number().int().min(0).max(3_650).optional(),
  countries: repeatable.optional().meta({ description: 'ISO 3166 codes that can be called' }),
  fix: repeatable.optional().meta({ description: 'code:accept or code:refuse, also code:Column:accept' }),
  badRows: badRows.optional().meta({ description: 'refuse: all rows or none' }),
};

/** With a file, as a query or as form fields before it. Without an id: a query cannot be a reference. */
export const importOptions = z.strictObject({
  ...readingFields,
  fileName: z.string().min(1).max(255).optional(),
  campaignId: uuid.optional().meta({ description: 'Rows without a value that its texts need are set aside' }),
  purpose: z.enum(['contacts', 'stop', 'appointments']).optional().meta({
    description: 'stop: take these people out of campaignId; appointments: book each row in programmeId',
  }),
  programmeId: z.string().min(1).max(200).optional().meta({ description: 'Id or name' }),
  draft: flag.optional().meta({ description: 'true: wait after the upload' }),
  check: flag.optional().meta({ description: 'true: wait after the check' }),
});
export type ImportFields = z.infer<typeof importOptions>;

export const tryOptions = z.strictObject(readingFields);

/** What a column can be, besides a variable. */
export const target = z.enum([
  'phone',
  'name',
  'timezone',
  'external_id',
  'country',
  'agent',
  'language',
  'send_at',
  'starts_at',
  'region',
  'postcode',
  'consent_at',
  'consent_method',
  'consent_text',
  'consent_purpose',
  'consent_expires',
  'consent_class',
]);
const columns = z.array(z.string().min(1).max(500)).max(50);
const code = z.string().min(2).max(3);

/** The same as stored; null takes an option back, so that it is found out again. Ranges are the engine's. */
export const storedOptions = z
  .strictObject({
    mapping: z.partialRecord(target, columns).nullable(),
    ignore: z.array(z.string().max(500)).max(2_000).nullable(),
    defaultCountry: code.nullable(),
    defaultZone: z.string().max(100).nullable(),
    delimiter: z.string().max(3).nullable(),
    quote: quote.nullable(),
    encoding: z.string().max(50).nullable(),
    hasHeader: z.boolean().nullable(),
    dateOrder: dateOrder.nullable(),
    requiredVariables: z.array(z.string().max(200)).max(200).nullable(),
    duplicates: z.enum(duplicates).nullable(),
    others: z.enum(others).nullable(),
    recentDays: z.int().min(0).max(3_650).nullable(),
    countries: z.array(code).max(300).nullable(),
    fixes: z.record(z.string().max(600), fixDecision).nullable(),
    badRows: badRows.nullable(),
  })
  .partial()
  .meta({ id: 'ImportOptions' });
export type StoredOptions = z.output<typeof storedOptions>;
