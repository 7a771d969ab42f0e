import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { GROUP_COLUMNS, OPEN_GROUPS, type Assignee, type GroupAssignment } from '../assignments.ts';

/** Every group that somebody looks after, or that one person does; the newest first. `none` has nothing. */
export async function listAssignments(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { assignee?: Assignee | undefined },
): Promise<GroupAssignment[]> {
  if (input.assignee === 'none') return [];
  const ofUser = input.assignee === undefined ? sql`true` : sql`n.user_id = ${input.assignee}`;
  return await rows(
    deps.readDb,
    sql`select ${GROUP_COLUMNS} from ${OPEN_GROUPS} and ${ofUser} order by n.id desc limit 500`,
  );
}
