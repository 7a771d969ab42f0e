import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { notifyWork } from '../../../db/notify.ts';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { checkCampaignOfList } from '../drafting/campaign-of-list.ts';
import { programmeOfList } from '../drafting/programme-of-list.ts';
import { checkImportOptions, type ImportOptions } from '../import-options.ts';
import { asDiskFull, inspectBytes } from './inspect-bytes.ts';
import type { Purpose, Wanted } from '../drafting/lock-draft.ts';
import { EncodingWatch, storable } from '../reading/text-encoding.ts';

export interface NewList {
  /** As the sender calls it: shown, never used as a path. */
  fileName: string;
  options: ImportOptions;
  /** How far the job goes by itself; `commit` (default): all the way. A draft waits with `upload`. */
  wanted?: Wanted | undefined;
  /** `stop`: its people are taken out of the campaign. `appointments`: its rows are booked. Default `contacts`. */
  purpose?: Purpose | undefined;
  /** The campaign that takes the list when it is committed. */
  campaignId?: string | undefined;
  /** The programme that the list books appointments in, by id or name. */
  programmeId?: string | undefined;
  actor: string;
}

export interface Upload extends NewList {
  source: AsyncIterable<Uint8Array>;
  maxBytes: number;
}

/**
 * Streams an upload into the file store and asks for its import. Nothing is left behind when it fails.
 * Throws EngineError `file_empty`, `file_too_large`, `file_is_spreadsheet`, `file_is_compressed`, `file_is_binary`,
 * `disk_full`, and what checkImportOptions, checkCampaignOfList and programmeOfList throw.
 */
export async function receiveUpload(
  deps: Pick<EngineDeps, 'db' | 'files' | 'zones' | 'law'>,
  upload: Upload,
): Promise<{ importId: string; bytes: number; sha256: string }> {
  checkImportOptions(upload.options, deps.zones);
  const { wanted = 'commit', purpose = 'contacts', campaignId = null } = upload;
  await checkCampaignOfList(deps.db, { campaignId, purpose, wanted });
  const { programmeId, options } = await programmeOfList(deps.db, deps, {
    ...upload,
    purpose,
    programmeId: upload.programmeId,
  });
  const watch = new EncodingWatch();
  const stored = await deps.files
    .write(`imports/${randomUUID()}`, inspectBytes(upload.source, watch, upload.maxBytes))
    .catch((error: unknown) => {
      throw asDiskFull(error);
    });
  try {
    const importId = await inTransaction(deps.db, async (tx) => {
      const row = await firstRow<{ id: string }>(
        tx,
        sql`insert into imports (file_name, file_sha256, file_bytes, stored_path, state, wanted, purpose, campaign_id, programme_id,
              options, detected, created_by)
            values (${shownName(upload.fileName)}, ${stored.sha256}, ${stored.bytes}, ${stored.path}, 'uploaded', ${wanted},
              ${purpose}, ${campaignId}, ${programmeId}, ${JSON.stringify(options)}::jsonb,
              ${JSON.stringify({ encoding: watch.result() })}::jsonb, ${upload.actor})
            returning id`,
      );
      if (!row) throw new Error('the import was not written');
      await audit(tx, {
        actor: upload.actor,
        action: 'import.upload',
        subject: `import:${row.id}`,
        details: { bytes: stored.bytes, sha256: stored.sha256, wanted, purpose, campaignId, programmeId },
      });
      if (wanted !== 'upload') await notifyWork(tx, 'import', row.id);
      return row.id;
    });
    return { importId, bytes: stored.bytes, sha256: stored.sha256 };
  } catch (error) {
    await deps.files.remove(stored.path).catch(() => {});
    throw error;
  }
}

/** A name as the database can hold it and a screen show it. */
export const shownName = (fileName: string): string => storable(fileName).slice(0, 255);
