import { sql } from 'drizzle-orm';
import type { Transaction } from '../../db/transaction.ts';
import { newToken } from './session-token.ts';

export type InvitePurpose = 'first_admin' | 'invite' | 'reset';

/** How long a link works. An invitation waits in somebody's mail; the others open what exists already. */
const HOURS: Record<InvitePurpose, number> = { first_admin: 24, invite: 7 * 24, reset: 24 };

/** Writes a one-time link and ends the earlier ones for the same person. The token is told this once. */
export async function writeInvite(
  tx: Transaction,
  input: { purpose: InvitePurpose; userId: string | null; createdBy: string },
): Promise<string> {
  const { token, sha256 } = newToken();
  await endInvites(tx, input.userId);
  await tx.execute(sql`
    insert into invites (token_sha256, purpose, user_id, created_by, expires_at)
    values (${sha256}, ${input.purpose}, ${input.userId}, ${input.createdBy},
      (select outdial_now()) + make_interval(hours => ${HOURS[input.purpose]}))`);
  return token;
}

/** Links for this person that were not used open nothing any more; null = those for the first administrator. */
export async function endInvites(tx: Transaction, userId: string | null): Promise<void> {
  await tx.execute(sql`
    with t as materialized (select outdial_now() as now)
    update invites i set expires_at = t.now
    from t
    where i.user_id is not distinct from ${userId}::uuid and i.used_at is null and i.expires_at > t.now`);
}
