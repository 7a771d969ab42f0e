import { sql } from 'drizzle-orm';
import { loadLaw } from '../../../../data/load-law.ts';
import { rows } from '../../../../db/rows.ts';
import type { ImportOptions } from '../../../../engine/importing/import-options.ts';
import { receiveUpload, type NewList } from '../../../../engine/importing/receiving/receive-upload.ts';
import { runImport, type ImportDeps, type ImportResult } from '../../../../engine/importing/run-import.ts';
import { writeRejectFile } from '../../../../engine/importing/drafting/write-reject-file.ts';
import { getImport, type ImportView } from '../../../../engine/reading/imports.ts';
import { silentLog } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { tables } from '../../../unit/engine/importing/list-job.ts';
import { inPieces, memoryFiles, type MemoryFiles } from '../../../unit/engine/importing/memory-files.ts';

export interface DraftTrial {
  database: TestDb;
  files: MemoryFiles;
  deps: ImportDeps;
  upload: (content: string | Uint8Array, options?: ImportOptions, more?: Partial<NewList>) => Promise<string>;
  /** Uploaded as a draft and checked. */
  checked: (content: string | Uint8Array, options?: ImportOptions, more?: Partial<NewList>) => Promise<string>;
  run: (importId: string) => Promise<ImportResult['outcome']>;
  view: (importId: string) => Promise<ImportView>;
  contacts: (importId: string) => Promise<{ row: number; phone: number; name: string | null; state: string | null }[]>;
  problems: (importId: string) => Promise<{ row: number; severity: string; code: string; fix: string | null }[]>;
  rejects: (importId: string) => Promise<Buffer>;
  close: () => Promise<void>;
}

/** Lists in a database of their own, with files in memory and the job run by hand. */
export async function draftTrial(): Promise<DraftTrial> {
  const database = await testDb();
  const files = memoryFiles({ pieceBytes: 4_099 });
  const { db, readDb } = database;
  const deps: ImportDeps = { db, readDb, files, ...tables, law: loadLaw(), log: silentLog };
  const upload: DraftTrial['upload'] = async (content, options = {}, more = {}) => {
    const source = inPieces(content, 10_007);
    const list = {
      source,
      fileName: 'list.csv',
      options: { others: 'ignore' as const, ...options },
      wanted: 'upload' as const,
      actor: 'test',
      maxBytes: 1e8,
      ...more,
    };
    return (await receiveUpload(deps, list)).importId;
  };
  const run: DraftTrial['run'] = async (importId) => (await runImport(deps, importId)).outcome;
  return {
    database,
    files,
    deps,
    upload,
    checked: async (content, options, more) => {
      const importId = await upload(content, options, { wanted: 'check', ...more });
      await run(importId);
      return importId;
    },
    run,
    view: (importId) => getImport(deps, { importId }),
    contacts: (importId) =>
      rows(
        db,
        sql`select c.row_number as row, c.phone, c.name, s.state from contacts c left join contact_states s on s.contact_id = c.id
            where c.import_id = ${importId} order by c.row_number`,
      ),
    problems: (importId) =>
      rows(
        db,
        sql`select row_number as row, severity, code, fix from import_problems where import_id = ${importId}
            order by row_number, ordinal`,
      ),
    rejects: async (importId) => {
      const parts: Buffer[] = [];
      for await (const part of writeRejectFile(deps, importId)) parts.push(part);
      return Buffer.concat(parts);
    },
    close: () => database.drop(),
  };
}

/** Rows that the next job looks at again. */
export async function pendingRows(trial: DraftTrial, importId: string): Promise<number[]> {
  const found = await rows<{ row: number }>(
    trial.database.db,
    sql`select row_number as row from import_rows where import_id = ${importId} and pending order by row_number`,
  );
  return found.map(({ row }) => row);
}
