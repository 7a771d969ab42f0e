import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import type { Channel } from '../../domain/channel.ts';
import type { ConsentClass } from '../../domain/law/law-rule.ts';
import type { ConsentGap } from '../repairing/consent-verdicts.ts';
import { ASSIGNMENT_COLUMNS, isAssigned, type Assignee, type AssignmentView } from './assignments.ts';

/** Contacts of a campaign without a zone whose numbers begin alike. */
export interface ZoneItem {
  campaignId: string;
  prefix: string;
}

/** Contacts of a campaign that lack the same consent. */
export interface ConsentItem {
  campaignId: string;
  missing: ConsentGap;
  channel: Channel;
  wanted: ConsentClass;
}

/** What an assignment of kind `review` is kept under; of a review and of a parked attempt it is their id. */
export const zoneKey = ({ campaignId, prefix }: ZoneItem): string => `zone:${campaignId}:${prefix}`;
export const consentKey = ({ campaignId, missing, channel, wanted }: ConsentItem): string =>
  `consent:${campaignId}:${missing}:${channel}:${wanted}`;

const OPEN: SQL = sql`assignments n join users u on u.id = n.user_id where n.kind = 'review' and n.ended_at is null`;

/** Who looks after what is kept under a key, as a value of an AssignmentView; null = nobody. */
export const assignmentOf = (key: SQL): SQL =>
  sql`(select to_jsonb(o) from (select ${ASSIGNMENT_COLUMNS} from ${OPEN} and n.key = ${key}) o)`;

/** Whether this person looks after what is kept under a key; of `none`, whether nobody does. */
export const isAssignedTo = (key: SQL, assignee: Assignee): SQL =>
  assignee === 'none'
    ? sql`not exists (select from ${OPEN} and n.key = ${key})`
    : sql`${key} in (select n.key from ${OPEN} and n.user_id = ${assignee})`;

/** Groups with who looks after each; only those of the assignee, where one is asked for. */
export async function withAssignments<Group>(
  db: Pick<Queryable, 'execute'>,
  groups: readonly Group[],
  keyOf: (group: Group) => string,
  assignee: Assignee | undefined,
): Promise<(Group & { assignment: AssignmentView | null })[]> {
  const keys = groups.map(keyOf);
  const found = await rows<{ key: string; assignment: AssignmentView }>(
    db,
    sql`select k.key, ${assignmentOf(sql`k.key`)} as assignment from unnest(${sql.param(keys)}::text[]) k (key)`,
  );
  const byKey = new Map(found.map(({ key, assignment }) => [key, assignment]));
  return groups
    .map((group) => ({ ...group, assignment: byKey.get(keyOf(group)) ?? null }))
    .filter(({ assignment }) => assignee === undefined || isAssigned(assignment ? [assignment] : [], assignee));
}
