import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { unknownUser } from './change-user.ts';
import { writeInvite } from './write-invite.ts';

/**
 * A new one-time link for a person: to set a new password within 24 hours, or to join where they have not yet. The old
 * password works until then. Throws EngineError `unknown_user`, `user_disabled`.
 */
export async function resetUser(
  deps: Pick<EngineDeps, 'db'>,
  input: { userId: string; actor: string },
): Promise<{ token: string }> {
  return await inTransaction(deps.db, async (tx) => {
    const user = await firstRow<{ joined: boolean; disabled: boolean }>(
      tx,
      sql`
        select password_hash is not null as joined, disabled_at is not null as disabled
        from users where id = ${input.userId} for update`,
    );
    if (!user) throw unknownUser(input.userId);
    if (user.disabled) {
      throw new EngineError('conflict', 'user_disabled', 'This person is disabled.', { repair: 'Enable them first.' });
    }
    const purpose = user.joined ? 'reset' : 'invite';
    const token = await writeInvite(tx, { purpose, userId: input.userId, createdBy: input.actor });
    await audit(tx, { actor: input.actor, action: 'user.link', subject: `user:${input.userId}`, details: { purpose } });
    return { token };
  });
}
