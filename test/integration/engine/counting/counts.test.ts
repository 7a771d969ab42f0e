import { sql, type SQL } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { auditLedger } from '../../../../engine/auditing/audit-ledger.ts';
import { COUNT_INVARIANTS } from '../../../../engine/auditing/count-invariants.ts';
import { compactCounts } from '../../../../engine/counting/compact-counts.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { listCampaigns } from '../../../../engine/reading/campaigns.ts';
import { campaignProgress } from '../../../../engine/reading/progress.ts';
import { acceptAll, endAll } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let one: Seeded;
let other: Seeded;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  one = await seedCampaign(deps, test, { contacts: 24 });
  other = await seedCampaign(deps, test, { contacts: 6 });
  await acceptAll(deps, one.runId);
});
afterAll(async () => await test.drop());

/** What the invariants of counts find; each is one statement, so one snapshot. */
async function drift(): Promise<unknown[]> {
  const found = await Promise.all(COUNT_INVARIANTS.map(({ offenders }) => rows(test.readDb, offenders)));
  return found.flat();
}

/** Concurrent changes keep to rows of their own, so that they wait for nobody but the compaction. */
const LANES = 3;
const text = (...values: (string | null)[]) => fc.constantFrom(...values);
const outcome = text(null, 'answered', 'busy', 'no_answer', 'bad_number');
const cause = text(null, 'busy', 'no_answer', 'unknown_end:odd');
const cost = fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: null });
const part = fc.integer({ min: 1, max: 4 });

type Change = (lane: number) => Promise<unknown>;
const run = (statement: SQL): Promise<unknown> => test.db.execute(statement);
const ofLane = (lane: number, every: number): SQL =>
  sql`contact_id % ${LANES} = ${lane} and (contact_id / ${LANES}) % ${every} = 0`;

const states: fc.Arbitrary<Change> = fc
  .tuple(text('ready', 'waiting', 'in_flight', 'exhausted', 'failed', 'parked', 'expired', 'reached'), cause, part)
  .map(
    ([state, lastCause, every]) =>
      (lane: number) =>
        run(
          sql`update contact_states set state = ${state}, last_cause = ${lastCause}, reason = 'trial' where ${ofLane(lane, every)}`,
        ),
  );
const moves: fc.Arbitrary<Change> = fc
  .tuple(fc.constantFrom('one', 'other', 'none'), part)
  .map(([to, every]) => (lane: number) => {
    const runId = to === 'none' ? null : to === 'one' ? one.runId : other.runId;
    return run(sql`update contact_states set run_id = ${runId}::uuid where ${ofLane(lane, every)}`);
  });
const resolutions: fc.Arbitrary<Change> = fc.tuple(fc.boolean(), part).map(
  ([isDone, every]) =>
    (lane: number) =>
      run(
        sql`update contact_states set resolution_id = ${isDone ? sql`gen_random_uuid()` : sql`null`} where ${ofLane(lane, every)}`,
      ),
);
/** Gone and back again, as an undone list and another one. */
const removals: fc.Arbitrary<Change> = part.map((every) => async (lane: number) => {
  await run(sql`delete from contact_states where ${ofLane(lane, every)}`);
  await run(sql`insert into contact_states (contact_id, run_id, state) select id, ${one.runId}, 'ready' from contacts c
    where not exists (select from contact_states s where s.contact_id = c.id) and id % ${LANES} = ${lane}`);
});
/** A late fact may change everything that an attempt counts by. */
const facts: fc.Arbitrary<Change> = fc
  .tuple(
    text('ACCEPTED', 'UNKNOWN', 'PARKED', 'REFUSED', 'ENDED', 'DISPOSED', 'VOID'),
    outcome,
    cause,
    cost,
    fc.boolean(),
    fc.option(fc.integer({ min: 0, max: 900 }), { nil: null }),
    text(null, 'busy 486', 'busy 487', 'q-1234567890'),
    part,
  )
  .map(
    ([state, ending, why, micros, isPresumed, secondsAgo, word, every]) =>
      (lane: number) =>
        run(sql`update attempts set state = ${state}, outcome = ${ending}, cause = ${why}, cost_micros = ${micros}, cost_presumed = ${isPresumed},
      ended_at = outdial_now() - make_interval(secs => ${secondsAgo}), provider_reason = ${word} where ${ofLane(lane, every)}`),
  );
