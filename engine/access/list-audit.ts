import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../reading/page.ts';
import { allOf, when } from '../reading/where.ts';

export interface AuditView {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  reason: string | null;
  details: Record<string, unknown>;
}

export interface AuditFilter extends PageInput {
  /** As it was written: `campaign:<id>`. */
  subject?: string | undefined;
  /** `user:<email>`, `key:<public id>`. */
  actor?: string | undefined;
  /** `campaign.launch`, or everything of a thing: `campaign.` */
  action?: string | undefined;
  fromMs?: number | undefined;
  toMs?: number | undefined;
}

/** Who did what and why, newest first. */
export async function listAudit(deps: Pick<EngineDeps, 'readDb'>, filter: AuditFilter = {}): Promise<Page<AuditView>> {
  return toPage(await rows<AuditView>(deps.readDb, auditPage(filter)), filter, ({ id }) => id);
}

/** One page and a line more, by the index of the subject, the actor or the action, from where the last page ended. */
export function auditPage(filter: AuditFilter): SQL {
  return sql`
    select id, ${iso(sql`created_at`)} as at, actor, action, subject, reason, details
    from audit_entries
    where ${allOf(
      when(filter.subject, (subject) => sql`subject = ${subject}`),
      when(filter.actor, (actor) => sql`actor = ${actor}`),
      when(filter.action, (action) =>
        action.endsWith('.') ? sql`starts_with(action, ${action})` : sql`action = ${action}`,
      ),
      when(filter.fromMs, (ms) => sql`created_at >= from_ms(${ms})`),
      when(filter.toMs, (ms) => sql`created_at < from_ms(${ms})`),
      when(filter.cursor, (cursor) => sql`id < ${cursor}::bigint`),
    )}
    order by id desc limit ${fetchLimit(filter)}`;
}
