import { sql } from 'drizzle-orm';

/** True for an import `i` that a job is at, or should be: not for a draft that waits for a person. */
export const IMPORT_AT_WORK = sql`(i.state in ('checking', 'committing', 'undoing') or (i.state = 'uploaded' and i.wanted <> 'upload')
  or (i.state = 'checked' and (i.wanted = 'commit' or exists (select from import_rows p where p.import_id = i.id and p.pending))))`;
