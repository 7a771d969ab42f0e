import { sql } from 'drizzle-orm';
import { IMPORT_STATES } from '../../db/schema/imports.ts';
import { sortedText, type SortKey } from './sorting.ts';

export type ImportSort = 'created' | 'file' | 'state' | 'rows' | 'accepted' | 'rejected' | 'duplicates' | 'size' | 'by';

/** What a list has not been looked at for is no number yet. */
const ofRows = (column: string): SortKey => ({
  by: sql`case when i.rows_read > 0 then ${sql.raw(`i.${column}`)} end`,
  kind: 'whole',
});

/** By their own order uploads come newest first. */
export const IMPORT_SORTS: Readonly<Record<ImportSort, SortKey>> = {
  created: { by: sql`i.created_at`, kind: 'instant' },
  file: { by: sortedText(sql`i.file_name`), kind: 'text' },
  state: { by: sql`array_position(${sql.param([...IMPORT_STATES])}::text[], i.state)`, kind: 'whole' },
  rows: ofRows('rows_read'),
  accepted: ofRows('accepted_rows'),
  rejected: ofRows('rejected_rows'),
  duplicates: ofRows('duplicate_rows'),
  size: { by: sql`coalesce((i.detected ->> 'totalBytes')::bigint, i.file_bytes)`, kind: 'whole' },
  by: { by: sortedText(sql`i.created_by`), kind: 'text' },
};
