import type { ImportOptions } from '../../engine/importing/import-options.ts';
import { ProblemError } from '../errors/problem-error.ts';
import type { ImportFields } from '../schemas/import-options.ts';
import { OptionWordError, optionsOfWords, type OptionWords, type ReadingOptions } from '../schemas/import-words.ts';

/**
 * Query or form fields -> what the import is told; `needed` are variables that a campaign's texts ask for.
 * Throws ProblemError `mapping_invalid`, `fix_invalid`.
 */
export function importOptionsOf(fields: OptionWords, needed: readonly string[] = []): ImportOptions {
  try {
    return withNeeded(optionsOfWords(fields), needed);
  } catch (error) {
    if (!(error instanceof OptionWordError)) throw error;
    throw new ProblemError(400, error.code, error.message, { repair: error.repair, cause: error });
  }
}

/** Adds the variables without which a campaign's texts cannot be written. */
export function withNeeded(options: ReadingOptions, needed: readonly string[]): ImportOptions {
  if (needed.length === 0) return options;
  return { ...options, requiredVariables: [...new Set([...(options.requiredVariables ?? []), ...needed])] };
}

/** How far the job goes by itself. */
export function wantedOf(fields: Pick<ImportFields, 'draft' | 'check'>): 'upload' | 'check' | 'commit' {
  if (fields.draft === 'true') return 'upload';
  return fields.check === 'true' ? 'check' : 'commit';
}
