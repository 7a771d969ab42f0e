import { z } from 'zod';
import { isoInstant, name, queryFlag, uuid } from './common.ts';
import { target, tryOptions } from './import-options.ts';
import { sameFile, severity } from './imports.ts';
import { fixCode } from './states.ts';

export const mappingParams = z.strictObject({ mappingId: uuid });
export const savedMapping = z
  .object({
    id: uuid,
    name: z.string(),
    headers: z.array(z.string()).meta({ description: 'Normalised; empty when there are too many to show' }),
    mapping: z.partialRecord(target, z.array(z.string())),
    ignore: z.array(z.string()),
    createdBy: z.string(),
    createdAt: isoInstant,
    usedAt: isoInstant.nullable(),
  })
  .meta({ id: 'SavedMapping' });
export const savedMappings = z.object({ items: z.array(savedMapping) });
export const newMapping = z
  .strictObject({ importId: uuid.meta({ description: 'Whose columns, as they are read now' }), name })
  .meta({ id: 'NewMapping' });

const sureness = z.enum(['certain', 'likely', 'doubtful']);
export const columnPlan = z
  .object({
    index: z.int(),
    header: z.string(),
    use: z.union([target, z.enum(['variable', 'ignored'])]),
    variable: z.string().nullable().meta({ description: 'Name for texts; null = not kept as a variable' }),
    place: z.int().meta({ description: 'Order among the columns of one target' }),
    kind: z.string(),
    reason: z.string(),
    confidence: z.enum(['certain', 'likely', 'unsure']),
  })
  .meta({ id: 'ImportColumn' });
export const fileLayout = z
  .object({
    encoding: z.string(),
    encodingReason: z.string(),
    encodingSure: sureness,
    encodingAlternatives: z.array(z.string()),
    delimiter: z.string(),
    delimiterReason: z.string(),
    delimiterSure: sureness,
    quote: z.string(),
    quoteReason: z.string(),
    quoteSure: sureness,
    hasHeader: z.boolean(),
    headerReason: z.string(),
    headerSure: sureness,
    header: z.array(z.string()),
    firstDataRow: z.int(),
    columns: z.array(columnPlan),
  })
  .meta({ id: 'ImportLayout' });

const shares = {
  phone: z.number(),
  zone: z.number(),
  date: z.number(),
  email: z.number(),
  number: z.number(),
  country: z.number(),
  postcode: z.number(),
  fullPostcode: z.number().meta({ description: 'ZIP+4 or Canadian: nothing else looks like it' }),
};
const shownRow = z.object({
  rowNumber: z.int(),
  cells: z.array(z.string()),
  accepted: z
    .object({
      phones: z.array(
        z.object({
          phone: z.string(),
          zones: z.array(z.string()),
          zoneSource: z.string().meta({ description: 'column, address, prefix, default or none' }),
          places: z.array(z.string()).meta({ description: 'Whose rules may hold: US-FL, CA-ON, GB' }),
        }),
      ),
      name: z.string().nullable(),
      externalId: z.string().nullable(),
      variables: z.record(z.string(), z.string()),
      overrides: z.record(z.string(), z.unknown()).nullable(),
    })
    .nullable()
    .meta({ description: 'What it would become; null = set aside, or a question is open' }),
  findings: z.array(
    z.object({
      severity,
      code: z.string(),
      column: z.string().nullable(),
      value: z.string().nullable(),
      message: z.string(),
      fix: fixCode.optional(),
      suggested: z.string().optional(),
    }),
  ),
});
export const inspection = z
  .object({
    layout: fileLayout,
    profile: z.array(
      z.object({
        fillRate: z.number(),
        samples: z.array(z.string()),
        shares: z.object(shares),
      }),
    ),
    questions: z.array(
      z.object({
        code: z.string(),
        message: z.string(),
        repair: z.string(),
        target: target.nullable(),
        candidates: z.array(z.int()),
        blocking: z.boolean(),
      }),
    ),
    savedMapping: savedMapping.extend({ applied: z.boolean() }).nullable(),
    sameFile: z.array(sameFile).meta({ description: 'The same bytes, uploaded earlier: the newest first' }),
    rowCount: z
      .object({ rows: z.int(), exact: z.boolean() })
      .meta({ description: 'Rows below the header; not exact = estimated from the beginning of the file' }),
    templateCheck: z.object({
      needed: z.array(z.string()),
      missing: z.array(z.string()),
      suggestions: z.record(z.string(), z.array(z.string())),
    }),
    rows: z.array(shownRow),
  })
  .meta({ id: 'ImportInspection' });
export const inspectQuery = tryOptions.extend({
  saved: queryFlag.optional().meta({ description: 'true: with the mapping that was saved for these headers' }),
});
