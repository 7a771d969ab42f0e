import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { tokenHash } from './session-token.ts';

/** Ends this one session; others of the person stay. Signing out twice is once. */
export async function signOut(deps: Pick<EngineDeps, 'db'>, input: { token: string; actor: string }): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const userId = await endSession(tx, input.token);
    if (userId === undefined) return;
    await audit(tx, { actor: input.actor, action: 'session.end', subject: `user:${userId}` });
  });
}

/** Whose session it was; undefined = it had ended, or never was. */
export async function endSession(tx: Pick<Queryable, 'execute'>, token: string): Promise<string | undefined> {
  const ended = await firstRow<{ userId: string }>(
    tx,
    sql`
      update sessions set ended_at = (select outdial_now())
      where token_sha256 = ${tokenHash(token) ?? null} and ended_at is null returning user_id as "userId"`,
  );
  return ended?.userId;
}

/** Ends every session of a person, but for the one with this token. */
export async function endSessionsOf(
  tx: Pick<Queryable, 'execute'>,
  userId: string,
  exceptToken?: string,
): Promise<void> {
  await tx.execute(sql`
    update sessions set ended_at = (select outdial_now())
    where user_id = ${userId} and ended_at is null
      and token_sha256 is distinct from ${exceptToken === undefined ? null : (tokenHash(exceptToken) ?? null)}`);
}
