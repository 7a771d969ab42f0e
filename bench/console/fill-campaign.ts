import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { SimulatorClient } from '../../simulator/client.ts';
import { seedCampaign, type Seeded } from '../../test/support/seed.ts';
import type { Bench } from '../open-bench.ts';

/** A campaign with a history, and calls in flight whose ends somebody is to tell of. */
export interface Filled extends Seeded {
  attempts: number;
  failures: number;
  firstContactId: number;
  middleContactId: number;
  /** Attempts in flight, in the order in which they are to end. */
  inFlight: string[];
}

const CHUNK = 25_000;
/** One attempt of so many failed. */
const FAILED_EVERY = 10;
const HISTORY_HOURS = 48;
const CALLER_IDS = 6;
const AREAS = [
  212, 213, 214, 216, 303, 305, 312, 313, 314, 404, 408, 412, 415, 503, 512, 602, 615, 617, 619, 702, 703, 713, 801,
  916,
];
/** Each by the hundredth part of the failures that it has. */
const CAUSES: readonly (readonly [cause: string, share: number])[] = [
  ['no_answer', 30],
  ['voicemail', 22],
  ['busy', 12],
  ['not_connected', 10],
  ['bad_number', 7],
  ['provider_failure', 6],
  ['opted_out', 3],
  ['call_rejected', 3],
  ['cancelled', 2],
  ['unknown_end:carrier said #', 2],
  ['unknown_end:media timeout', 2],
  ['unknown_end:fraud filter', 1],
];

/**
 * Fills by SQL what an operator looks at: so many people with an attempt each, a tenth of them failed, and calls that
 * are in flight. The triggers of the tables count them, as they count what the engine writes. Call it while no worker runs.
 */
export async function fillCampaign(
  bench: Bench,
  judge: SimulatorClient,
  sizes: { attempts: number; inFlight: number },
  say: (line: string) => void,
): Promise<Filled> {
  const { stack, deps, test } = bench;
  const seeded = await seedCampaign(deps, test, {
    contacts: 1,
    launch: false,
    topUpMicros: 100_000_000_000,
    maxConcurrentCalls: 1_000_000,
    settings: { maxAttempts: 1 },
    world: { url: stack.simulatorUrl, judge, provider: 'agentnumber' },
  });
  const total = sizes.attempts + sizes.inFlight;
  const numberIds = await addNumbers(bench, seeded.accountId, CALLER_IDS);
  const list = await firstRow<{ id: string; first: number }>(
    stack.adminDb,
    sql`insert into imports (campaign_id, file_name, file_sha256, file_bytes, stored_path, state, rows_read, accepted_rows, committed_rows, created_by)
        values (${seeded.campaignId}, 'history.csv', 'none', 1, 'none', 'done', ${total}, ${total}, ${total}, 'bench')
        returning id, first_contact_id as first`,
  );
  if (!list) throw new Error('no list');
  for (let from = 1; from <= total; from += CHUNK) {
    const to = Math.min(total, from + CHUNK - 1);
    await addChunk(bench, seeded, { list, numberIds, from, to, history: sizes.attempts });
    if (from % (10 * CHUNK) === 1) say(`${to} of ${total} attempts are there`);
  }
  const open = await stack.adminDb.execute<{ id: string }>(
    sql`select id from attempts where run_id = ${seeded.runId} and state = 'ACCEPTED' order by id`,
  );
  return {
    ...seeded,
    attempts: sizes.attempts,
    failures: Math.floor(sizes.attempts / FAILED_EVERY),
    firstContactId: list.first + 1,
    middleContactId: list.first + Math.floor(sizes.attempts / 2),
    inFlight: open.rows.map(({ id }) => id),
  };
}

async function addNumbers({ stack }: Bench, accountId: string, count: number): Promise<string[]> {
  const added = await stack.adminDb.execute<{ id: string }>(
    sql`insert into numbers (account_id, provider_ref, phone, label)
        select ${accountId}::uuid, 'bench_' || n, 13125550100 + n, 'Line ' || n from generate_series(1, ${count}) n returning id`,
  );
  return added.rows.map(({ id }) => id);
}

