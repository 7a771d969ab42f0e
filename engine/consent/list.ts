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
  /** Only what was taken back. */
  onlyLifted?: boolean | undefined;
}

/** Columns of a SuppressionView, over `s` (suppressions) left-joined with `l` (suppression_lists). */
export const SUPPRESSION_COLUMNS: SQL = sql`
  s.id, '+' || s.phone as phone, s.purpose, s.channel, s.source, l.name as list,
  coalesce(s.evidence, l.source || coalesce(', as of ' || l.as_of, '')) as evidence,
  coalesce(l.created_by, s.created_by) as "createdBy", ${iso(sql`s.created_at`)} as "createdAt",
  ${iso(sql`s.lifted_at`)} as "liftedAt", s.lifted_by as "liftedBy", s.lifted_reason as "liftedReason"`;

/** Who said no, newest first; lifted ones too, or alone, when asked for. */
export async function listSuppressions(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: SuppressionFilter = {},
): Promise<Page<SuppressionView>> {
  return toPage(await rows<SuppressionView>(deps.readDb, suppressionPage(filter)), filter, (item) => item.id);
}

/** One page and a line more, read from an index that begins with what is asked for, however many others there are. */
export function suppressionPage(filter: SuppressionFilter): SQL {
  const { list, phone } = filter;
  const where = sql.join(conditions(filter), sql` and `);
  const newest = sql`order by s.id desc limit ${fetchLimit(filter)}`;
  // A number has few rows, of whatever list; a list has few loads, each with the rows that it brought.
  if (list === undefined || phone !== undefined) {
    const named = list === undefined ? sql`true` : sql`l.name = ${list}`;
    return sql`select ${SUPPRESSION_COLUMNS} from suppressions s left join suppression_lists l on l.id = s.list_id
               where ${where} and ${named} ${newest}`;
  }
  return sql`
    select ${SUPPRESSION_COLUMNS}
    from suppression_lists l,
      lateral (select s.* from suppressions s where s.list_id = l.id and s.list_id <> 0 and ${where} ${newest}) s
    where l.name = ${list} ${newest}`;
}

/** Told as words of the statement where an index holds these rows alone. */
function conditions({ phone, purpose, channel, source, includeLifted, onlyLifted, cursor }: SuppressionFilter): SQL[] {
  const lifted = includeLifted === true ? sql`true` : sql`s.lifted_at is null`;
  return [
    onlyLifted === true ? sql`s.lifted_at is not null` : lifted,
    ...(phone === undefined ? [] : [sql`s.phone = ${phone}`]),
    ...(purpose === undefined ? [] : [sql`s.purpose in ('', ${purpose})`]),
    ...(channel === undefined ? [] : [sql`s.channel in ('', ${channel})`]),
    ...(source === undefined ? [] : [sql`s.source = ${source}`]),
    ...(source === undefined || source === 'list' ? [] : [sql`s.source <> 'list'`]),
    ...(cursor === undefined ? [] : [sql`s.id < ${cursor}`]),
  ];
}
