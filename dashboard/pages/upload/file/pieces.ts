import type { finishedUpload, receiving, startUploadBody, uploadOffset } from '../../../../api/schemas/imports.ts';
import { get, send, type Answer, type Body } from '../../../api/client.ts';

const PIECE_TIMEOUT_MS = 120_000;
const FINISH_TIMEOUT_MS = 300_000;

/** Opens a draft that waits after each step; its bytes follow. Throws ApiProblem. */
export const startUpload = (
  list: Pick<Body<typeof startUploadBody>, 'fileName' | 'fileBytes' | 'campaignId'>,
): Promise<Answer<typeof uploadOffset>> => send('POST', '/imports/uploads', { body: { ...list, wanted: 'upload' } });

/** Sends bytes to their place; answers where the next ones belong. Throws ApiProblem. */
export async function sendPiece(importId: string, piece: Blob, offset: number, signal: AbortSignal): Promise<number> {
  const answer = await send<Answer<typeof uploadOffset>>('PUT', '/imports/:importId/content', {
    params: { importId },
    body: piece,
    headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) },
    timeoutMs: PIECE_TIMEOUT_MS,
    signal,
  });
  return answer.offset;
}

export async function offsetOf(importId: string, signal?: AbortSignal): Promise<number> {
  const answer = await get<Answer<typeof receiving>>('/imports/:importId/content', { params: { importId }, signal });
  return answer.offset;
}

/** The server reads the whole file once and compares its digest. */
export const finishUpload = (importId: string, sha256: string | undefined): Promise<Answer<typeof finishedUpload>> =>
  send('POST', '/imports/:importId/content/finish', {
    params: { importId },
    body: sha256 === undefined ? {} : { sha256 },
    timeoutMs: FINISH_TIMEOUT_MS,
  });
