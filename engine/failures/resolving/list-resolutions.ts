import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { iso } from '../../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../../reading/page.ts';
import { allOf, when } from '../../reading/where.ts';

export interface ResolutionView {
  id: string;
  campaignId: string;
  campaignName: string | null;
  causes: string[];
  reason: string;
  /** How many it took off the failures. */
  contacts: number;
  by: string;
  at: string;
  undoneBy: string | null;
  undoneAt: string | null;
}

/** What was declared done with, newest first. */
export async function listResolutions(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: PageInput & { campaignId?: string | undefined },
): Promise<Page<ResolutionView>> {
  const where = allOf(
    when(filter.campaignId, (id) => sql`z.filter ->> 'campaignId' = ${id}`),
    when(filter.cursor, (cursor) => sql`z.id < ${cursor}::uuid`),
  );
  const found = await rows<ResolutionView>(
    deps.readDb,
    sql`select z.id, z.filter ->> 'campaignId' as "campaignId", k.name as "campaignName",
          coalesce(z.filter -> 'causes', '[]'::jsonb) as causes, z.reason, z.contacts, z.created_by as by,
          ${iso(sql`z.created_at`)} as at, z.undone_by as "undoneBy", ${iso(sql`z.undone_at`)} as "undoneAt"
        from resolutions z left join campaigns k on k.id = (z.filter ->> 'campaignId')::uuid
        where ${where} order by z.id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, ({ id }) => id);
}
