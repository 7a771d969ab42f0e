import { createHash } from 'node:crypto';
import { CliError } from '../../cli-error.ts';
import { EXIT } from '../../exit-codes.ts';
import { bytes as bytesWords } from '../../print/amounts.ts';
import { bar, liveLines } from '../../print/live-lines.ts';
import type { Context } from '../../verb.ts';
import { INTERRUPTED } from '../api-client.ts';
import { API } from '../endpoints.ts';
import type { LocalList } from './open-list.ts';

export const PIECE_BYTES = 8 * 1_024 * 1_024;
/** A connection that comes back within a minute costs nobody the upload. */
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Sends a list piece by piece; a piece that breaks goes on where the server has its end, and `from` skips what it has
 * already. Returns the digest of what was read here, which the server compares with what it has. Throws CliError.
 */
export async function sendPieces(
  context: Context,
  importId: string,
  list: LocalList,
  from = 0,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const progress = uploadLine(context, list.size);
  let offset = 0;
  try {
    for await (const piece of piecesOf(list.bytes)) {
      hash.update(piece);
      const known = Math.min(piece.byteLength, Math.max(0, from - offset));
      await sendPiece(context, importId, piece.subarray(known), offset + known);
      offset += piece.byteLength;
      progress.show(offset);
    }
  } finally {
    progress.clear();
  }
  return { bytes: offset, sha256: hash.digest('hex') };
}

async function* piecesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer<ArrayBuffer>> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    gathered.push(chunk);
    size += chunk.byteLength;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(gathered);
    gathered = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(gathered);
}

async function sendPiece(
  { api, io }: Context,
  importId: string,
  piece: Buffer<ArrayBuffer>,
  start: number,
): Promise<void> {
  const params = { importId };
  const signal = io.interrupted();
  let sent = 0;
  for (let attempt = 0; sent < piece.byteLength; attempt++) {
    try {
      if (attempt > 0) sent = (await api().call(API.uploadOffset, { params, signal })).offset - start;
      if (sent < 0 || sent > piece.byteLength) throw lost(importId, start + sent);
      if (sent === piece.byteLength) return;
      const answer = await api().upload(API.sendPiece, {
        params,
        content: piece.subarray(sent),
        headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(start + sent) },
        signal,
      });
      sent = answer.offset - start;
    } catch (error) {
      const waitMs = RETRY_MS[attempt];
      if (waitMs === undefined || !mayPass(error)) throw error;
      await io.pause(waitMs, signal);
      if (signal.aborted) throw INTERRUPTED;
    }
  }
}

/** Nobody there, too much to do, cut off, or at another place than we thought: the next try may be luckier. */
export function mayPass(error: unknown): error is CliError {
  if (!(error instanceof CliError) || error === INTERRUPTED) return false;
  if (error.exitCode === EXIT.missing || /offset|upload_cut|body_cut|upload_busy/.test(error.code)) return true;
  const status = error.problem?.['status'];
  return error.code === 'answer_unreadable' || (typeof status === 'number' && (status >= 500 || status === 429));
}

const lost = (importId: string, offset: number): CliError =>
  new CliError('upload_elsewhere', `The server has ${offset} bytes of ${importId}: somebody else uploads to it.`, {
    repair: 'Begin again with a new upload.',
  });

/** How much of a file is sent, as a live line. */
export function uploadLine(
  { io, json }: Context,
  size: number | undefined,
): { show: (n: number) => void; clear: () => void } {
  const live = liveLines(io);
  const beganAtMs = performance.now();
  const show = (sent: number): void => {
    if (json) return;
    const seconds = (performance.now() - beganAtMs) / 1_000;
    const left = size === undefined || sent === 0 ? '' : `  ${Math.ceil((seconds * (size - sent)) / sent)} s left`;
    const share = size === undefined ? '' : `${bar(size === 0 ? 1 : sent / size, 30)}  `;
    live.show([`Uploading  ${share}${bytesWords(sent)}${left}`]);
  };
  show(0);
  return { show, clear: live.clear };
}
