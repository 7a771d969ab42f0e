import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { rows } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { asDiskFull, inspectBytes } from '../receiving/inspect-bytes.ts';
import { lockDraft, stampDraft, type Draft } from './lock-draft.ts';
import { isCommitted, openForRepair, refuseRepair } from './open-for-repair.ts';
import { readRejectFile, type CorrectedRow, type UnreadableReason } from './read-reject-file.ts';
import { fitCells, sameCells } from './reject-cells.ts';
import { shownName } from '../receiving/receive-upload.ts';
import { EncodingWatch, isEncoding, type EncodingName } from '../reading/text-encoding.ts';

/** Why a row of the file was not merged. */
export type RefusedReason = UnreadableReason | 'not_set_aside' | 'is_contact' | 'twice';

const REASONS: Record<RefusedReason, string> = {
  no_row_number: 'error_message does not begin with "row N:"; expected it as it was',
  damaged: 'its quotes are damaged; expected them closed and doubled inside cells',
  too_many_cells: 'it has more cells than the header; expected as many',
  not_set_aside: 'that row of the list is not set aside; expected a row of its reject file',
  is_contact: 'that row is a contact already; expected a row that is still set aside',
  twice: 'that row came before in this file; expected it once',
};

export interface Merged {
  importId: string;
  version: number;
  /** Rows that are looked at again with their new cells. */
  merged: number;
  /** Rows that came back as they went. */
  unchanged: number;
  /** Rows that were left out, and the first of them. */
  refused: number;
  firstRefused: { fileRow: number; rowNumber: number | null; reason: RefusedReason; message: string }[];
}

const PAGE_ROWS = 1_000;
const SHOWN_REFUSALS = 10;
/** Row numbers of a list fit into 24 bits. */
const MAX_ROWS = 2 ** 24;

/** The import whose reject file this is by its name, `rejects-<import>.csv`, whatever a browser added to it. */
export const rejectsFileOf = (fileName: string): string | undefined =>
  /rejects-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(fileName)?.[1]?.toLowerCase();

/**
 * Takes a corrected reject file into the draft that it came from: rows are known by "row N:" in error_message, and
 * those whose cells changed are looked at again. All of it is merged or nothing. A list that is done takes it too: it
 * is `checked` again and goes on to its commit by itself, which adds the repaired people and changes nothing for the
 * others. Throws EngineError `unknown_import`, `no_reject_file`, `reject_columns_missing`, what inspectBytes throws for
 * its bytes, `disk_full`, and what refuseRepair throws.
 */
export async function mergeRejects(
  deps: Pick<EngineDeps, 'db' | 'files'>,
  input: { importId: string; source: AsyncIterable<Uint8Array>; fileName: string; actor: string; maxBytes: number },
): Promise<Merged> {
  // Before a byte is taken: nobody should send a file to hear that it comes too late.
  await inTransaction(deps.db, async (tx) => refuseRepair(tx, await lockDraft(tx, input), 'merge rows into'));
  const watch = new EncodingWatch();
  const { path } = await deps.files
    .write(`imports/${randomUUID()}`, inspectBytes(input.source, watch, input.maxBytes))
    .catch((error: unknown) => {
      throw asDiskFull(error);
    });
  try {
    return await inTransaction(deps.db, (tx) =>
      mergeFile(tx, deps, input, { path, encoding: watch.result().encoding }),
    );
  } finally {
    await deps.files.remove(path).catch(() => {});
  }
}

