import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { checkPassword } from './check-password.ts';
import { hashPassword, isPassword } from './hash-password.ts';
import { beginTry, forgetTry } from './login-limits.ts';
import { endSessionsOf } from './sign-out.ts';

export interface PasswordChange {
  user: { id: string; email: string };
  current: string;
  next: string;
  /** The session that asks: it stays, all others of the person end. */
  token: string;
  actor: string;
}

export type PasswordVerdict = { ok: true } | { ok: false; retryAfterSeconds: number };

/**
 * Changes a person's own password. Wrong current ones count like wrong sign-ins. Throws EngineError `password_wrong`,
 * `password_too_short` and the like, `sign_in_busy`.
 */
export async function changePassword(
  deps: Pick<EngineDeps, 'db'>,
  { user, current, next, token, actor }: PasswordChange,
): Promise<PasswordVerdict> {
  checkPassword(next, user);
  const tried = { email: user.email, address: null };
  const verdict = await beginTry(deps, tried);
  if (!verdict.ok) return verdict;
  const stored = await firstRow<{ passwordHash: string | null }>(
    deps.db,
    sql`select password_hash as "passwordHash" from users where id = ${user.id}`,
  );
  const wrong = (): EngineError =>
    new EngineError('invalid', 'password_wrong', 'The current password is not this one.', {
      repair: 'Type it again, or ask an administrator for a link to set a new one.',
    });
  const before = stored?.passwordHash ?? null;
  if (!(await isPassword(before, current))) throw wrong();
  const after = await hashPassword(next);
  await inTransaction(deps.db, async (tx) => {
    const changed = await firstRow(
      tx,
      sql`update users set password_hash = ${after} where id = ${user.id} and password_hash = ${before} returning id`,
    );
    if (!changed) throw wrong();
    await endSessionsOf(tx, user.id, token);
    await forgetTry(tx, tried, verdict.atMs);
    await audit(tx, { actor, action: 'user.password', subject: `user:${user.id}` });
  });
  return { ok: true };
}
