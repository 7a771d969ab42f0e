import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { tokenHash } from './session-token.ts';
import { IDLE_HOURS, type Person } from './start-session.ts';

interface SessionRow extends Person {
  over: boolean;
  stampDue: boolean;
}

/**
 * Whose session this is; undefined = there is none of this token, or it is over: signed out, not used for 12 hours,
 * a week old, or its person disabled. Stamps its use, at most once a minute.
 */
export async function verifySession(deps: Pick<EngineDeps, 'db'>, token: string): Promise<Person | undefined> {
  const sha256 = tokenHash(token);
  if (sha256 === undefined) return undefined;
  const found = await firstRow<SessionRow>(
    deps.db,
    sql`
      with t as materialized (select outdial_now() as now)
      select u.id, u.name, u.email, u.role,
        s.ended_at is not null or u.disabled_at is not null or s.expires_at <= t.now
          or s.last_seen_at <= t.now - make_interval(hours => ${IDLE_HOURS}) as over,
        s.last_seen_at < t.now - interval '1 minute' as "stampDue"
      from t, sessions s join users u on u.id = s.user_id where s.token_sha256 = ${sha256}`,
  );
  if (!found || found.over) return undefined;
  if (found.stampDue) {
    await deps.db.execute(sql`
      with t as materialized (select outdial_now() as now),
        seen as (update users u set last_seen_at = t.now from t where u.id = ${found.id})
      update sessions s set last_seen_at = t.now from t where s.token_sha256 = ${sha256}`);
  }
  return { id: found.id, name: found.name, email: found.email, role: found.role };
}
