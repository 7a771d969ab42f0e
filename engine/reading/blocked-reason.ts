import { sql, type SQL } from 'drizzle-orm';

/**
 * What a run `r` of a campaign `c` waits for. A breaker is no reason by itself: what opened it is (`no_credit`,
 * `rate_limited`, `overdrawn` ...), of the first step whose account has one open.
 */
export const BLOCKED_REASON: SQL = sql`
  case when r.blocked_reason = 'breaker' then coalesce((
    select a.breaker_reason
    from jsonb_array_elements(c.settings -> 'steps') with ordinality as steps (step, place)
      join provider_accounts a on a.id = (steps.step ->> 'accountId')::uuid
    where a.breaker_state <> 'closed' order by steps.place limit 1
  ), r.blocked_reason) else r.blocked_reason end`;
