import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import { iso } from '../reading/iso.ts';
import { noteHolds, type FailureScope } from './scope.ts';

/** Who looks after something. */
export interface AssignmentView {
  id: string;
  /** `disabled`: that person cannot sign in any more, so somebody else has to take over. */
  user: { id: string; name: string; email: string; disabled: boolean };
  note: string | null;
  by: string;
  at: string;
}

/** Of a group. */
export interface GroupAssignment extends AssignmentView {
  cause: string;
  /** Null = in all campaigns, where the campaign has none of its own. */
  campaignId: string | null;
  campaignName: string | null;
}

/** Columns of an AssignmentView, over `n` (assignments) joined with `u` (users). */
export const ASSIGNMENT_COLUMNS: SQL = sql`
  n.id, jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email, 'disabled', u.disabled_at is not null) as user,
  n.note, n.created_by as by, ${iso(sql`n.created_at`)} as at`;
export const GROUP_COLUMNS: SQL = sql`
  ${ASSIGNMENT_COLUMNS}, n.key as cause, n.campaign_id as "campaignId", k.name as "campaignName"`;
/** The tables of GROUP_COLUMNS, with the open assignments of groups. */
export const OPEN_GROUPS: SQL = sql`
  assignments n join users u on u.id = n.user_id left join campaigns k on k.id = n.campaign_id
  where n.kind = 'group' and n.ended_at is null`;

/**
 * Who looks after groups: in a campaign's view what holds there, its own before that of all campaigns; in the view of all
 * campaigns every one, that of all campaigns first.
 */
export async function readAssignments(
  db: Pick<Queryable, 'execute'>,
  scope: FailureScope,
): Promise<Map<string, GroupAssignment[]>> {
  const isAll = scope.campaignId === undefined;
  const found = await rows<GroupAssignment>(
    db,
    sql`select ${GROUP_COLUMNS} from ${OPEN_GROUPS} and ${isAll ? sql`true` : noteHolds('n', scope)}
        order by n.campaign_id ${isAll ? sql`nulls first` : sql`nulls last`}, n.id`,
  );
  const byCause = new Map<string, GroupAssignment[]>();
  for (const assignment of found) {
    const same = byCause.get(assignment.cause);
    if (same === undefined) byCause.set(assignment.cause, [assignment]);
    else if (isAll) same.push(assignment);
  }
  return byCause;
}

/** A person's id, or `none`: nobody looks after it. */
export type Assignee = string;

/** Pure: whether one of them is this person; `none`: whether there is none. */
export const isAssigned = (assignments: readonly AssignmentView[], assignee: Assignee): boolean =>
  assignee === 'none' ? assignments.length === 0 : assignments.some(({ user }) => user.id === assignee);