const attempts: fc.Arbitrary<Change> = fc.tuple(outcome, cause, cost, part).map(
  ([ending, why, micros, every]) =>
    (lane: number) =>
      run(sql`insert into attempts (run_id, contact_id, person_id, account_id, number_id, step, ordinal, channel, phone, state, outcome, cause,
      cost_micros, ended_at, sender, lease_until, granted_at, due_at, closes_at, expires_at, policy_version, hold_micros)
    select ${other.runId}, c.id, c.phone, ${other.accountId}, ${other.numberId}, 0, 1, 'call', c.phone, 'DISPOSED', ${ending}, ${why}, ${micros},
      case when c.id % 2 = 0 then outdial_now() end, gen_random_uuid(), outdial_now(), outdial_now(), outdial_now(), outdial_now(),
      outdial_now(), 1, 0
    from contacts c where c.id % ${LANES} = ${lane} and (c.id / ${LANES}) % ${every} = 0`),
);
const compactions: fc.Arbitrary<Change> = fc
  .integer({ min: 1, max: 40 })
  .map((batch) => () => compactCounts(deps, batch));
const nothing: fc.Arbitrary<Change> = fc.constant(async () => undefined);

const change = fc.oneof(states, moves, resolutions, removals, facts, attempts, compactions, nothing);

it(
  'keeps counts that are what counting gives, whatever changes and whoever reads meanwhile',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(change, change, change), { minLength: 1, maxLength: 6 }), async (rounds) => {
        for (const lanes of rounds) {
          const seen = await Promise.all([
            drift(),
            compactCounts(deps, 7).then(drift),
            ...lanes.map((each, lane) => each(lane).then(() => [])),
          ]);
          expect(seen.flat()).toEqual([]);
        }
        expect(await drift()).toEqual([]);
      }),
      { numRuns: 20 },
    );
    while ((await compactCounts(deps)) > 0);
    expect(await drift()).toEqual([]);
    expect(await firstRow(test.db, sql`select count(*)::int as left from count_deltas`)).toEqual({ left: 0 });
  },
);

it('shows a campaign what counting shows, before and after the counts were added up', async () => {
  const seeded = await seedCampaign(deps, test, { contacts: 20 });
  const { ids } = await acceptAll(deps, seeded.runId);
  await endAll(deps, seeded, ids.slice(0, 12), 'answered');
  await endAll(deps, seeded, ids.slice(12, 15), 'busy');
  const look = async () => {
    const { contacts, attempts: made, outcomes, spentMicros } = await campaignProgress(deps, seeded);
    return { contacts, made, outcomes, spentMicros };
  };
  const before = await look();
  expect(before).toMatchObject({
    contacts: { total: 20, byState: { reached: 12, waiting: 3, in_flight: 5 } },
    made: { total: 20 },
    outcomes: { answered: 12, busy: 3 },
  });
  const listed = async () => (await listCampaigns(deps)).items.find(({ id }) => id === seeded.campaignId);
  expect(await listed()).toMatchObject({ contacts: 20, contactsDone: 12 });
  while ((await compactCounts(deps, 3)) > 0);
  expect(await look()).toEqual(before);
  expect(await listed()).toMatchObject({ contacts: 20, contactsDone: 12 });
});

it.each([
  [
    'contacts_are_counted',
    sql`insert into count_deltas (run_id, what, key, n) select id, 'contact', 'ready', 1 from runs limit 1`,
  ],
  ['attempts_are_counted', sql`update counts set micros = micros + 1 where what = 'attempt' and n > 0`],
  [
    'failures_are_counted',
    sql`insert into count_deltas (run_id, what, key, value, n) select id, 'failure', 'busy', 'all', -1 from runs limit 1`,
  ],
  ['ends_are_counted', sql`delete from counts where what = 'ended' and n > 0`],
])('finds counts that somebody bent: %s', async (name, bend) => {
  while ((await compactCounts(deps)) > 0);
  await test.adminDb
    .transaction(async (tx) => {
      await tx.execute(bend);
      const found = (await auditLedger({ readDb: tx })).filter(({ ok }) => !ok).map((result) => result.name);
      expect(found).toContain(name);
      tx.rollback();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Error) || !/Rollback/.test(error.message)) throw error;
    });
});

it('adds up one at a time, and leaves the work to whoever is at it', async () => {
  const { runId } = await seedCampaign(deps, test, { contacts: 6 });
  const left = async () =>
    (await firstRow<{ n: number }>(test.db, sql`select count(*)::int as n from count_deltas`))?.n;
  while ((await compactCounts(deps)) > 0);
  await test.db.execute(sql`update contact_states set state = 'waiting', reason = null where run_id = ${runId}`);
  await test.db.execute(sql`update contact_states set state = 'ready' where run_id = ${runId}`);
  const before = Number(await left());
  const taken = await Promise.all(Array.from({ length: 6 }, () => compactCounts(deps, 1)));
  const sum = taken.reduce((total, count) => total + count, 0);
  expect(sum).toBeGreaterThan(0);
  expect(await left()).toBe(before - sum);
  while ((await compactCounts(deps)) > 0);
  expect(await drift()).toEqual([]);
});
