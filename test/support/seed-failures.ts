import { sql } from 'drizzle-orm';
import type { ContactState } from '../../domain/contact-state.ts';
import type { Seeded } from './seed.ts';
import type { TestDb } from './test-db.ts';

export interface SeedFailures {
  cause: string;
  /** Absent = all contacts of the campaign. */
  contactIds?: readonly number[];
  outcome?: string;
  /** The run that dialled, where it is none of the campaign's own. */
  runId?: string;
  numberId?: string;
  providerReason?: string;
  /** How long ago they ended. */
  agoSeconds?: number;
  state?: ContactState;
}

/** Contacts that ended with a cause, each after one attempt that failed so. Their due rows go, as they do in the fold. */
export async function seedFailures(test: TestDb, seeded: Seeded, failures: SeedFailures): Promise<void> {
  const { contactIds = seeded.contactIds, cause, outcome = cause, agoSeconds = 0, state = 'exhausted' } = failures;
  const ids = sql`${sql.param([...contactIds])}::bigint[]`;
  const at = sql`outdial_now() - ${agoSeconds} * interval '1 second'`;
  await test.adminDb.execute(sql`delete from due where contact_id = any(${ids})`);
  await test.adminDb.execute(
    sql`insert into attempts (run_id, contact_id, person_id, account_id, number_id, step, ordinal, channel, phone, state, sender,
          lease_until, granted_at, due_at, closes_at, expires_at, policy_version, hold_micros, cost_micros, outcome, cause,
          provider_reason, created_at, gated_at, sent_at, accepted_at, ended_at, disposed_at)
        select ${failures.runId ?? seeded.runId}::uuid, c.id, c.phone, ${seeded.accountId}::uuid, ${failures.numberId ?? seeded.numberId}::uuid, 0,
          1 + (select count(*) from attempts a where a.contact_id = c.id), 'call', c.phone, 'DISPOSED', gen_random_uuid(),
          t.at, t.at, t.at, t.at, t.at, 1, 0, 1000, ${outcome}, ${cause}, ${failures.providerReason ?? null}, t.at, t.at, t.at, t.at, t.at, t.at
        from contacts c, (select ${at} as at) t where c.id = any(${ids}) order by c.id`,
  );
  await test.adminDb.execute(
    sql`update contact_states set state = ${state}, last_outcome = ${outcome}, last_cause = ${cause}, attempts_made = 1, changed_at = ${at}
        where contact_id = any(${ids})`,
  );
}
