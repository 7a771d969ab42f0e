import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Queryable } from '../../db/client.ts';
import { GONE_STATES } from '../campaigns/take-list.ts';
import { EngineError } from '../error.ts';

/** A row of a list whose values fill a script. */
export interface RowValues {
  importId: string;
  rowNumber: number;
  name: string | null;
  agentRef: string | null;
  /** Name and external id are among them, as scripts see them. */
  values: Record<string, string>;
}

/**
 * The row of one of the campaign's lists: the first list's, and its first accepted row, unless told. Null where nothing
 * is told and there is no list. Throws EngineError `unknown_row`.
 */
export async function readRowValues(
  db: Pick<Queryable, 'execute'>,
  input: { campaignId: string; importId?: string | undefined; row?: number | undefined },
): Promise<RowValues | null> {
  const { campaignId, importId, row } = input;
  const found = await firstRow<RowValues & { externalId: string | null }>(
    db,
    sql`select i.id as "importId", c.row_number as "rowNumber", c.name, c.external_id as "externalId",
          c.overrides ->> 'agent' as "agentRef", c.variables as values
        from imports i cross join lateral (
          select * from contacts where id between i.first_contact_id and i.last_contact_id
            and ${row === undefined ? sql`true` : sql`id = i.first_contact_id + ${row}::bigint`}
          order by id limit 1) c
        where i.campaign_id = ${campaignId} and i.purpose = 'contacts' and i.state <> all(${sql.param([...GONE_STATES])}::text[])
          and ${importId === undefined ? sql`true` : sql`i.id = ${importId}::uuid`}
        order by i.id limit 1`,
  );
  if (found) {
    const { externalId, values, ...rest } = found;
    const own = {
      ...(rest.name === null ? {} : { name: rest.name }),
      ...(externalId === null ? {} : { external_id: externalId }),
    };
    return { ...rest, values: { ...own, ...values } };
  }
  if (row === undefined && importId === undefined) return null;
  throw new EngineError(
    'not_found',
    'unknown_row',
    row === undefined
      ? 'This campaign has no such list with an accepted row.'
      : `No list of this campaign has row ${row} among those that are accepted.`,
    { repair: 'Take another row, or leave it out and write the values.' },
  );
}
