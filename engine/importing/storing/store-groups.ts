import { sql } from 'drizzle-orm';
import type { CopyTransaction } from './copy-transaction.ts';
import type { FindingGroup } from '../findings.ts';

/** Adds to the counts of a list's findings; a count may be negative, when rows are taken out of a group. */
export async function storeGroups(
  { tx }: Pick<CopyTransaction, 'tx'>,
  importId: string,
  groups: readonly FindingGroup[],
): Promise<void> {
  if (groups.length === 0) return;
  await tx.execute(sql`
    insert into import_groups (import_id, severity, code, column_name, fix, count, examples)
    select ${importId}, g.severity, g.code, g."column", g.fix, sum(g.count), (array_agg(g.examples order by jsonb_array_length(g.examples) desc))[1]
    from jsonb_to_recordset(${JSON.stringify(groups).replaceAll('\\u0000', '\\ufffd')}::jsonb)
      as g(severity text, code text, "column" text, fix text, count integer, examples jsonb)
    group by g.severity, g.code, g."column", g.fix
    on conflict (import_id, severity, code, column_name, fix) do update set
      count = import_groups.count + excluded.count,
      examples = case when jsonb_array_length(import_groups.examples) >= 3 then import_groups.examples
        else jsonb_path_query_array(import_groups.examples || excluded.examples, '$[0 to 2]') end`);
}
