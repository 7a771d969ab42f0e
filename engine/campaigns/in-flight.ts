import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';

/** What a pause, stop, cancel or opt-out cannot take back any more (L10). */
export interface InFlight {
  /** Calls and texts on their way or live: SENDING, ACCEPTED, UNKNOWN. */
  inFlight: number;
  /** Claimed and not yet sent: each begins within a second of this answer, or never. */
  mayStillBegin: number;
  /** When the last of them can end at the latest; null when there is none. */
  lastCanEndAt: string | null;
}

/** A text is over when the provider has taken it; this covers the time-out of its request. */
const TEXT_SECONDS = 60;

/**
 * Counts what is open, narrowed by a condition on `o` (open_attempts). Run it in a statement of its own, after the
 * commit of what it answers for: then nothing that it does not count can begin.
 */
export async function countInFlight(db: Pick<Queryable, 'execute'>, where: SQL): Promise<InFlight> {
  const row = await firstRow<{ inFlight: number; mayStillBegin: number; lastMs: number | null }>(
    db,
    sql`
      select
        count(*) filter (where a.state in ('SENDING', 'ACCEPTED', 'UNKNOWN'))::int as "inFlight",
        count(*) filter (where a.state = 'INTENT')::int as "mayStillBegin",
        to_ms(max(
          coalesce(a.sent_at, a.gated_at, a.granted_at) + make_interval(secs =>
            case when a.channel = 'sms' then ${TEXT_SECONDS}
            else p.provider_queue_seconds + (c.settings ->> 'ringingTimeoutSeconds')::int
              + 60 * greatest(p.max_call_minutes, (c.settings ->> 'maxCallMinutes')::int)
            end)
        )) as "lastMs"
      from open_attempts o
      join attempts a on a.id = o.attempt_id
      join provider_accounts p on p.id = a.account_id
      join runs r on r.id = a.run_id
      join campaigns c on c.id = r.campaign_id
      where o.phase = 'live' and ${where}`,
  );
  return {
    inFlight: row?.inFlight ?? 0,
    mayStillBegin: row?.mayStillBegin ?? 0,
    lastCanEndAt: row?.lastMs == null ? null : new Date(row.lastMs).toISOString(),
  };
}
