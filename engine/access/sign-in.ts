import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { isPassword } from './hash-password.ts';
import { beginTry, forgetTry } from './login-limits.ts';
import { endSession } from './sign-out.ts';
import { startSession, type SignInFrom, type StartedSession } from './start-session.ts';

export interface SignIn {
  email: string;
  password: string;
  from: SignInFrom;
  /** The session that this browser had until now: it ends. */
  oldToken?: string | undefined;
}

export type SignInVerdict =
  | { ok: true; session: StartedSession }
  /** Unknown, disabled, not joined yet, or a wrong password: told apart to nobody, nor by the time that it takes. */
  | { ok: false; reason: 'wrong' }
  | { ok: false; reason: 'limited'; retryAfterSeconds: number };

/** Signs a person in. Throws EngineError `sign_in_busy`. */
export async function signIn(deps: Pick<EngineDeps, 'db'>, input: SignIn): Promise<SignInVerdict> {
  const email = input.email.toLowerCase();
  const tried = { email, address: input.from.address };
  const verdict = await beginTry(deps, tried);
  if (!verdict.ok) return { ok: false, reason: 'limited', retryAfterSeconds: verdict.retryAfterSeconds };
  const user = await firstRow<{ id: string; passwordHash: string | null }>(
    deps.db,
    sql`select id, password_hash as "passwordHash" from users where email = ${email} and disabled_at is null`,
  );
  const right = await isPassword(user?.passwordHash ?? null, input.password);
  if (!right || !user?.passwordHash) return { ok: false, reason: 'wrong' };
  const { id: userId, passwordHash } = user;
  const session = await inTransaction(deps.db, async (tx) => {
    const started = await startSession(tx, { userId, passwordHash, from: input.from });
    if (!started) return undefined;
    if (input.oldToken !== undefined) await endSession(tx, input.oldToken);
    await forgetTry(tx, tried, verdict.atMs);
    await audit(tx, { actor: `user:${email}`, action: 'session.begin', subject: `user:${userId}` });
    return started;
  });
  return session ? { ok: true, session } : { ok: false, reason: 'wrong' };
}
