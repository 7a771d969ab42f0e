import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import { unknownUser } from '../../access/change-user.ts';
import { EngineError } from '../../error.ts';

/** The email of who is to look after something. Throws EngineError `unknown_user`, `user_disabled`. */
export async function findAssignee(tx: Transaction, userId: string): Promise<string> {
  const user = await firstRow<{ email: string; disabled: boolean }>(
    tx,
    sql`select email, disabled_at is not null as disabled from users where id = ${userId} for share`,
  );
  if (!user) throw unknownUser(userId);
  if (!user.disabled) return user.email;
  throw new EngineError('conflict', 'user_disabled', `${user.email} is disabled and would not see it.`, {
    repair: 'Choose somebody else, or enable them first.',
  });
}
