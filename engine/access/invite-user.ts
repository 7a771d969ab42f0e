import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Role } from '../../domain/role.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { lockPeople } from './lock-people.ts';
import { writeInvite } from './write-invite.ts';

export interface Invitation {
  email: string;
  name: string;
  role: Role;
  actor: string;
}

/**
 * Adds a person, who sets a password under the one-time link of this token within seven days. Throws EngineError
 * `email_taken`.
 */
export async function inviteUser(
  deps: Pick<EngineDeps, 'db'>,
  { name, role, actor, ...input }: Invitation,
): Promise<{ userId: string; token: string }> {
  const email = input.email.toLowerCase();
  return await inTransaction(deps.db, async (tx) => {
    // Whoever opens the first administrator's link at this moment comes before or finds it dead.
    await lockPeople(tx);
    const made = await firstRow<{ id: string }>(
      tx,
      sql`
        insert into users (email, name, role, created_by) values (${email}, ${name}, ${role}, ${actor})
        on conflict (email) do nothing returning id`,
    );
    if (!made) {
      throw new EngineError('conflict', 'email_taken', `There is somebody with the email ${email} already.`, {
        repair: 'For a new link, reset that person; one who is disabled can be enabled again.',
      });
    }
    const token = await writeInvite(tx, { purpose: 'invite', userId: made.id, createdBy: actor });
    await audit(tx, { actor, action: 'user.invite', subject: `user:${made.id}`, details: { email, role } });
    return { userId: made.id, token };
  });
}
