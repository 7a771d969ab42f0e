import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { Role } from '../../domain/role.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { lockPeople } from './lock-people.ts';
import { endSessionsOf } from './sign-out.ts';
import { endInvites } from './write-invite.ts';

export interface UserChange {
  userId: string;
  role?: Role | undefined;
  name?: string | undefined;
  disabled?: boolean | undefined;
  actor: string;
}

export const unknownUser = (userId: string): EngineError =>
  new EngineError('not_found', 'unknown_user', `There is nobody with the id ${userId}.`, {
    repair: 'List the people to find the id.',
  });

/**
 * Changes a person's role or name, disables or enables them. Their next request is judged by it; disabling ends their
 * sessions and links. Throws EngineError `unknown_user`, `last_admin`.
 */
export async function changeUser(deps: Pick<EngineDeps, 'db'>, input: UserChange): Promise<void> {
  const { userId, role, name, disabled, actor } = input;
  await inTransaction(deps.db, async (tx) => {
    await lockPeople(tx);
    const before = await firstRow<{ role: Role; name: string; disabled: boolean; joined: boolean }>(
      tx,
      sql`
        select role, name, disabled_at is not null as disabled, password_hash is not null as joined
        from users where id = ${userId} for update`,
    );
    if (!before) throw unknownUser(userId);
    const administers = before.role === 'admin' && before.joined && !before.disabled;
    const willNot = (role ?? before.role) !== 'admin' || disabled === true;
    if (administers && willNot) await refuseLastAdmin(tx, userId);
    await tx.execute(sql`
      update users set role = coalesce(${role ?? null}, role), name = coalesce(${name ?? null}, name),
        disabled_at = case ${disabled ?? null}::boolean
          when true then coalesce(disabled_at, (select outdial_now())) when false then null else disabled_at end
      where id = ${userId}`);
    if (disabled === true) {
      await endSessionsOf(tx, userId);
      await endInvites(tx, userId);
    }
    await audit(tx, {
      actor,
      action: 'user.change',
      subject: `user:${userId}`,
      details: {
        ...(role === undefined ? {} : { role, roleBefore: before.role }),
        ...(name === undefined ? {} : { name }),
        ...(disabled === undefined ? {} : { disabled }),
      },
    });
  });
}

async function refuseLastAdmin(tx: Transaction, userId: string): Promise<void> {
  const other = await firstRow(
    tx,
    sql`
      select id from users
      where role = 'admin' and disabled_at is null and password_hash is not null and id <> ${userId} limit 1`,
  );
  if (other) return;
  throw new EngineError('conflict', 'last_admin', 'This is the only administrator who can sign in.', {
    repair: 'Make somebody else an administrator first.',
  });
}
