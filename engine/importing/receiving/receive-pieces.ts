import { sql } from 'drizzle-orm';
import { createHash, randomUUID } from 'node:crypto';
import { notifyWork } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { checkCampaignOfList } from '../drafting/campaign-of-list.ts';
import { programmeOfList } from '../drafting/programme-of-list.ts';
import { checkImportOptions } from '../import-options.ts';
import { asDiskFull, fileTooLarge, inspectBytes } from './inspect-bytes.ts';
import { lockDraft, type Draft, type Wanted } from '../drafting/lock-draft.ts';
import { shownName, type NewList } from './receive-upload.ts';
import { EncodingWatch } from '../reading/text-encoding.ts';

type PieceDeps = Pick<EngineDeps, 'db' | 'files'>;

/** Bytes between two commits: what a killed server loses of a piece, and what it holds of one in memory. */
const BLOCK_BYTES = 4 * 1_024 * 1_024;

/**
 * Opens an upload that comes in pieces and may break off, for days: state `receiving`. No clock ends it; after a week
 * nobody will come back for it, and `cancelImport` frees its bytes. Throws EngineError `file_too_large`, and what
 * checkImportOptions, checkCampaignOfList and programmeOfList throw.
 */
export async function startUpload(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: NewList & { totalBytes?: number | undefined; maxBytes?: number | undefined },
): Promise<{ importId: string; offset: 0 }> {
  checkImportOptions(input.options, deps.zones);
  const { wanted = 'commit', purpose = 'contacts', campaignId = null, totalBytes, maxBytes = Infinity } = input;
  if (totalBytes !== undefined && totalBytes > maxBytes) throw fileTooLarge(maxBytes);
  await checkCampaignOfList(deps.db, { campaignId, purpose, wanted });
  const { programmeId, options } = await programmeOfList(deps.db, deps, {
    ...input,
    purpose,
    programmeId: input.programmeId,
  });
  const detected = totalBytes === undefined ? {} : { totalBytes };
  return inTransaction(deps.db, async (tx) => {
    const row = await firstRow<{ id: string }>(
      tx,
      sql`insert into imports (file_name, file_sha256, file_bytes, stored_path, state, wanted, purpose, campaign_id, programme_id,
            options, detected, created_by)
          values (${shownName(input.fileName)}, '', 0, ${`imports/${randomUUID()}`}, 'receiving', ${wanted}, ${purpose},
            ${campaignId}, ${programmeId}, ${JSON.stringify(options)}::jsonb, ${JSON.stringify(detected)}::jsonb, ${input.actor})
          returning id`,
    );
    if (!row) throw new Error('the import was not written');
    await audit(tx, {
      actor: input.actor,
      action: 'import.start_upload',
      subject: `import:${row.id}`,
      details: { ...detected, wanted, purpose, campaignId, programmeId },
    });
    return { importId: row.id, offset: 0 };
  });
}

/** Where the next piece belongs. Throws EngineError `unknown_import`, `upload_over`. */
export async function uploadOffset(
  deps: Pick<EngineDeps, 'db'>,
  input: { importId: string },
): Promise<{ offset: number; totalBytes: number | null }> {
  const { fileBytes, totalBytes } = await inTransaction(deps.db, (tx) => lockReceiving(tx, input.importId));
  return { offset: fileBytes, totalBytes };
}

/**
 * Takes bytes that belong at `offset`. A piece that breaks off keeps what arrived, and throws what its source threw:
 * the sender asks for the offset and goes on. Throws EngineError `upload_offset` (details.offset: where to go on),
 * `upload_over`, `file_too_large`, `disk_full`, `unknown_import`.
 */
export async function receivePiece(
  deps: PieceDeps,
  input: { importId: string; offset: number; source: AsyncIterable<Uint8Array>; maxBytes: number; actor: string },
): Promise<{ offset: number }> {
  const { importId, maxBytes } = input;
  await inTransaction(deps.db, async (tx) => refuseOffset(await lockReceiving(tx, importId), input.offset));
  let offset = input.offset;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const flush = async (): Promise<void> => {
    if (waitingBytes === 0) return;
    const block = Buffer.concat(waiting, waitingBytes);
    waiting = [];
    waitingBytes = 0;
    offset = await writeBlock(deps, importId, offset, block);
  };
  try {
    for await (const piece of input.source) {
      if (offset + waitingBytes + piece.length > maxBytes) throw fileTooLarge(maxBytes);
      waiting.push(piece);
      waitingBytes += piece.length;
      if (waitingBytes >= BLOCK_BYTES) await flush();
    }
  } finally {
    await flush();
  }
  return { offset };
}