interface Chunk {
  list: { id: string; first: number };
  numberIds: readonly string[];
  from: number;
  to: number;
  /** Above this place calls are in flight. */
  history: number;
}

/** Each person's story in one row, from which the rows of three tables are made; the later the place, the newer. */
async function addChunk({ stack }: Bench, { runId, accountId }: Seeded, chunk: Chunk): Promise<void> {
  const { list, numberIds, from, to, history } = chunk;
  const causeAt = CAUSES.flatMap(([cause, share]) => Array.from({ length: share }, () => cause));
  await stack.adminDb.transaction(async (tx) => {
    await tx.execute(sql`
      create temporary table story on commit drop as
      select ${list.first}::bigint + n as contact_id, n, 1 + n % 1000 as person,
        ((${sql.param(AREAS)}::bigint[])[1 + n % ${AREAS.length}] + 1000) * 10000000 + 2000000 + n as phone,
        (${sql.param([...numberIds])}::uuid[])[1 + (n / 7) % ${numberIds.length}] as number_id,
        case when n > ${history} then 'in_flight' when n % ${FAILED_EVERY} = 0 then 'failed' else 'answered' end as story,
        (${sql.param(causeAt)}::text[])[1 + (n / ${FAILED_EVERY} * 37) % 100] as cause,
        outdial_now() - case when n > ${history} then interval '0'
          else ${HISTORY_HOURS} * interval '1 hour' * (1 - n::double precision / ${history}) + interval '10 minutes' end as at
      from generate_series(${from}::integer, ${to}::integer) n`);
    await tx.execute(sql`
      insert into contacts (id, import_id, row_number, phone, line_type, name, external_id, zone_key, zone_source, place_key, variables)
      select contact_id, ${list.id}, n, phone, 'mobile', 'Person ' || n, 'C-' || n, 'America/New_York', 'column', 'US-NY', '{}' from story`);
    await tx.execute(sql`
      insert into contact_states (contact_id, run_id, state, attempts_made, last_outcome, last_cause, changed_at)
      select contact_id, ${runId}, case story when 'answered' then 'reached' when 'in_flight' then 'in_flight'
          else case cause when 'opted_out' then 'suppressed' when 'bad_number' then 'failed' else 'exhausted' end end,
        1, case story when 'answered' then 'answered' when 'failed' then split_part(cause, ':', 1) end,
        case story when 'failed' then cause end, at from story`);
    await tx.execute(sql`
      insert into attempts (id, run_id, contact_id, person_id, account_id, number_id, step, ordinal, channel, phone, state, sender,
        lease_until, granted_at, due_at, closes_at, expires_at, policy_version, hold_micros, provider_ref, created_at, gated_at, sent_at,
        accepted_at, cost_micros, outcome, cause, provider_reason, talk_seconds, ended_at, disposed_at)
      select uuidv7(at - now()), ${runId}, contact_id, phone, ${accountId}, number_id, 0, 1, 'call', phone,
        case story when 'in_flight' then 'ACCEPTED' else 'DISPOSED' end, gen_random_uuid(), at, at, at, at + interval '1 day',
        at + interval '1 day', 1, 60000, 'bench_' || contact_id, at, at, at, at,
        case story when 'answered' then 40000 when 'failed' then 1000 end,
        case story when 'answered' then 'answered' when 'failed' then split_part(cause, ':', 1) end,
        case story when 'failed' then cause end,
        case story when 'failed' then split_part(cause, ':', 1) || ' ' || (array['by carrier', 'by network', 'after ring'])[1 + n / 10 % 3] end,
        case story when 'answered' then 30 end,
        case when story <> 'in_flight' then at + interval '40 seconds' end, case when story <> 'in_flight' then at + interval '41 seconds' end
      from story order by n`);
    await tx.execute(sql`
      insert into open_attempts (attempt_id, person_id, account_id, number_id, run_id, channel, phase, hold_micros, check_at)
      select a.id, a.person_id, a.account_id, a.number_id, a.run_id, 'call', 'live', a.hold_micros, a.created_at + interval '1 day'
      from story s join attempts a on a.contact_id = s.contact_id where s.story = 'in_flight'`);
  });
}
