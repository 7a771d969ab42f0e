import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../reading/page.ts';

export interface SuppressionView {
  id: string;
  phone: string;
  source: 'sms' | 'speech' | 'keypress' | 'api' | 'import';
  evidence: string | null;
  createdBy: string;
  createdAt: string;
  liftedAt: string | null;
  liftedBy: string | null;
  liftedReason: string | null;
}

/** Who said no, newest first; lifted ones too when asked for. */
export async function listSuppressions(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: { phone?: number | undefined; includeLifted?: boolean | undefined } & PageInput = {},
): Promise<Page<SuppressionView>> {
  const found = await rows<SuppressionView>(
    deps.readDb,
    sql`
      select id, '+' || phone as phone, source, evidence, created_by as "createdBy", ${iso(sql`created_at`)} as "createdAt",
        ${iso(sql`lifted_at`)} as "liftedAt", lifted_by as "liftedBy", lifted_reason as "liftedReason"
      from suppressions
      where ${filter.phone === undefined ? sql`true` : sql`phone = ${filter.phone}`}
        and ${filter.includeLifted ? sql`true` : sql`lifted_at is null`}
        and ${filter.cursor === undefined ? sql`true` : sql`id < ${filter.cursor}`}
      order by id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (item) => item.id);
}
