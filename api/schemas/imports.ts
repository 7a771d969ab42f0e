import { z } from 'zod';
import { direction, isoInstant, limit, name, numberCursor, reason, sortedCursor, uuid } from './common.ts';
import { storedOptions } from './import-options.ts';
import { contactState, fixCode, fixDecision, importState, repairOption } from './states.ts';

export const startedImport = z.object({ importId: uuid });

const failure = z.object({
  code: z.string(),
  message: z.string(),
  repair: z.string().optional(),
  line: z.int().optional(),
});

const sha256 = z.string().regex(/^[0-9a-f]{64}$/i, 'Write 64 hex digits.');
/** The same bytes, uploaded before. */
export const sameFile = z.object({ importId: uuid, fileName: z.string(), createdAt: isoInstant, state: importState });

export const importView = z
  .object({
    id: uuid,
    campaignId: uuid.nullable(),
    purpose: z.enum(['contacts', 'stop', 'appointments']),
    programmeId: uuid.nullable().meta({ description: 'Of a list of appointments' }),
    fileName: z.string(),
    fileSha256: z.string(),
    fileBytes: z.int().meta({ description: 'That have arrived' }),
    totalBytes: z.int().nullable().meta({ description: 'That were announced' }),
    state: importState,
    wanted: z.enum(['upload', 'check', 'commit']),
    version: z.int(),
    changedBy: z.string().nullable(),
    changedAt: isoInstant.nullable(),
    options: z.record(z.string(), z.unknown()),
    detected: z.record(z.string(), z.unknown()).nullable(),
    rowsRead: z.int(),
    bytesRead: z.int(),
    acceptedRows: z.int(),
    rejectedRows: z.int(),
    duplicateRows: z.int(),
    hasPendingRows: z.boolean().meta({ description: 'Rows wait to be checked again' }),
    committedRows: z.int(),
    undoneRows: z.int(),
    stoppedContacts: z.int(),
    share: z.number().nullable().meta({ description: 'Of the step at work, 0 to 1' }),
    secondsLeft: z.number().nullable().meta({ description: 'Of the step at work; null = nobody can say' }),
    failure: failure.nullable(),
    sameFile: sameFile.nullable().meta({ description: 'The latest earlier upload of the same bytes' }),
    createdBy: z.string(),
    createdAt: isoInstant,
    endedAt: isoInstant.nullable(),
  })
  .meta({ id: 'Import' });

export const listImportsQuery = z.strictObject({
  state: importState.optional(),
  campaignId: uuid.optional(),
  sha256: sha256.optional(),
  sort: z
    .enum(['created', 'file', 'state', 'rows', 'accepted', 'rejected', 'duplicates', 'size', 'by'])
    .optional()
    .meta({ description: 'Absent: newest first. Rows without a value come last, equal ones newest first' }),
  direction,
  cursor: sortedCursor,
  limit,
});
export const importParams = z.strictObject({ importId: uuid });

export const startUploadBody = z
  .strictObject({
    fileName: z.string().min(1).max(255),
    fileBytes: z.int().min(0).optional().meta({ description: 'Where it is known: too large is said at once' }),
    options: storedOptions.optional(),
    campaignId: uuid.optional(),
    purpose: z.enum(['contacts', 'stop', 'appointments']).optional(),
    programmeId: z.string().min(1).max(200).optional().meta({ description: 'Id or name; of appointments' }),
    wanted: z.enum(['upload', 'check', 'commit']).optional().meta({ description: 'How far it goes by itself' }),
  })
  .meta({ id: 'NewUpload' });
export const uploadOffset = z.object({ importId: uuid, offset: z.int() });
export const receiving = uploadOffset.extend({ totalBytes: z.int().nullable() });
export const pieceHeaders = z.object({ 'upload-offset': z.coerce.number().int().min(0) });
export const finishBody = z
  .strictObject({
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i)
      .optional(),
  })
  .nullish();
export const finishedUpload = z.object({
  importId: uuid,
  bytes: z.int(),
  sha256: z.string(),
  state: z.literal('uploaded'),
  sameFile: sameFile.nullable().meta({ description: 'The latest earlier upload of the same bytes' }),
});

const version = z.int().min(1).meta({ description: 'As it was seen: who comes second is told who came first' });
export const draftChange = z
  .strictObject({ version, fileName: name.max(255).optional(), options: storedOptions.optional() })
  .meta({ id: 'ImportChange' });
