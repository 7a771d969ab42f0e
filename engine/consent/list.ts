import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Channel } from '../../domain/channel.ts';
import type { CampaignPurpose } from '../../domain/purpose.ts';
import type { SuppressionScope } from '../../domain/suppression-scope.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../reading/page.ts';

export const SUPPRESSION_SOURCES = ['sms', 'speech', 'keypress', 'api', 'import', 'list'] as const;
export type SuppressionSource = (typeof SUPPRESSION_SOURCES)[number];

/** Empty purpose or channel: all of them. */
export interface SuppressionView extends SuppressionScope {
  id: string;
  phone: string;
  source: SuppressionSource;
  /** The list that the number is on, for example `us-national-dnc`; null = somebody said it. */
  list: string | null;
  evidence: string | null;
  createdBy: string;
  createdAt: string;
  liftedAt: string | null;
  liftedBy: string | null;
  liftedReason: string | null;
}

export interface SuppressionFilter extends PageInput {
  phone?: number | undefined;
  /** What holds for it: also what was said to all purposes, or channels. */
  purpose?: CampaignPurpose | undefined;
  channel?: Channel | undefined;
  source?: SuppressionSource | undefined;
  list?: string | undefined;
  includeLifted?: boolean | undefined;
}

/** Columns of a SuppressionView, over `s` (suppressions) left-joined with `l` (suppression_lists). */
export const SUPPRESSION_COLUMNS: SQL = sql`
  s.id, '+' || s.phone as phone, s.purpose, s.channel, s.source, l.name as list,
  coalesce(s.evidence, l.source || coalesce(', as of ' || l.as_of, '')) as evidence,
  coalesce(l.created_by, s.created_by) as "createdBy", ${iso(sql`s.created_at`)} as "createdAt",
  ${iso(sql`s.lifted_at`)} as "liftedAt", s.lifted_by as "liftedBy", s.lifted_reason as "liftedReason"`;

/** Who said no, newest first; lifted ones too when asked for. */
export async function listSuppressions(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: SuppressionFilter = {},
): Promise<Page<SuppressionView>> {
  const found = await rows<SuppressionView>(
    deps.readDb,
    sql`select ${SUPPRESSION_COLUMNS}
        from suppressions s left join suppression_lists l on l.id = s.list_id
        where ${sql.join(conditions(filter), sql` and `)}
        order by s.id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (item) => item.id);
}

function conditions({ phone, purpose, channel, source, list, includeLifted, cursor }: SuppressionFilter): SQL[] {
  return [
    includeLifted ? sql`true` : sql`s.lifted_at is null`,
    ...(phone === undefined ? [] : [sql`s.phone = ${phone}`]),
    ...(purpose === undefined ? [] : [sql`s.purpose in ('', ${purpose})`]),
    ...(channel === undefined ? [] : [sql`s.channel in ('', ${channel})`]),
    ...(source === undefined ? [] : [sql`s.source = ${source}`]),
    ...(list === undefined ? [] : [sql`s.list_id in (select id from suppression_lists where name = ${list})`]),
    ...(cursor === undefined ? [] : [sql`s.id < ${cursor}`]),
  ];
}
