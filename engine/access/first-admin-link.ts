import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { lockPeople } from './lock-people.ts';
import { writeInvite } from './write-invite.ts';

/**
 * A token with which one person makes themselves the first administrator; the one before it opens nothing any more.
 * Undefined = there are people already: whoever they are, administrators are made by an administrator, or by a key.
 */
export async function firstAdminToken(
  deps: Pick<EngineDeps, 'db'>,
  input: { actor: string },
): Promise<string | undefined> {
  return await inTransaction(deps.db, async (tx) => {
    await lockPeople(tx);
    if (await firstRow(tx, sql`select id from users limit 1`)) return undefined;
    const token = await writeInvite(tx, { purpose: 'first_admin', userId: null, createdBy: input.actor });
    await audit(tx, { actor: input.actor, action: 'user.first_admin_link', subject: 'installation:1' });
    return token;
  });
}
