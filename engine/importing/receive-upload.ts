import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { notifyWork } from '../../db/notify.ts';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import { FileStoreFullError, type EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { checkImportOptions, type ImportOptions } from './import-options.ts';
import { refuseBinary } from './refuse-binary.ts';
import { EncodingWatch, storable } from './text-encoding.ts';

/** Enough to tell text from anything else; a smaller first piece is waited for. */
const START_BYTES = 4_096;

/** White space, the zeros of UTF-16, and the bytes of byte order marks. */
const NO_CONTENT = new Set([0x00, 0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf, 0xfe, 0xff]);

export interface Upload {
  source: AsyncIterable<Uint8Array>;
  /** As the sender calls it: shown, never used as a path. */
  fileName: string;
  options: ImportOptions;
  actor: string;
  maxBytes: number;
}

/**
 * Streams an upload into the file store and asks for its import. Nothing is left behind when it fails.
 * Throws EngineError `file_empty`, `file_too_large`, `file_is_spreadsheet`, `file_is_compressed`, `file_is_binary`,
 * `disk_full`, and what checkImportOptions throws.
 */
export async function receiveUpload(
  deps: Pick<EngineDeps, 'db' | 'files' | 'zones'>,
  upload: Upload,
): Promise<{ importId: string; bytes: number; sha256: string }> {
  checkImportOptions(upload.options, deps.zones);
  const watch = new EncodingWatch();
  const stored = await store(deps, upload, watch);
  try {
    const importId = await inTransaction(deps.db, async (tx) => {
      const row = await firstRow<{ id: string }>(
        tx,
        sql`insert into imports (file_name, file_sha256, file_bytes, stored_path, state, options, detected, created_by)
            values (${storable(upload.fileName).slice(0, 255)}, ${stored.sha256}, ${stored.bytes}, ${stored.path}, 'uploaded',
              ${JSON.stringify(upload.options)}::jsonb, ${JSON.stringify({ encoding: watch.result() })}::jsonb, ${upload.actor})
            returning id`,
      );
      if (!row) throw new Error('the import was not written');
      await audit(tx, {
        actor: upload.actor,
        action: 'import.upload',
        subject: `import:${row.id}`,
        details: { bytes: stored.bytes, sha256: stored.sha256 },
      });
      await notifyWork(tx, 'import', row.id);
      return row.id;
    });
    return { importId, bytes: stored.bytes, sha256: stored.sha256 };
  } catch (error) {
    await deps.files.remove(stored.path).catch(() => {});
    throw error;
  }
}

async function store(
  deps: Pick<EngineDeps, 'files'>,
  upload: Upload,
  watch: EncodingWatch,
): Promise<{ path: string; bytes: number; sha256: string }> {
  try {
    return await deps.files.write(`imports/${randomUUID()}`, inspected(upload, watch));
  } catch (error) {
    if (!(error instanceof FileStoreFullError)) throw error;
    throw new EngineError('unavailable', 'disk_full', 'There is no room left to store this list.', {
      repair: 'Free space on the disk of the file store, then upload again.',
      cause: error,
    });
  }
}

/** Passes the bytes on, and throws as soon as they turn out to be no list. */
async function* inspected(upload: Upload, watch: EncodingWatch): AsyncIterable<Uint8Array> {
  let bytes = 0;
  let start = Buffer.alloc(0);
  let judged = false;
  let blank = true;
  const judge = (): void => {
    refuseBinary(start, watch.utf16() !== undefined);
    judged = true;
  };
  for await (const piece of upload.source) {
    bytes += piece.length;
    if (bytes > upload.maxBytes) {
      throw new EngineError('invalid', 'file_too_large', `The file has more than ${upload.maxBytes} bytes.`, {
        repair: 'Split the list into several files, each with the header.',
        details: { maxBytes: upload.maxBytes },
      });
    }
    watch.push(piece);
    if (!judged) {
      start = Buffer.concat([start, piece]);
      if (start.length >= START_BYTES) judge();
    }
    blank &&= piece.every((byte) => NO_CONTENT.has(byte));
    yield piece;
  }
  if (bytes === 0 || (blank && bytes < START_BYTES)) {
    throw new EngineError('invalid', 'file_empty', 'The file is empty.', {
      repair: 'Upload a list with a header and one row per contact.',
    });
  }
  if (!judged) judge();
}