/**
 * Writes a block while it holds the import: of two senders at one offset, the second finds that it moved. Bytes are
 * on the disk before the offset is committed; what a kill leaves behind it is cut off by the next block.
 */
async function writeBlock(deps: PieceDeps, importId: string, offset: number, block: Buffer): Promise<number> {
  try {
    return await inTransaction(deps.db, async (tx) => {
      const draft = await lockReceiving(tx, importId);
      refuseOffset(draft, offset);
      if (draft.totalBytes !== null && offset + block.length > draft.totalBytes) {
        throw new EngineError(
          'invalid',
          'upload_too_long',
          `${draft.totalBytes} bytes were announced, and more came than that.`,
          { repair: 'Cancel this upload and start another.', details: { totalBytes: draft.totalBytes } },
        );
      }
      await deps.files.writeAt(draft.storedPath, offset, block);
      await tx.execute(sql`update imports set file_bytes = ${offset + block.length} where id = ${importId}`);
      return offset + block.length;
    });
  } catch (error) {
    throw asDiskFull(error);
  }
}

/**
 * Closes an upload that is whole and finds out how its bytes are to be read: state `uploaded`. A check that fails
 * leaves it `receiving`. Throws EngineError `upload_incomplete`, `upload_damaged`, `upload_offset` when bytes came in
 * meanwhile, `upload_over`, `unknown_import`, and those of inspectBytes for a file that is no list.
 */
export async function finishUpload(
  deps: PieceDeps,
  input: { importId: string; sha256?: string | undefined; maxBytes?: number | undefined; actor: string },
): Promise<{ importId: string; bytes: number; sha256: string; state: 'uploaded'; wanted: Wanted }> {
  const { importId } = input;
  const draft = await inTransaction(deps.db, async (tx) => {
    const receiving = await lockReceiving(tx, importId);
    const { fileBytes, totalBytes, storedPath } = receiving;
    if (totalBytes !== null && totalBytes !== fileBytes) {
      throw new EngineError(
        'conflict',
        'upload_incomplete',
        `${fileBytes} of ${totalBytes} bytes have arrived; the rest is missing.`,
        { repair: `Send the bytes from ${fileBytes} on.`, details: { offset: fileBytes, totalBytes } },
      );
    }
    // A kill after the bytes and before their offset leaves a tail that nobody acknowledged.
    await deps.files.writeAt(storedPath, fileBytes, new Uint8Array());
    return receiving;
  });
  const watch = new EncodingWatch();
  const hash = createHash('sha256');
  for await (const piece of inspectBytes(deps.files.read(draft.storedPath), watch, input.maxBytes ?? Infinity)) {
    hash.update(piece);
  }
  const sha256 = hash.digest('hex');
  if (input.sha256 !== undefined && input.sha256.toLowerCase() !== sha256) {
    throw new EngineError('invalid', 'upload_damaged', 'The bytes that arrived are not those that were sent.', {
      repair: 'Cancel this upload and send the file again.',
      details: { expected: input.sha256, sha256, bytes: draft.fileBytes },
    });
  }
  await inTransaction(deps.db, async (tx) => {
    refuseOffset(await lockReceiving(tx, importId), draft.fileBytes);
    await tx.execute(sql`
      update imports set state = 'uploaded', file_sha256 = ${sha256},
        detected = coalesce(detected, '{}') || ${JSON.stringify({ encoding: watch.result() })}::jsonb
      where id = ${importId}`);
    await audit(tx, {
      actor: input.actor,
      action: 'import.upload',
      subject: `import:${importId}`,
      details: { bytes: draft.fileBytes, sha256 },
    });
    if (draft.wanted !== 'upload') await notifyWork(tx, 'import', importId);
  });
  return { importId, bytes: draft.fileBytes, sha256, state: 'uploaded', wanted: draft.wanted };
}

async function lockReceiving(tx: Transaction, importId: string): Promise<Draft> {
  const draft = await lockDraft(tx, { importId });
  if (draft.state === 'receiving') return draft;
  throw new EngineError('conflict', 'upload_over', `"${draft.fileName}" takes no more bytes: it is ${draft.state}.`, {
    repair: draft.state === 'cancelled' ? 'Start another upload.' : 'Nothing to send.',
    details: { state: draft.state, bytes: draft.fileBytes },
  });
}

function refuseOffset(draft: Draft, offset: number): void {
  if (draft.fileBytes === offset) return;
  throw new EngineError('conflict', 'upload_offset', `The next byte that is wanted is number ${draft.fileBytes}.`, {
    repair: `Go on from ${draft.fileBytes}.`,
    details: { offset: draft.fileBytes },
  });
}
