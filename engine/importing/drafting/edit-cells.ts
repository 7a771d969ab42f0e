import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { columnKey } from '../mapping/header-aliases.ts';
import { lockDraft, stampDraft, type Draft } from './lock-draft.ts';
import { isCommitted, openForRepair, refuseRepair } from './open-for-repair.ts';
import { storable } from '../reading/text-encoding.ts';

interface RowAsStored {
  verdict: string;
  cells: string[];
}

/**
 * Corrects cells of one row that something was said of; the job then looks at it again. To give its last column is
 * also to say that whatever the row had behind it does not belong there. Throws EngineError `unknown_import`,
 * `draft_changed`, `row_not_editable`, `unknown_column`, `ambiguous_column`, `no_cells`, and what refuseRepair throws.
 */
export async function editCells(
  deps: Pick<EngineDeps, 'db'>,
  input: {
    importId: string;
    version?: number | undefined;
    /** Row of the original file as a spreadsheet shows it. */
    rowNumber: number;
    /** New values by header, or by `#n` from 1. */
    cells: Readonly<Record<string, string>>;
    actor: string;
  },
): Promise<{ importId: string; rowNumber: number; version: number; verdict: 'pending'; cells: string[] }> {
  return inTransaction(deps.db, async (tx) => {
    const draft = await lockDraft(tx, input);
    await refuseRepair(tx, draft, 'edit a row of');
    const row = await firstRow<RowAsStored>(
      tx,
      sql`select verdict, cells from import_rows
          where import_id = ${draft.id} and row_number = ${input.rowNumber} for no key update`,
    );
    if (!row || isCommitted(draft, row.verdict)) throw notEditable(draft, input.rowNumber, row !== undefined);
    const cells = edited(row.cells, input.cells, draft.header);
    await tx.execute(sql`
      update import_rows set cells = ${JSON.stringify(cells)}::jsonb, shape = null, pending = true,
        edited_by = ${input.actor}, edited_at = outdial_now()
      where import_id = ${draft.id} and row_number = ${input.rowNumber}`);
    await openForRepair(tx, draft);
    const version = await stampDraft(tx, draft, input.actor);
    // The values are a person's data: the audit trail says where, never what.
    await audit(tx, {
      actor: input.actor,
      action: 'import.edit_row',
      subject: `import:${draft.id}`,
      details: { rowNumber: input.rowNumber, columns: Object.keys(input.cells), version },
    });
    return { importId: draft.id, rowNumber: input.rowNumber, version, verdict: 'pending', cells };
  });
}

function edited(
  stored: readonly string[],
  changes: Readonly<Record<string, string>>,
  header: readonly string[],
): string[] {
  const wanted = Object.entries(changes).map(([name, value]) => ({ index: indexOf(name, header), value }));
  if (wanted.length === 0) {
    throw new EngineError('invalid', 'no_cells', 'No cell is given.', {
      repair: 'Give at least one column its value.',
    });
  }
  const last = header.length - 1;
  const cells = wanted.some(({ index }) => index === last) ? stored.slice(0, header.length) : [...stored];
  for (const { index, value } of wanted) {
    while (cells.length < index) cells.push('');
    cells[index] = storable(value);
  }
  return cells;
}

function indexOf(name: string, header: readonly string[]): number {
  const place = /^#(\d{1,4})$/.exec(name)?.[1];
  if (place !== undefined && Number(place) >= 1 && Number(place) <= header.length) return Number(place) - 1;
  const columns = header.map((own, index) => ({ own, index }));
  const exact = columns.filter(({ own }) => own === name);
  const hits = exact.length > 0 ? exact : columns.filter(({ own }) => columnKey(own) === columnKey(name));
  const [hit] = hits;
  if (hit && hits.length === 1) return hit.index;
  const places = hits.map(({ index }) => `#${index + 1}`).join(' or ');
  throw hit
    ? new EngineError('invalid', 'ambiguous_column', `Several columns are called "${name}".`, {
        repair: `Use ${places}.`,
      })
    : new EngineError('invalid', 'unknown_column', `There is no column "${name}".`, {
        repair: `Use one of ${header.join(', ')}, or #1 to #${header.length}.`,
      });
}

function notEditable(draft: Draft, rowNumber: number, isContact: boolean): EngineError {
  const why = isContact ? 'is a contact already' : 'was read without a complaint, or is not in the file';
  return new EngineError('conflict', 'row_not_editable', `Row ${rowNumber} of "${draft.fileName}" ${why}.`, {
    repair:
      'Only rows with an error, a duplicate or a warning are edited here; correct others in the file and upload it again.',
    details: { rowNumber },
  });
}
