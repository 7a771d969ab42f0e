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
  /** What people call the subject; null = it has no name. */
  subjectName: string | null;
  /** What the subject belongs to, as a subject: the campaign of a retry, the programme of an appointment. */
  subjectOf: string | null;
  reason: string | null;
  details: Record<string, unknown>;
}

export interface AuditFilter extends PageInput {
  /** As it was written: `campaign:<id>`. */
  subject?: string | undefined;
  /** Of a campaign with its retries and lists. */
  campaignId?: string | undefined;
  /** `user:<email>`, `key:<public id>`. */
  actor?: string | undefined;
  /** `campaign.launch`, or everything of a thing: `campaign.` */
  action?: string | undefined;
  fromMs?: number | undefined;
  toMs?: number | undefined;
}

/** Who did what and why, newest first. */
export async function listAudit(deps: Pick<EngineDeps, 'readDb'>, filter: AuditFilter = {}): Promise<Page<AuditView>> {
  return toPage(await rows<AuditView>(deps.readDb, namedPage(filter)), filter, ({ id }) => id);
}

/** The page with the names of what it speaks of, each by its primary key. */
export function namedPage(filter: AuditFilter): SQL {
  return sql`
    with page as (${auditPage(filter)}), told as (
      select page.*, split_part(subject, ':', 1) as kind, case when subject ~ ${UUID_SUBJECT} then split_part(subject, ':', 2)::uuid end as uuid
      from page
    )
    select t.id, t.at, t.actor, t.action, t.subject, named.name as "subjectName", named.belongs as "subjectOf", t.reason, t.details
    from told t left join lateral (
      select name, null as belongs from campaigns where t.kind = 'campaign' and id = t.uuid
      union all select name, 'campaign:' || campaign_id from retries where t.kind = 'retry' and id = t.uuid
      union all select file_name, 'campaign:' || campaign_id from imports where t.kind = 'import' and id = t.uuid
      union all select name, null from programmes where t.kind = 'programme' and id = t.uuid
      union all select external_id, 'programme:' || programme_id from appointments where t.kind = 'appointment' and id = t.uuid
      union all select coalesce(name, external_id), 'programme:' || programme_id from series where t.kind = 'series' and id = t.uuid
      union all select name, null from schedules where t.kind = 'schedule' and id = t.uuid
      union all select name, null from provider_accounts where t.kind = 'account' and id = t.uuid
      union all select name, null from templates where t.kind = 'template' and id = t.uuid
      union all select email, null from users where t.kind = 'user' and id = t.uuid
      union all select name, null from api_keys where t.kind = 'key' and public_id = split_part(t.subject, ':', 2)
      union all select label, null from numbers where t.kind = 'number' and id = t.uuid
      union all select substring(url from '^[a-z]+://[^/?#]+'), null from webhook_endpoints where t.kind = 'webhook_endpoint' and id = t.uuid
    ) named on true
    order by t.id desc`;
}

const UUID_SUBJECT = '^[a-z_-]+:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** Subjects of everything that is a campaign's. */
const subjectsOf = (campaignId: string): SQL => sql`array(
  select ${`campaign:${campaignId}`}::text
  union all select 'retry:' || id from retries where campaign_id = ${campaignId}
  union all select 'import:' || id from imports where campaign_id = ${campaignId})`;

/** One page and a line more, by the index of the subject, the actor or the action, from where the last page ended. */
export function auditPage(filter: AuditFilter): SQL {
  return sql`
    select id, ${iso(sql`created_at`)} as at, actor, action, subject, reason, details
    from audit_entries
    where ${allOf(
      when(filter.subject, (subject) => sql`subject = ${subject}`),
      when(filter.campaignId, (id) => sql`subject = any(${subjectsOf(id)})`),
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
