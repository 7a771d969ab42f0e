import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import type { FoldedAttempt } from '../../domain/fold-attempt.ts';
import { computedCostMicros, type Prices } from '../../domain/money.ts';
import { DEAD_OUTCOMES } from '../planning/read-contacts.ts';

/** An attempt as the fold needs it: locked, with its run's plan and its account's prices. */
export interface LoadedAttempt extends FoldedAttempt, Prices {
  attemptId: string;
  accountId: string;
  numberId: string;
  runId: string;
  runState: string;
  runKind: string;
  campaignId: string;
  contactId: number;
  contactState: ContactState;
  personId: number;
  phone: number;
  /** The contact has another number, and nothing says that it does not exist. */
  othersLive: boolean;
  subject: string;
  step: number;
  ordinal: number;
  holdMicros: number;
  expiresAtMs: number;
  settings: CampaignSettings;
  /** As settled so far; null = not yet. */
  settledMicros: number | null;
  hasCallbacks: boolean;
  isOpen: boolean;
}

/** Locks and reads attempts in the order of their ids. */
export async function readAttempts(tx: Transaction, attemptIds: readonly string[]): Promise<LoadedAttempt[]> {
  if (attemptIds.length === 0) return [];
  const ids = sql`${sql.param([...attemptIds])}::uuid[]`;
  await tx.execute(sql`select id from attempts where id = any(${ids}) order by id for update`);
  const found = await rows<Omit<LoadedAttempt, 'costMicros'>>(
    tx,
    sql`select a.id as "attemptId", a.account_id as "accountId", a.number_id as "numberId", a.run_id as "runId", r.state as "runState", r.kind as "runKind",
          r.campaign_id as "campaignId", a.contact_id as "contactId", s.state as "contactState", a.person_id as "personId", a.phone,
          a.subject, a.step, a.ordinal, a.hold_micros as "holdMicros", to_ms(a.expires_at) as "expiresAtMs", c.settings,
          a.channel, a.state, a.provider_ref as "providerRef", a.outcome, a.provider_reason as "providerReason",
          a.talk_seconds as "talkSeconds", a.cost_micros as "settledMicros", a.cost_presumed as "costPresumed",
          to_ms(a.accepted_at) as "acceptedAtMs", to_ms(a.ended_at) as "endedAtMs", to_ms(a.disposed_at) as "disposedAtMs",
          case when a.state = 'PARKED' then a.reason end as "parkedReason",
          p.call_micros_per_minute as "callMicrosPerMinute", p.sms_micros as "smsMicros", p.webhook_ref is not null as "hasCallbacks",
          coalesce((select t.state <> 'wanted' from transcripts t where t.attempt_id = a.id), false) as "transcriptRead",
          exists (select from open_attempts o where o.attempt_id = a.id) as "isOpen",
          -- The probe of contact_phones comes first: nearly every contact has one number.
          exists (select from contact_phones m where m.contact_id = a.contact_id) and exists (
            select from (select f.phone from contacts f where f.id = a.contact_id
              union all select n.phone from contact_phones n where n.contact_id = a.contact_id) other
            where other.phone <> a.phone and not exists (select from attempts b where b.contact_id = a.contact_id and b.phone = other.phone
              and b.outcome = any(${sql.param([...DEAD_OUTCOMES])}::text[]))) as "othersLive"
        from attempts a join runs r on r.id = a.run_id join campaigns c on c.id = r.campaign_id
          join provider_accounts p on p.id = a.account_id join contact_states s on s.contact_id = a.contact_id
        where a.id = any(${ids})
        order by a.id`,
  );
  return found.map((attempt) => ({ ...attempt, costMicros: toldCostMicros(attempt) }));
}

/** The provider's own figure, as far as the ledger can tell: what was presumed or computed leaves room for it. */
function toldCostMicros(attempt: Omit<LoadedAttempt, 'costMicros'>): number | null {
  const computed = computedCostMicros(attempt.channel, attempt, attempt.talkSeconds ?? 0);
  return attempt.costPresumed || attempt.settledMicros === computed ? null : attempt.settledMicros;
}
