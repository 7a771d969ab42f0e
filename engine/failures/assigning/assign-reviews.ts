import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { lockGroup } from '../scope.ts';
import { findAssignee } from './find-assignee.ts';
import { findItems, type ItemsToAssign } from './find-items.ts';

export interface ReviewsToAssign {
  what: ItemsToAssign;
  /** Null = nobody any more. */
  userId: string | null;
  note?: string | undefined;
  actor: string;
}

export interface AssignedReviews {
  assigned: number;
  /** It was so before. */
  already: number;
  /** Somebody decided them meanwhile: nothing is left to look after. */
  decided: number;
}

interface Current {
  key: string;
  id: string;
  userId: string;
  note: string | null;
}

/**
 * Says who looks after what waits for a person; whoever did so until now is relieved. All of it or, where something does
 * not exist or never waited, none. Throws EngineError `unknown_review`, `unknown_attempt`, `unknown_campaign`,
 * `attempt_not_parked`, `unknown_group`, `unknown_user`, `user_disabled`.
 */
export async function assignReviews(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'law'>,
  input: ReviewsToAssign,
): Promise<AssignedReviews> {
  const { what, userId, actor } = input;
  const note = input.note ?? null;
  return await inTransaction(deps.db, async (tx) => {
    // Two who assign at once do so one after the other.
    await lockGroup(tx, 'review');
    const items = await findItems(tx, deps, what);
    const assignee = userId === null ? null : await findAssignee(tx, userId);
    const found = await rows<Current>(
      tx,
      sql`select key, id, user_id as "userId", note from assignments
          where kind = 'review' and ended_at is null and key = any(${sql.param(items.map(({ key }) => key))}::text[])`,
    );
    const currentOf = new Map(found.map((current) => [current.key, current]));
    // It is taken back from somebody also where nothing of it is left.
    const open = items.filter(({ key, isOpen }) => isOpen || (userId === null && currentOf.has(key)));
    const changed = open.filter(({ key }) => {
      const current = currentOf.get(key);
      return (current?.userId ?? null) !== userId || (userId !== null && current?.note !== note);
    });
    const before = changed.flatMap(({ key }) => currentOf.get(key)?.id ?? []);
    await tx.execute(sql`update assignments set ended_at = outdial_now(), ended_by = ${actor}
      where id = any(${sql.param(before)}::uuid[])`);
    if (userId !== null) {
      await tx.execute(sql`insert into assignments (kind, key, user_id, note, created_by)
        select 'review', key, ${userId}, ${note}, ${actor} from unnest(${sql.param(changed.map(({ key }) => key))}::text[]) as r (key)`);
    }
    const action = userId === null ? 'review.unassign' : 'review.assign';
    for (const { key, subject, details } of changed) {
      const whom = { to: assignee, userId, before: currentOf.get(key)?.userId ?? null };
      await audit(tx, { actor, action, subject, reason: input.note, details: { ...details, ...whom } });
    }
    return { assigned: changed.length, already: open.length - changed.length, decided: items.length - open.length };
  });
}
