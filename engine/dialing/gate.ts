import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { suppressionHolds } from '../consent/holding.ts';
import { consentHolds } from '../consent/records/consent-holds.ts';
import { capReached, capsOf } from './caps.ts';
import { numbersOf, personOf } from './person-numbers.ts';

/** What is to be sent, rendered before the gate and stored with its passing. */
export interface GateItem {
  attemptId: string;
  rendered: { text?: string; variables?: Record<string, string> };
}

export interface GateVerdict {
  attemptId: string;
  /** Null = passed: the attempt is in SENDING and must leave within GATE_DEADLINE_MS of the gate's start. */
  refusal: GateRefusal | null;
}

export type GateRefusal =
  | 'stopped_all'
  | 'account_stopped'
  | 'breaker_open'
  | 'campaign_paused'
  | 'campaign_cancelled'
  | 'opted_out'
  | 'too_early'
  | 'window_closed'
  | 'expired'
  | 'plan_changed'
  | 'person_taken'
  | 'person_cap'
  | 'no_consent';

/**
 * The first byte leaves within this of the gate's start, or never. It is what bounds pause (L10) and opt-out (L5):
 * their own statement commits, and whatever passed the gate before has at most this long to begin.
 */
export const GATE_DEADLINE_MS = 1_000;

/** When the provider has not answered by then, an attempt in SENDING is ambiguous: POST time-out 10 s + 10 s. */
export const SENDING_CHECK_MS = 20_000;

/**
 * Looks once more, at the moment of sending: one statement that locks only the sender's own INTENTs and moves each to
 * SENDING or says why not. It takes no lock on run, account or suppression, so nobody who says stop ever waits for it.
 */
export async function gate(
  deps: Pick<EngineDeps, 'db'>,
  input: { sender: string; items: readonly GateItem[] },
): Promise<GateVerdict[]> {
  return input.items.length === 0 ? [] : await rows(deps.db, gateStatement(input));
}

/** The one statement of the gate, for whoever wants to see what it costs. */
export const gateStatement = (input: { sender: string; items: readonly GateItem[] }): SQL =>
  sql`with t as materialized (select outdial_now() as now),
        asked as materialized (
          select * from jsonb_to_recordset(${JSON.stringify(input.items)}::jsonb) as i("attemptId" uuid, rendered jsonb)
        ), mine as materialized (
          select a.id, a.run_id, a.account_id, ${personOf(sql`a.phone`)} as person_id, a.due_at, a.closes_at, a.expires_at, a.policy_version, a.phone, a.channel, a.law_id, asked.rendered
          from asked join attempts a on a.id = asked."attemptId", t
          where a.state = 'INTENT' and a.sender = ${input.sender} and a.lease_until > t.now
          order by a.id
          for update of a
        ), known as materialized (
          -- By the numbers of now: the person may have been joined with another since the claim.
          select m.*, ${numbersOf(sql`m.person_id`)} as numbers from mine m
        ), judged as (
          select m.id, m.rendered, t.now, case
            when i.stopped_at is not null then 'stopped_all'
            when p.stopped_at is not null then 'account_stopped'
            when p.breaker_state = 'open' then 'breaker_open'
            when r.state = 'cancelled' then 'campaign_cancelled'
            when r.state <> 'running' then 'campaign_paused'
            when r.kind = 'retry' and exists (select from runs own where own.campaign_id = r.campaign_id and own.kind = 'campaign'
                and own.state <> 'running') then 'campaign_paused'
            when exists (${suppressionHolds(sql`m.numbers`, sql`c.settings ->> 'purpose'`, sql`m.channel`)}) then 'opted_out'
            when not ${consentHolds(sql`m.phone`, sql`c.settings ->> 'purpose'`, sql`m.channel`, sql`l.consent`, sql`t.now`)} then 'no_consent'
            when t.now < m.due_at then 'too_early'
            when t.now >= m.expires_at then 'expired'
            when t.now >= m.closes_at then 'window_closed'
            when m.policy_version <> r.policy_version then 'plan_changed'
            when cardinality(m.numbers) > 1 and exists (select from open_attempts o join attempts b on b.id = o.attempt_id
                where o.person_id = any(m.numbers) and o.attempt_id <> m.id and (b.state <> 'INTENT' or b.id < m.id)) then 'person_taken'
            when ${capReached(sql`m.numbers`, capsOf(sql`c.settings`, sql`l.caps`), sql`t.now`)} then 'person_cap'
          end as refusal
          from known m join runs r on r.id = m.run_id join campaigns c on c.id = r.campaign_id
            join provider_accounts p on p.id = m.account_id join applied_laws l on l.id = m.law_id, installation i, t
        ), passed as (
          update attempts a set state = 'SENDING', gated_at = j.now, rendered = j.rendered
          from judged j where a.id = j.id and j.refusal is null
          returning a.id, a.gated_at
        ), watched as (
          update open_attempts o set check_at = passed.gated_at + ${`${SENDING_CHECK_MS} milliseconds`}::interval
          from passed where o.attempt_id = passed.id
        )
        select id as "attemptId", refusal from judged`;
