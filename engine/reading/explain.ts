import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { AttemptState } from '../../domain/attempt-state.ts';
import { isTerminal, type ContactState } from '../../domain/contact-state.ts';
import type { RunState } from '../campaigns/find-run.ts';
import type { EngineDeps } from '../deps.ts';
import { unknownContact } from './contact-history.ts';
import { iso } from './iso.ts';

/** Why this contact was called, was not, or waits (L11). `code` is stable. */
export interface Explanation {
  contactId: number;
  state: ContactState;
  reason: string | null;
  code: string;
  message: string;
  /** When something can change by itself; null = only a person or an event changes it. */
  nextAt: string | null;
}

interface Facts {
  state: ContactState;
  reason: string | null;
  attemptsMade: number;
  lastOutcome: string | null;
  runState: RunState | null;
  blockedReason: string | null;
  pausedReason: string | null;
  allStopped: boolean;
  accountName: string | null;
  accountStopped: boolean;
  breakerState: string | null;
  breakerReason: string | null;
  resumeAt: string | null;
  tryAt: string | null;
  isDue: boolean;
  /** Its own row asks for no attempt before a time that is yet to come. */
  asksToWait: boolean;
  openState: AttemptState | null;
  sentAt: string | null;
}

/** Explains a contact from stored facts. Throws EngineError `unknown_contact`. */
export async function explainContact(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { contactId: number },
): Promise<Explanation> {
  const facts = await readFacts(deps, input.contactId);
  if (!facts) throw unknownContact(input.contactId);
  return { contactId: input.contactId, state: facts.state, reason: facts.reason, ...explain(facts) };
}

function explain(facts: Facts): Pick<Explanation, 'code' | 'message' | 'nextAt'> {
  const say = (code: string, message: string, nextAt: string | null = null) => ({ code, message, nextAt });
  const { state, reason } = facts;
  if (isTerminal(state)) {
    return say(
      reason ?? state,
      `Finished as "${state}"${reason ? ` (${reason})` : ''} after ${facts.attemptsMade} ${facts.attemptsMade === 1 ? 'dial' : 'dials'} in its last step.`,
    );
  }
  if (state === 'in_flight') {
    return say(
      `in_flight_${(facts.openState ?? 'unknown').toLowerCase()}`,
      facts.sentAt
        ? `An attempt is under way: ${facts.openState}, sent at ${facts.sentAt}.`
        : 'An attempt is about to be sent.',
    );
  }
  if (facts.runState === null) return say('no_campaign', 'Its list belongs to no campaign yet.');
  if (facts.runState === 'draft') return say('not_launched', 'Its campaign has not been launched.');
  if (facts.runState === 'paused') {
    return say('campaign_paused', `Its campaign is paused: ${facts.pausedReason ?? 'no reason given'}.`);
  }
  if (facts.runState === 'cancelled')
    return say('campaign_cancelled', 'Its campaign is cancelled; it ends with the next turn.');
  if (facts.allStopped) return say('installation_stopped', 'All dialing is stopped.');
  if (facts.accountStopped) return say('account_stopped', `Account ${facts.accountName} is stopped.`);
  if (facts.breakerState !== null && facts.breakerState !== 'closed') {
    return say(
      'account_breaker_open',
      `Account ${facts.accountName} waits after the provider's answers: ${facts.breakerReason ?? 'unknown'}.`,
      facts.resumeAt,
    );
  }
  if (state === 'waiting' && !facts.isDue) {
    if (facts.asksToWait)
      return say('waits_for_its_time', 'Its row asks for no attempt before a later time.', facts.tryAt);
    return facts.attemptsMade > 0
      ? say('waits_for_retry', `Tried before (${facts.lastOutcome ?? '?'}); the next try is planned.`, facts.tryAt)
      : say('waits_for_window', 'Its calling window is not open yet.', facts.tryAt);
  }
  if (facts.blockedReason !== null)
    return say(`blocked_${facts.blockedReason}`, `Its campaign waits: ${facts.blockedReason}.`);
  return state === 'ready'
    ? say('waits_for_plan', 'It is planned by the next turn of its campaign.')
    : say('waits_for_turn', 'It is due; others come first, by pace and free slots.', facts.tryAt);
}

async function readFacts(deps: Pick<EngineDeps, 'readDb'>, contactId: number): Promise<Facts | undefined> {
  return await firstRow<Facts>(
    deps.readDb,
    sql`
      with t as materialized (select outdial_now() as now)
      select s.state, s.reason, s.attempts_made as "attemptsMade", s.last_outcome as "lastOutcome",
        r.state as "runState", r.blocked_reason as "blockedReason", r.paused_reason as "pausedReason",
        exists (select from installation where stopped_at is not null) as "allStopped",
        p.name as "accountName", coalesce(p.stopped_at is not null, false) as "accountStopped",
        p.breaker_state as "breakerState", p.breaker_reason as "breakerReason", ${iso(sql`p.resume_at`)} as "resumeAt",
        ${iso(sql`d.try_at`)} as "tryAt", coalesce(d.try_at <= t.now, false) as "isDue",
        coalesce((o.overrides ->> 'sendAtMs')::double precision > to_ms(t.now), false) as "asksToWait",
        a.state as "openState", ${iso(sql`a.sent_at`)} as "sentAt"
      from t
      join contact_states s on s.contact_id = ${contactId}
      join contacts o on o.id = s.contact_id
      left join runs r on r.id = s.run_id
      left join campaigns c on c.id = r.campaign_id
      left join provider_accounts p on p.id = (c.settings -> 'steps' -> s.step ->> 'accountId')::uuid
      left join lateral (select try_at from due where contact_id = s.contact_id order by try_at limit 1) d on true
      left join lateral (
        select x.state, x.sent_at from attempts x join open_attempts o on o.attempt_id = x.id
        where x.contact_id = s.contact_id order by x.id desc limit 1
      ) a on true`,
  );
}
