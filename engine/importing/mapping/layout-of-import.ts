import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { readLayout, type ReadLayout } from './file-layout.ts';
import { findImport, type StoredImport } from '../find-import.ts';
import { ImportFailure } from '../import-failure.ts';
import { checkImportOptions, type ImportOptions } from '../import-options.ts';

/**
 * How a stored list would be read with its options, or with others. Throws EngineError `unknown_import`,
 * `import_over`, `not_uploaded`, `file_missing`, what checkImportOptions throws, and why nobody could read the file
 * (`no_rows`, `header_only`, `bad_header`).
 */
export async function layoutOfImport(
  deps: Pick<EngineDeps, 'db' | 'files' | 'zones'>,
  importId: string,
  options?: ImportOptions,
): Promise<ReadLayout & { stored: StoredImport; used: ImportOptions }> {
  const stored = await findImport(deps.db, importId);
  if (stored.state === 'cancelled') {
    throw new EngineError('conflict', 'import_over', `The import of "${stored.fileName}" is cancelled.`, {
      repair: 'Upload the list again.',
    });
  }
  if (stored.state === 'receiving') {
    throw new EngineError('conflict', 'not_uploaded', `"${stored.fileName}" has not arrived completely.`, {
      repair: 'Send the rest of the file first.',
    });
  }
  const used = options ?? stored.options;
  checkImportOptions(used, deps.zones);
  try {
    return {
      stored,
      used,
      ...(await readLayout(deps, { path: stored.storedPath, bytes: stored.fileBytes, ...stored.detected }, used)),
    };
  } catch (error) {
    if (error instanceof ImportFailure) {
      const { code, message, repair } = error.facts;
      throw new EngineError('invalid', code, message, { ...(repair === undefined ? {} : { repair }), cause: error });
    }
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new EngineError('conflict', 'file_missing', `The file "${stored.fileName}" is no longer kept.`, {
        repair: 'Upload the list again.',
        cause: error,
      });
    }
    throw error;
  }
}
