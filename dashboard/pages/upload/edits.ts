import type {
  cancelledImport,
  changedDraft,
  commitBody,
  draftChange,
  editedRow,
  fixesBody,
  mergedRejects,
  startedCommit,
  startedStep,
  startedUndo,
} from '../../../api/schemas/imports.ts';
import type { savedMapping } from '../../../api/schemas/import-inspection.ts';
import { send, type Answer, type Body } from '../../api/client.ts';

type Changed = Answer<typeof changedDraft>;

/** Changes of a draft, each on the version that was seen. All throw ApiProblem. */
export const changeDraft = (importId: string, body: Body<typeof draftChange>): Promise<Changed> =>
  send('PATCH', '/imports/:importId', { params: { importId }, body });

export const decideFixes = (importId: string, body: Body<typeof fixesBody>): Promise<Changed> =>
  send('POST', '/imports/:importId/fixes', { params: { importId }, body });

export const editCells = (
  importId: string,
  rowNumber: number,
  body: { version: number; cells: Record<string, string> },
): Promise<Answer<typeof editedRow>> =>
  send('PATCH', '/imports/:importId/rows/:rowNumber', { params: { importId, rowNumber }, body });

export const mergeRejects = (importId: string, file: File): Promise<Answer<typeof mergedRejects>> =>
  send('POST', '/imports/:importId/rejects', {
    params: { importId },
    query: { fileName: file.name },
    body: file,
    headers: { 'content-type': 'text/csv' },
    timeoutMs: 300_000,
  });

export const startCheck = (importId: string, version: number): Promise<Answer<typeof startedStep>> =>
  send('POST', '/imports/:importId/check', { params: { importId }, body: { version } });

export const commitImport = (
  importId: string,
  body: NonNullable<Body<typeof commitBody>>,
  idempotencyKey?: string,
): Promise<Answer<typeof startedCommit>> =>
  send('POST', '/imports/:importId/commit', {
    params: { importId },
    body,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });

export const cancelImport = (importId: string): Promise<Answer<typeof cancelledImport>> =>
  send('POST', '/imports/:importId/cancel', { params: { importId }, timeoutMs: 120_000 });

export const undoImport = (importId: string, reason: string): Promise<Answer<typeof startedUndo>> =>
  send('POST', '/imports/:importId/undo', { params: { importId }, body: reason === '' ? {} : { reason } });

export const saveMapping = (importId: string, name: string): Promise<Answer<typeof savedMapping>> =>
  send('POST', '/import-mappings', { body: { importId, name } });
