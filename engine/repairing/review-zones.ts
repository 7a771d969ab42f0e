import type { Queryable } from '../../db/client.ts';
import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { LineType } from '../../domain/line-type.ts';
import { CALLING_CODES_OF_TWO, whyNoZone, type NoZoneReason } from '../../domain/number-prefix.ts';
import { findRun, type CampaignRun, type RunState } from '../campaigns/find-run.ts';
import { contactsIn } from '../counting/count-sql.ts';
import type { EngineDeps } from '../deps.ts';
import type { Assignee, AssignmentView } from '../failures/assignments.ts';
import { withAssignments, zoneKey } from '../failures/review-assignments.ts';
import { zonesOfKey } from '../planning/zones-of-key.ts';

const EXAMPLES = 3;

export interface ZoneExample {
  contactId: number;
  phone: string;
  name: string | null;
}

/** Numbers without a zone that begin alike: one repair fits them, when a person knows their place. */
export interface ZoneGroup {
  /** Digits of the area code with +1, elsewhere of the calling code. */
  prefix: string;
  numbers: number;
  /** Numbers by what keeps the prefix from telling a zone. */
  why: Partial<Record<NoZoneReason, number>>;
  examples: ZoneExample[];
}

export interface ZoneReview {
  campaignId: string;
  runState: RunState;
  /** Contacts that are not dialled because no zone is known for any number of theirs. */
  contacts: number;
  /** Most numbers first. */
  groups: (ZoneGroup & {
    /** Who looks after it. */
    assignment: AssignmentView | null;
  })[];
}

interface Found {
  prefix: string;
  lineType: LineType;
  zoneKey: string;
  numbers: number;
  examples: ZoneExample[];
}

/**
 * Who of a campaign waits for a person who knows their zone; only what the assignee looks after, where one is asked for.
 * Throws EngineError `unknown_campaign`.
 */
export async function reviewZones(
  deps: Pick<EngineDeps, 'readDb' | 'zones'>,
  input: { campaignId: string; assignee?: Assignee | undefined },
): Promise<ZoneReview> {
  const { campaignId, assignee } = input;
  const { run, groups } = await listZoneGroups(deps.readDb, deps, campaignId);
  const counted = await firstRow<{ contacts: number }>(
    deps.readDb,
    sql`select ${contactsIn(sql`${run.runId}`, ['unknown_zone'])} as contacts`,
  );
  return {
    campaignId,
    runState: run.state,
    contacts: counted?.contacts ?? 0,
    groups: await withAssignments(deps.readDb, groups, ({ prefix }) => zoneKey({ campaignId, prefix }), assignee),
  };
}

/** Throws EngineError `unknown_campaign`. */
export async function listZoneGroups(
  db: Pick<Queryable, 'execute'>,
  deps: Pick<EngineDeps, 'zones'>,
  campaignId: string,
): Promise<{ run: CampaignRun; groups: ZoneGroup[] }> {
  const run = await findRun(db, campaignId);
  const found = await rows<Found>(
    db,
    sql`
      with lost as materialized (
        select contact_id from contact_states where run_id = ${run.runId} and state = 'unknown_zone'
      ), numbers as (
        select c.id, c.phone, c.line_type, c.zone_key from lost join contacts c on c.id = lost.contact_id
        union all
        select n.contact_id, n.phone, n.line_type, n.zone_key from lost join contact_phones n on n.contact_id = lost.contact_id
      ), grouped as (
        select id, phone, line_type, zone_key, ${prefixIn(sql`phone::text`)} as prefix from numbers
      ), ranked as (
        select *, row_number() over (partition by prefix, line_type, zone_key order by id) as place from grouped
      )
      select r.prefix, r.line_type as "lineType", r.zone_key as "zoneKey", count(*)::int as numbers,
        json_agg(json_build_object('contactId', r.id, 'phone', '+' || r.phone, 'name', c.name) order by r.id)
          filter (where r.place <= ${EXAMPLES}) as examples
      from ranked r left join contacts c on c.id = r.id and r.place <= ${EXAMPLES}
      group by r.prefix, r.line_type, r.zone_key`,
  );
  return { run, groups: groupsOf(found, deps) };
}

/** The twin of prefixOf in SQL. */
export const prefixIn = (digits: ReturnType<typeof sql>) => sql`
  case when ${digits} like '1%' then left(${digits}, 4) when ${digits} like '7%' then '7'
    when left(${digits}, 2) = any(${sql.param([...CALLING_CODES_OF_TWO])}::text[]) then left(${digits}, 2) else left(${digits}, 3) end`;

function groupsOf(found: readonly Found[], { zones: table }: Pick<EngineDeps, 'zones'>): ZoneGroup[] {
  const groups = new Map<string, ZoneGroup>();
  for (const { prefix, lineType, zoneKey, numbers, examples } of found) {
    const zones = zonesOfKey(zoneKey);
    if (zones.length > 0 && zones.every((zone) => table.has(zone))) continue;
    const why = zones.length > 0 ? 'zone_not_in_data' : whyNoZone(prefix, lineType);
    const group = groups.get(prefix) ?? { prefix, numbers: 0, why: {}, examples: [] };
    group.numbers += numbers;
    group.why[why] = (group.why[why] ?? 0) + numbers;
    group.examples = [...group.examples, ...examples].sort((a, b) => a.contactId - b.contactId).slice(0, EXAMPLES);
    groups.set(prefix, group);
  }
  return [...groups.values()].sort((a, b) => b.numbers - a.numbers || (a.prefix < b.prefix ? -1 : 1));
}
