import { z } from 'zod';
import { isoInstant, limit, uuid, uuidCursor } from './common.ts';
import { importState } from './states.ts';

const repeatable = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** How to read the list, as a query or as form fields before the file. Without an id: a query cannot be a reference. */
export const importOptions = z.strictObject({
  fileName: z.string().min(1).max(255).optional(),
  country: z.string().optional().meta({ description: 'ISO 3166 code for national numbers' }),
  zone: z.string().optional().meta({ description: 'IANA zone of those whose column and prefix say nothing' }),
  map: repeatable.optional().meta({ description: 'target=Column; targets: phone, name, timezone, external_id' }),
  campaignId: z.uuid().optional().meta({ description: 'Rows without a value that its texts need are set aside' }),
  required: repeatable.optional().meta({ description: 'Variables without which a row is set aside' }),
  ignore: repeatable.optional().meta({ description: 'Columns that are not kept' }),
  delimiter: z.string().optional(),
  encoding: z.string().optional(),
  header: z.enum(['true', 'false']).optional().meta({ description: 'false: the first row is a contact already' }),
});
export type ImportFields = z.infer<typeof importOptions>;

export const startedImport = z.object({ importId: uuid });

export const importView = z
  .object({
    id: uuid,
    campaignId: uuid.nullable(),
    fileName: z.string(),
    fileSha256: z.string(),
    fileBytes: z.int(),
    state: importState,
    options: z.record(z.string(), z.unknown()),
    detected: z.record(z.string(), z.unknown()).nullable(),
    rowsRead: z.int(),
    bytesRead: z.int(),
    acceptedRows: z.int(),
    rejectedRows: z.int(),
    duplicateRows: z.int(),
    failure: z
      .object({
        code: z.string(),
        message: z.string(),
        repair: z.string().optional(),
        line: z.int().optional(),
      })
      .nullable(),
    createdBy: z.string(),
    createdAt: isoInstant,
    endedAt: isoInstant.nullable(),
  })
  .meta({ id: 'Import' });

const severity = z.enum(['error', 'duplicate', 'warning']);
export const problemView = z
  .object({
    rowNumber: z.int(),
    ordinal: z.int(),
    severity,
    code: z.string(),
    column: z.string().nullable(),
    value: z.string().nullable(),
    message: z.string(),
  })
  .meta({ id: 'ImportProblem' });
export const problemGroup = z
  .object({
    severity,
    code: z.string(),
    column: z.string().nullable(),
    count: z.int(),
    examples: z.array(z.object({ rowNumber: z.int(), value: z.string().nullable(), message: z.string() })),
  })
  .meta({ id: 'ImportProblemGroup' });

export const listImportsQuery = z.strictObject({
  state: importState.optional(),
  campaignId: uuid.optional(),
  ...uuidCursor,
});
export const importParams = z.strictObject({ importId: uuid });
export const listProblemsQuery = z.strictObject({
  severity: severity.optional(),
  code: z.string().max(100).optional(),
  cursor: z.string().max(40).optional(),
  limit,
});
