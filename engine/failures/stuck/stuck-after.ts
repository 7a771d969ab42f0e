import { sql, type SQL } from 'drizzle-orm';

/** The sender records what became of a POST within 20 s; a minute more is a sender that is gone. */
const SENDING_SECONDS = 60;
/** A text's receipt, or the provider's list that shows a doubtful dial, comes within seconds; then it is overdue. */
const ANSWER_SECONDS = 120;
/** Beyond the longest call that there can be. */
const CALL_SLACK_SECONDS = 60;

/**
 * Seconds without an event after which an open attempt is stuck, over `a` (attempts), `c` (campaigns) and `p`
 * (provider_accounts): no sooner than the longest that it may rightly be silent. A call says nothing while it rings and
 * is talked, so its time is the provider's queue, the ringing and the longest call.
 */
export const STUCK_AFTER: SQL = sql`
  case when a.state = 'SENDING' then ${SENDING_SECONDS}
    when a.state = 'UNKNOWN' or a.channel = 'sms' then p.provider_queue_seconds + ${ANSWER_SECONDS}
    else p.provider_queue_seconds + coalesce((c.settings ->> 'ringingTimeoutSeconds')::int, 30)
      + 60 * greatest((c.settings ->> 'maxCallMinutes')::int, p.max_call_minutes) + ${CALL_SLACK_SECONDS} end`;

/** The same where a person says how many minutes are too long; a sender that may still be at work is left alone. */
export const stuckAfterMinutes = (minutes: number): SQL =>
  sql`case when a.state = 'SENDING' then greatest(${SENDING_SECONDS}, ${minutes * 60}::int) else ${minutes * 60}::int end`;

/** When it last said something. */
export const LAST_EVENT: SQL = sql`
  greatest(a.created_at, a.gated_at, a.sent_at, a.accepted_at,
    (select max(e.received_at) from provider_events e where e.attempt_id = a.id))`;

/** The policy as a sentence, for people. */
export const STUCK_WORDS = {
  sending: `${SENDING_SECONDS} s after it was let go, when its sender never said what became of it`,
  unknown: `the provider's queue and ${ANSWER_SECONDS} s after an answer that was no answer`,
  sms: `the provider's queue and ${ANSWER_SECONDS} s after the last event of a text`,
  call: `the provider's queue, the ringing, the longest possible call and ${CALL_SLACK_SECONDS} s after the last event of a call`,
} as const;
