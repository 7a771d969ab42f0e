import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { iso } from '../../reading/iso.ts';
import { columnKey } from './header-aliases.ts';
import { headerKey, headersOfKey } from './header-key.ts';
import { TARGETS, type ImportOptions, type Target } from '../import-options.ts';
import { layoutOfImport } from './layout-of-import.ts';

/** How lists with these headers are mapped, in any order of the columns. */
export interface SavedMapping {
  id: string;
  name: string;
  /** Normalised and sorted; empty when there are too many to show. */
  headers: string[];
  /** Headers by target, in order. */
  mapping: Partial<Record<Target, string[]>>;
  ignore: string[];
  createdBy: string;
  createdAt: string;
  usedAt: string | null;
}

interface Row extends Omit<SavedMapping, 'headers' | 'mapping'> {
  headerKey: string;
  mapping: Record<string, string[]>;
}

const COLUMNS = sql`id, name, header_key as "headerKey", mapping, ignore, created_by as "createdBy",
  ${iso(sql`created_at`)} as "createdAt", ${iso(sql`used_at`)} as "usedAt"`;

/**
 * Saves how the columns of an import are mapped now, for the next list with the same headers; it takes the place of
 * what was saved for them. Throws EngineError `unknown_import`, `no_header`, `headers_not_unique`, and the code of
 * whatever keeps the list from being read (for example `ambiguous_phone_column`).
 */
export async function saveMapping(
  deps: Pick<EngineDeps, 'db' | 'files' | 'zones'>,
  input: { importId: string; name: string; actor: string },
): Promise<SavedMapping> {
  const { layout, questions } = await layoutOfImport(deps, input.importId);
  const open = questions.find((question) => question.blocking && question.code !== 'missing_columns');
  if (open) throw new EngineError('invalid', open.code, open.message, { repair: open.repair });
  if (!layout.hasHeader) {
    throw new EngineError('invalid', 'no_header', 'The list has no header by which it could be known again.', {
      repair: 'Save the mapping of a list whose first row names the columns.',
    });
  }
  const mapping: Partial<Record<Target, string[]>> = {};
  const ignore: string[] = [];
  for (const column of [...layout.columns].sort((a, b) => a.place - b.place)) {
    if (column.use === 'variable') continue;
    refuseDouble(layout.header, column.header);
    if (column.use === 'ignored') ignore.push(column.header);
    else (mapping[column.use] ??= []).push(column.header);
  }
  return await inTransaction(deps.db, async (tx) => {
    const row = await firstRow<Row>(
      tx,
      sql`insert into import_mappings (header_key, name, mapping, ignore, created_by)
          values (${headerKey(layout.header)}, ${input.name}, ${JSON.stringify(mapping)}::jsonb, ${JSON.stringify(ignore)}::jsonb,
            ${input.actor})
          on conflict (header_key) do update set name = excluded.name, mapping = excluded.mapping, ignore = excluded.ignore,
            created_by = excluded.created_by, created_at = excluded.created_at
          returning ${COLUMNS}`,
    );
    if (!row) throw new Error('the mapping was not saved');
    await audit(tx, {
      actor: input.actor,
      action: 'mapping.save',
      subject: `mapping:${row.id}`,
      details: { importId: input.importId, name: input.name },
    });
    return asMapping(row);
  });
}

/** Two columns of one name can only be told by their places, and a saved mapping is to hold in any order. */
function refuseDouble(header: readonly string[], name: string): void {
  if (header.filter((one) => columnKey(one) === columnKey(name)).length === 1) return;
  throw new EngineError('invalid', 'headers_not_unique', `More than one column is called "${name}".`, {
    repair: 'Give the columns different names in the file, upload it again and save its mapping.',
  });
}

/** What was saved for a list with these headers. */
export async function findMapping(
  deps: Pick<EngineDeps, 'db'>,
  header: readonly string[],
): Promise<SavedMapping | undefined> {
  const row = await firstRow<Row>(
    deps.db,
    sql`select ${COLUMNS} from import_mappings where header_key = ${headerKey(header)}`,
  );
  return row && asMapping(row);
}

/** All of them, the newest first. */
export async function listMappings(deps: Pick<EngineDeps, 'readDb'>): Promise<SavedMapping[]> {
  const found = await rows<Row>(
    deps.readDb,
    sql`select ${COLUMNS} from import_mappings order by created_at desc, id desc`,
  );
  return found.map(asMapping);
}

/** Forgets it; lists that were mapped by it stay as they are. Throws EngineError `unknown_mapping`. */
export async function removeMapping(
  deps: Pick<EngineDeps, 'db'>,
  input: { mappingId: string; actor: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const row = await firstRow<{ id: string }>(
      tx,
      sql`delete from import_mappings where id::text = ${input.mappingId.toLowerCase()} returning id`,
    );
    if (!row) {
      throw new EngineError('not_found', 'unknown_mapping', `There is no saved mapping ${input.mappingId}.`, {
        repair: 'List the saved mappings to find its id.',
      });
    }
    await audit(tx, { actor: input.actor, action: 'mapping.remove', subject: `mapping:${row.id}` });
  });
}

/** Options with what was saved in place of guesses; what they say themselves about columns wins. */
export const withMapping = (options: ImportOptions, saved: SavedMapping): ImportOptions =>
  options.mapping === undefined
    ? { ...options, mapping: saved.mapping, ignore: options.ignore ?? saved.ignore }
    : options;

/** Notes that a list with these headers is being read with what was saved for them; anything else changes nothing. */
export async function noteMappingUse(
  deps: Pick<EngineDeps, 'db'>,
  header: readonly string[],
  options: ImportOptions,
): Promise<void> {
  if (options.mapping === undefined) return;
  await deps.db.execute(sql`
    update import_mappings set used_at = outdial_now()
    where header_key = ${headerKey(header)} and mapping = ${JSON.stringify(options.mapping)}::jsonb`);
}

function asMapping({ headerKey: key, mapping: stored, ...row }: Row): SavedMapping {
  const mapping: Partial<Record<Target, string[]>> = {};
  for (const target of TARGETS) if (stored[target]) mapping[target] = stored[target];
  return { ...row, headers: headersOfKey(key), mapping };
}
