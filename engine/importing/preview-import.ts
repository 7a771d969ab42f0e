import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { checkRow, type RowProblem } from './check-row.ts';
import { findLayout, type FileLayout } from './file-layout.ts';
import { findImport } from './find-import.ts';
import { ImportFailure } from './import-failure.ts';
import { checkImportOptions, type ImportOptions } from './import-options.ts';

export interface PreviewRow {
  rowNumber: number;
  cells: string[];
  /** E.164 digits as read, when the row would be accepted. */
  phone?: number;
  zones?: string[];
  zoneSource?: string;
  problems: RowProblem[];
}

const PREVIEW_ROWS = 10;

/**
 * How a stored list would be read, by the parser that reads it: layout, mapping with the reason of each column, and
 * the first rows. `options` replace the stored ones, to try others. Throws EngineError `unknown_import`, `import_over`, and the
 * reasons for which the whole file would fail (kind invalid, for example `no_phone_column`).
 */
export async function previewImport(
  deps: Pick<EngineDeps, 'db' | 'files' | 'zones' | 'zonesOfPhone'>,
  importId: string,
  options?: ImportOptions,
): Promise<{ layout: FileLayout; rows: PreviewRow[] }> {
  const stored = await findImport(deps.db, importId);
  if (stored.state === 'cancelled') {
    throw new EngineError('conflict', 'import_over', `The import of "${stored.fileName}" is cancelled.`, {
      repair: 'Upload the list again.',
    });
  }
  const used = options ?? stored.options;
  checkImportOptions(used, deps.zones);
  try {
    const { layout, sample } = await findLayout(deps.files, { path: stored.storedPath, ...stored.detected }, used);
    const rules = { layout, options: used, zones: deps.zones, zonesOfPhone: deps.zonesOfPhone };
    return {
      layout,
      rows: sample.slice(0, PREVIEW_ROWS).map((row) => {
        const checked = checkRow(row, rules);
        if ('rejected' in checked)
          return { rowNumber: row.number, cells: row.cells, problems: checked.rejected.problems };
        const { phone, zoneKey, zoneSource } = checked.accepted;
        const zones = zoneKey === '' ? [] : zoneKey.split(',');
        return { rowNumber: row.number, cells: row.cells, phone, zones, zoneSource, problems: [] };
      }),
    };
  } catch (error) {
    if (!(error instanceof ImportFailure)) throw error;
    const { code, message, repair } = error.facts;
    throw new EngineError('invalid', code, message, { ...(repair === undefined ? {} : { repair }), cause: error });
  }
}
