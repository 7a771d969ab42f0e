import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { tokenHash } from './session-token.ts';
import { IDLE_HOURS } from './start-session.ts';

export interface SessionView {
  /** The beginning of the hash under which it is stored: it opens nothing. */
  id: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  address: string | null;
  userAgent: string | null;
  /** The one that asks. */
  isThis: boolean;
}

/** Enough of the hash to tell the sessions of one person apart. */
export const SESSION_ID_CHARACTERS = 16;

/** Where a person is signed in now, the newest use first. As the app role: the reading one sees no sessions. */
export async function listSessions(
  deps: Pick<EngineDeps, 'db'>,
  input: { userId: string; token: string },
): Promise<SessionView[]> {
  return await rows(
    deps.db,
    sql`
      with t as materialized (select outdial_now() as now)
      select left(s.token_sha256, ${SESSION_ID_CHARACTERS}) as id, ${iso(sql`s.created_at`)} as "createdAt",
        ${iso(sql`s.last_seen_at`)} as "lastSeenAt", ${iso(sql`s.expires_at`)} as "expiresAt", s.address,
        s.user_agent as "userAgent", s.token_sha256 = ${tokenHash(input.token) ?? ''} as "isThis"
      from t, sessions s
      where s.user_id = ${input.userId} and s.ended_at is null and s.expires_at > t.now
        and s.last_seen_at > t.now - make_interval(hours => ${IDLE_HOURS})
      order by s.last_seen_at desc limit 100`,
  );
}
