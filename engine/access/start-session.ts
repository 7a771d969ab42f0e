import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Role } from '../../domain/role.ts';
import { newToken } from './session-token.ts';

/** Whatever is done with a session, it ends after this long. */
export const SESSION_DAYS = 7;
/** Not used for this long, it ends earlier. */
export const IDLE_HOURS = 12;

const LONGEST_AGENT = 300;

export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
}

/** From where somebody signs in, as far as it is known. */
export interface SignInFrom {
  address: string | null;
  userAgent: string | null;
}

export interface StartedSession {
  /** For the cookie; told this once. */
  token: string;
  user: Person;
}

/**
 * Begins a session with a new token, so that nobody can plant one before. Undefined = the person was disabled, or the
 * password changed, since it was looked at.
 */
export async function startSession(
  tx: Transaction,
  input: { userId: string; passwordHash: string; from: SignInFrom },
): Promise<StartedSession | undefined> {
  const { token, sha256 } = newToken();
  const user = await firstRow<Person>(
    tx,
    sql`
      with t as materialized (select outdial_now() as now)
      update users u set last_seen_at = t.now
      from t
      where u.id = ${input.userId} and u.disabled_at is null and u.password_hash = ${input.passwordHash}
      returning u.id, u.name, u.email, u.role`,
  );
  if (!user) return undefined;
  await tx.execute(sql`
    with t as materialized (select outdial_now() as now)
    insert into sessions (token_sha256, user_id, last_seen_at, expires_at, address, user_agent)
    select ${sha256}, ${user.id}, t.now, t.now + make_interval(days => ${SESSION_DAYS}), ${input.from.address},
      ${input.from.userAgent?.slice(0, LONGEST_AGENT) ?? null}
    from t`);
  return { token, user };
}