export const fixesBody = z.strictObject({
  version,
  fixes: z.record(z.string().min(1).max(600), z.enum([...fixDecision.options, 'undecided'])),
});
export const cellsBody = z.strictObject({
  version,
  cells: z.record(z.string().min(1).max(500), z.string().max(10_000)).meta({ description: 'Column or #n -> value' }),
});
export const rowParams = z.strictObject({ importId: uuid, rowNumber: z.coerce.number().int().min(1) });
/** What an edit has to be checked again: `all` waits for its check, `rows` are being looked at already. */
export const changedDraft = z.object({
  importId: uuid,
  version: z.int(),
  recheck: z.enum(['none', 'rows', 'all']),
  rows: z.int(),
});
export const editedRow = z.object({
  importId: uuid,
  rowNumber: z.int(),
  version: z.int(),
  verdict: z.literal('pending').meta({ description: 'It is being checked again' }),
  cells: z.array(z.string()),
});
export const startedStep = z.object({ importId: uuid, version: z.int(), state: importState });
export const startedCommit = startedStep.extend({ campaignId: uuid.nullable() });
export const mergedRejects = z
  .object({
    importId: uuid,
    version: z.int(),
    merged: z.int().meta({ description: 'Rows that are checked again with their new cells' }),
    unchanged: z.int().meta({ description: 'Rows that came back as they went' }),
    refused: z.int(),
    firstRefused: z.array(
      z.object({ fileRow: z.int(), rowNumber: z.int().nullable(), reason: z.string(), message: z.string() }),
    ),
  })
  .meta({ id: 'MergedRejects' });
export const startedUndo = z.object({
  importId: uuid,
  state: importState,
  consentsKept: z
    .int()
    .meta({ description: 'Consents that its rows put on record stay: history is never overwritten' }),
});
export const cancelledImport = z.object({ importId: uuid, state: z.literal('cancelled') });
export const commitBody = z
  .strictObject({
    version: version.optional(),
    campaignId: uuid.optional(),
    badRows: z.enum(['skip', 'refuse']).optional(),
  })
  .nullish();
export const startCheckBody = z.strictObject({ version: version.optional() }).nullish();
export const undoBody = z.strictObject({ reason: reason.optional() }).nullish();

export const severity = z.enum(['error', 'duplicate', 'warning', 'info']);
export const problemView = z
  .object({
    rowNumber: z.int(),
    ordinal: z.int(),
    severity,
    code: z.string(),
    column: z.string().nullable(),
    value: z.string().nullable(),
    message: z.string(),
    fix: fixCode.nullable(),
    suggested: z.string().nullable(),
  })
  .meta({ id: 'ImportProblem' });
export const listProblemsQuery = z.strictObject({
  severity: severity.optional(),
  code: z.string().max(100).optional(),
  column: z.string().max(500).optional(),
  fix: fixCode.optional(),
  cursor: z.string().max(40).optional(),
  limit,
});

const fixFacts = z.object({
  damage: z.string(),
  repair: z.string(),
  confidence: z.enum(['certain', 'likely', 'unsure']),
  reversible: z.boolean(),
});
export const problemGroup = z
  .object({
    severity,
    code: z.string(),
    title: z.string().meta({ description: 'The code in words' }),
    column: z.string().nullable(),
    count: z.int(),
    fix: fixCode.nullable(),
    repair: fixFacts.nullable(),
    decision: fixDecision.nullable(),
    option: repairOption.nullable().meta({ description: 'The option of the list that mends them' }),
    examples: z.array(
      z.object({
        rowNumber: z.int(),
        value: z.string().nullable(),
        message: z.string(),
        suggested: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ImportProblemGroup' });
export const importTotals = z
  .object({
    rows: z.int(),
    ready: z.int(),
    fixable: z.int(),
    rejected: z.int(),
    duplicates: z.int(),
    suppressed: z.int(),
    withWarnings: z.int(),
    atMost: z.boolean().meta({ description: 'fixable and withWarnings are upper bounds' }),
  })
  .meta({ id: 'ImportTotals' });
export const problemGroups = z.object({ totals: importTotals, items: z.array(problemGroup) });

export const keptQuery = z.strictObject({ ...numberCursor });
export const keptContact = z
  .object({
    contactId: z.int(),
    rowNumber: z.int(),
    phone: z.string(),
    name: z.string().nullable(),
    state: contactState,
    reason: z.string().nullable(),
    attemptsMade: z.int().meta({ description: '0 = all were given back or refused: nobody was reached' }),
    lastOutcome: z.string().nullable(),
    lastAttemptAt: isoInstant,
  })
  .meta({ id: 'KeptContact' });
