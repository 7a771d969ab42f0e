import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import { unknownReview } from '../../answering/decide-review.ts';
import type { EngineDeps } from '../../deps.ts';
import { findAssignee } from './find-assignee.ts';

export interface ReviewsToAssign {
  reviewIds: readonly string[];
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

interface Row {
  id: string;
  isOpen: boolean;
  assignmentId: string | null;
  userId: string | null;
  note: string | null;
}

/**
 * Says who looks after reviews; whoever did so until now is relieved. All of them or, where one does not exist, none.
 * Throws EngineError `unknown_review`, `unknown_user`, `user_disabled`.
 */
export async function assignReviews(deps: Pick<EngineDeps, 'db'>, input: ReviewsToAssign): Promise<AssignedReviews> {
  const { userId, actor } = input;
  const note = input.note ?? null;
  const wanted = [...new Set(input.reviewIds)];
  return await inTransaction(deps.db, async (tx) => {
    // Their rows are the lock: two who assign at once do so one after the other.
    const locked = await rows<{ id: string }>(
      tx,
      sql`select id from reviews where id = any(${sql.param(wanted)}::uuid[]) order by id for no key update`,
    );
    const known = new Set(locked.map(({ id }) => id));
    const missing = wanted.find((id) => !known.has(id));
    if (missing !== undefined) throw unknownReview(missing);
    const assignee = userId === null ? null : await findAssignee(tx, userId);
    const found = await rows<Row>(
      tx,
      sql`select r.id, r.state = 'open' as "isOpen", n.id as "assignmentId", n.user_id as "userId", n.note
          from reviews r left join assignments n on n.kind = 'review' and n.key = r.id::text and n.ended_at is null
          where r.id = any(${sql.param(wanted)}::uuid[])`,
    );
    const open = found.filter(({ isOpen }) => isOpen);
    const changed = open.filter((row) => row.userId !== userId || (userId !== null && row.note !== note));
    const before = changed.flatMap(({ assignmentId }) => assignmentId ?? []);
    await tx.execute(sql`update assignments set ended_at = outdial_now(), ended_by = ${actor}
      where id = any(${sql.param(before)}::uuid[])`);
    if (userId !== null) {
      await tx.execute(sql`insert into assignments (kind, key, user_id, note, created_by)
        select 'review', id, ${userId}, ${note}, ${actor} from unnest(${sql.param(changed.map(({ id }) => id))}::text[]) as r (id)`);
    }
    const action = userId === null ? 'review.unassign' : 'review.assign';
    for (const row of changed) {
      const details = { to: assignee, userId, before: row.userId };
      await audit(tx, { actor, action, subject: `review:${row.id}`, reason: input.note, details });
    }
    return { assigned: changed.length, already: open.length - changed.length, decided: found.length - open.length };
  });
}
