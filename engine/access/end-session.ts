import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { SESSION_ID_CHARACTERS } from './list-sessions.ts';

/** Signs a person out in one browser, from another one. One that is over already is no error. */
export async function endOwnSession(
  deps: Pick<EngineDeps, 'db'>,
  input: { userId: string; sessionId: string; actor: string },
): Promise<{ ended: number }> {
  return await inTransaction(deps.db, async (tx) => {
    const ended = await rows(
      tx,
      sql`
        update sessions set ended_at = (select outdial_now())
        where user_id = ${input.userId} and ended_at is null
          and left(token_sha256, ${SESSION_ID_CHARACTERS}) = ${input.sessionId}
        returning 1 as one`,
    );
    if (ended.length > 0) {
      await audit(tx, { actor: input.actor, action: 'session.end', subject: `user:${input.userId}` });
    }
    return { ended: ended.length };
  });
}
