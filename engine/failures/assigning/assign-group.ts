import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { noFailures } from '../no-failures.ts';
import { readCauseCounts, readOpenContacts } from '../read-counts.ts';
import { checkScope, lockGroup, type FailureScope } from '../scope.ts';
import { findAssignee } from './find-assignee.ts';

export interface GroupToAssign {
  /** Null = in all campaigns. */
  campaignId: string | null;
  cause: string;
  /** Null = nobody any more. */
  userId: string | null;
  note?: string | undefined;
  actor: string;
}

export interface AssignedGroup {
  /** Null: nobody looks after it now. */
  assignmentId: string | null;
  /** It was so before. */
  already: boolean;
}

interface Current {
  id: string;
  userId: string;
  note: string | null;
}

/**
 * Says who looks after a group, in one campaign or in all; whoever did so until now is relieved. Nothing is hidden or
 * dialled by it. Throws EngineError `unknown_campaign`, `no_failures`, `unknown_user`, `user_disabled`.
 */
export async function assignGroup(deps: Pick<EngineDeps, 'db'>, input: GroupToAssign): Promise<AssignedGroup> {
  const { campaignId, cause, userId, actor } = input;
  const note = input.note ?? null;
  const scope = { campaignId: campaignId ?? undefined };
  return await inTransaction(deps.db, async (tx) => {
    await checkScope(tx, scope);
    await lockGroup(tx, cause);
    const current = await firstRow<Current>(
      tx,
      sql`select id, user_id as "userId", note from assignments
          where kind = 'group' and key = ${cause} and campaign_id is not distinct from ${campaignId}::uuid and ended_at is null`,
    );
    if ((current?.userId ?? null) === userId && (userId === null || current?.note === note)) {
      return { assignmentId: current?.id ?? null, already: true };
    }
    const assignee = userId === null ? null : await findAssignee(tx, userId);
    if (assignee !== null) await refuseUnknown(tx, scope, cause);
    await tx.execute(
      sql`update assignments set ended_at = outdial_now(), ended_by = ${actor} where id = ${current?.id ?? null}::uuid`,
    );
    const made =
      userId === null
        ? undefined
        : await firstRow<{ id: string }>(
            tx,
            sql`insert into assignments (kind, key, campaign_id, user_id, note, created_by)
                values ('group', ${cause}, ${campaignId}, ${userId}, ${note}, ${actor}) returning id`,
          );
    await audit(tx, {
      actor,
      action: userId === null ? 'failure.unassign' : 'failure.assign',
      subject: `assignment:${made?.id ?? current?.id ?? ''}`,
      reason: input.note,
      details: { cause, campaignId, to: assignee, userId, before: current?.userId ?? null },
    });
    return { assignmentId: made?.id ?? null, already: false };
  });
}

/** A cause that was mistyped would be looked after for ever, and nobody would see it. */
async function refuseUnknown(tx: Transaction, scope: FailureScope, cause: string): Promise<void> {
  if ((await readCauseCounts(tx, scope, cause)).length > 0) return;
  if ((await readOpenContacts(tx, scope, cause)).length === 0) throw noFailures(cause);
}
