import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import { EngineError } from '../../error.ts';

/**
 * A text is never sent with a hole in it: a programme cannot come to need what its appointments do not have. Asked of
 * variables that are new. Throws EngineError `variables_missing`.
 */
export async function refuseLackingVariables(
  db: Pick<Queryable, 'execute'>,
  { programmeId }: { programmeId: string },
  variables: readonly string[],
): Promise<void> {
  if (variables.length === 0) return;
  const lacking = await firstRow<{ count: number; names: string[]; example: string }>(
    db,
    sql`
      select count(distinct a.id)::int as count, array_agg(distinct wanted.name order by wanted.name) as names,
        min(a.external_id) as example
      from appointments a cross join unnest(${sql.param([...variables])}::text[]) as wanted (name)
      where a.programme_id = ${programmeId} and a.starts_at > (select outdial_now()) and a.state <> 'cancelled'
        and coalesce(btrim(case wanted.name when 'name' then coalesce(a.variables ->> 'name', a.name)
          else a.variables ->> wanted.name end), '') = ''`,
  );
  if (!lacking || lacking.count === 0) return;
  const names = lacking.names.join(', ');
  throw new EngineError(
    'invalid',
    'variables_missing',
    `${lacking.count} appointments lack what the texts would need: ${names} (for example ${lacking.example}).`,
    {
      repair: 'Book them with these first, or write a fallback: {{ name | default: "there" }}.',
      details: { appointments: lacking.count, variables: lacking.names, example: lacking.example },
    },
  );
}