async function mergeFile(
  tx: Transaction,
  deps: Pick<EngineDeps, 'files'>,
  input: { importId: string; fileName: string; actor: string },
  file: { path: string; encoding: EncodingName },
): Promise<Merged> {
  const draft = await lockDraft(tx, input);
  await refuseRepair(tx, draft, 'merge rows into');
  const { header, delimiter } = draft;
  const counts = { merged: 0, unchanged: 0, refused: 0 };
  const firstRefused: Merged['firstRefused'] = [];
  const refuse = ({ fileRow, rowNumber }: CorrectedRow, reason: RefusedReason): void => {
    counts.refused++;
    if (firstRefused.length < SHOWN_REFUSALS)
      firstRefused.push({ fileRow, rowNumber, reason, message: REASONS[reason] });
  };
  const met = new Uint8Array(MAX_ROWS / 8);
  const encoding = encodingOf(file.encoding, draft.encoding);
  for await (const read of readRejectFile(deps.files, { path: file.path, encoding, header, delimiter })) {
    for (let at = 0; at < read.length; at += PAGE_ROWS) {
      const page: CorrectedRow[] = [];
      for (const row of read.slice(at, at + PAGE_ROWS)) {
        if (row.unreadable) refuse(row, row.unreadable);
        else if (meetTwice(met, row.rowNumber ?? 0)) refuse(row, 'twice');
        else page.push(row);
      }
      const { merged, unchanged } = await mergePage(tx, { draft, page, actor: input.actor, refuse });
      counts.merged += merged;
      counts.unchanged += unchanged;
    }
  }
  if (counts.merged > 0) await openForRepair(tx, draft);
  const version = counts.merged > 0 ? await stampDraft(tx, draft, input.actor) : draft.version;
  await audit(tx, {
    actor: input.actor,
    action: 'import.merge_rejects',
    subject: `import:${draft.id}`,
    details: { fileName: shownName(input.fileName), ...counts, version },
  });
  return { importId: draft.id, version, ...counts, firstRefused };
}

/** A short file tells Unicode for certain, and one single-byte encoding from another hardly: the original's is likelier. */
const encodingOf = (found: EncodingName, original: string | null): EncodingName =>
  found.startsWith('utf-') || original === null || !isEncoding(original) || original.startsWith('utf-')
    ? found
    : original;

function meetTwice(met: Uint8Array, rowNumber: number): boolean {
  const byte = rowNumber >> 3;
  const bit = 1 << (rowNumber & 7);
  const known = ((met[byte] ?? 0) & bit) !== 0;
  if (byte < met.length) met[byte] = (met[byte] ?? 0) | bit;
  return known;
}

async function mergePage(
  tx: Transaction,
  input: {
    draft: Draft;
    page: readonly CorrectedRow[];
    actor: string;
    refuse: (row: CorrectedRow, reason: RefusedReason) => void;
  },
): Promise<{ merged: number; unchanged: number }> {
  const { draft, page } = input;
  if (page.length === 0) return { merged: 0, unchanged: 0 };
  const found = await rows<{ rowNumber: number; verdict: string; cells: string[] }>(
    tx,
    sql`select row_number as "rowNumber", verdict, cells from import_rows where import_id = ${draft.id}
          and row_number = any(${sql.param(page.map(({ rowNumber }) => rowNumber))}::integer[])`,
  );
  const stored = new Map(found.map((row) => [row.rowNumber, row]));
  const changed: { row: number; cells: string[] }[] = [];
  let unchanged = 0;
  for (const row of page) {
    const before = stored.get(row.rowNumber ?? 0);
    if (!before) input.refuse(row, 'not_set_aside');
    else if (sameCells(row.cells, fitCells(before.cells, draft.header.length, draft.delimiter))) unchanged++;
    else if (isCommitted(draft, before.verdict)) input.refuse(row, 'is_contact');
    else changed.push({ row: row.rowNumber ?? 0, cells: row.cells });
  }
  if (changed.length > 0) {
    await tx.execute(sql`
      update import_rows r set cells = c.cells, shape = null, pending = true, edited_by = ${input.actor},
        edited_at = outdial_now()
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as c("row" integer, cells jsonb)
      where r.import_id = ${draft.id} and r.row_number = c."row"`);
  }
  return { merged: changed.length, unchanged };
}
