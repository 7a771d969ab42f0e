import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDb } from '../../../../db/client.ts';
import { firstRow, rows } from '../../../../db/rows.ts';
import { claim, type ClaimResult } from '../../../../engine/dialing/claim.ts';
import { loadRun, type RunContext } from '../../../../engine/dialing/run-context.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { planReady } from '../../../../engine/planning/plan-ready.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, joinPeople, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

async function planned(runId: string): Promise<RunContext> {
  const run = await loadRun(deps, runId);
  if (!run) throw new Error('no run');
  while ((await planReady(deps, run)) > 0);
  return run;
}

const claimOnce = async (run: RunContext, batch = 100): Promise<ClaimResult> => {
  const step = run.steps[0];
  if (!step) throw new Error('no step');
  return await claim(deps, { run, step, sender: randomUUID(), batch });
};

describe('claim', () => {
  it('never opens more calls than the cap, with eight claimers at once', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 300, maxConcurrentCalls: 8 });
    const run = await planned(seeded.runId);
    await Promise.all(Array.from({ length: 8 }, () => claimOnce(run)));
    await Promise.all(Array.from({ length: 8 }, () => claimOnce(run)));
    const open = await firstRow<{ open: number }>(
      test.db,
      sql`select count(*)::int as open from open_attempts where run_id = ${run.runId}`,
    );
    expect(open?.open).toBe(8);
  });

  it('never holds more than there is, with eight claimers at once', async () => {
    // Each hold is 5 minutes of 0.05: 0.25; 2.60 pays for ten.
    const seeded = await seedCampaign(deps, test, { contacts: 100, topUpMicros: 2_600_000 });
    const run = await planned(seeded.runId);
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimOnce(run)));
    const held = await firstRow<{ held: number; n: number }>(
      test.db,
      sql`select sum(hold_micros)::bigint as held, count(*)::int as n from open_attempts where run_id = ${run.runId}`,
    );
    expect(held).toEqual({ held: 2_500_000, n: 10 });
    expect(claims.some((result) => result.limit === 'credit')).toBe(true);
  });

  it('takes every due row exactly once', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 500 });
    const run = await planned(seeded.runId);
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimOnce(run, 100)));
    const contactIds = claims.flatMap((result) => result.attempts.map((attempt) => attempt.contactId));
    expect(contactIds).toHaveLength(500);
    expect(new Set(contactIds).size).toBe(500);
    const left = await rows(test.db, sql`select 1 from due where run_id = ${run.runId}`);
    expect(left).toHaveLength(0);
  });

  it('opens one attempt per person, and lets the others wait some seconds', async () => {
    const first = await seedCampaign(deps, test, { contacts: 20 });
    const second = await seedCampaign(deps, test, { contacts: 20 });
    // The second list holds the same people as the first, under other numbers.
    await joinPeople(test, first.contactIds, second.contactIds);
    const [runA, runB] = [await planned(first.runId), await planned(second.runId)];
    const [a, b] = await Promise.all([claimOnce(runA), claimOnce(runB)]);
    expect(a.attempts.length + b.attempts.length).toBe(20);
    const waiting = await rows<{ late: boolean }>(
      test.db,
      sql`select try_at > outdial_now() + interval '4 seconds' as late from due where run_id in (${runA.runId}, ${runB.runId})`,
    );
    expect(waiting).toHaveLength(20);
    expect(waiting.every((row) => row.late)).toBe(true);
  });

  it('grants send times that keep the pace over all claims', async () => {
    const seeded = await seedCampaign(deps, test, {
      contacts: 200,
      paces: [{ channel: 'call', maxCount: 20, windowMs: 1000 }],
    });
    const run = await planned(seeded.runId);
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimOnce(run)));
    // However long the claims take: none books further ahead than its horizon of 250 ms.
    const aheadMs = claims.flatMap(({ attempts, reading }) =>
      attempts.map(({ grantedAtMs }) => grantedAtMs - reading.ledgerMs),
    );
    expect(aheadMs.length).toBeGreaterThan(0);
    expect(Math.max(...aheadMs)).toBeLessThanOrEqual(250);
    const gaps = await rows<{ gapMs: number }>(
      test.db,
      sql`select to_ms(granted_at) - to_ms(lag(granted_at) over (order by granted_at)) as "gapMs" from attempts where run_id = ${run.runId}`,
    );
    for (const { gapMs } of gaps.slice(1)) expect(gapMs).toBeGreaterThanOrEqual(1000 / 19 - 0.01);
  });

  it('reads what it takes, not the whole queue, while nobody has analysed the tables', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 3_000 });
    const run = await planned(seeded.runId);
    // One connection, so that what it read is told at once.
    const db = openDb({ url: test.url, role: 'outdial_app', maxConnections: 1 });
    const readOf = async (): Promise<number> => {
      await db.execute(sql`select pg_stat_force_next_flush()`);
      const read = await firstRow<{ tuples: number }>(
        test.adminDb,
        sql`select sum(idx_tup_read)::int as tuples from pg_stat_user_indexes where relname = 'due'`,
      );
      return read?.tuples ?? Number.NaN;
    };
    try {
      await test.adminDb.execute(sql`select pg_stat_force_next_flush()`);
      const before = await readOf();
      const step = run.steps[0];
      if (!step) throw new Error('no step');
      const { attempts } = await claim({ ...deps, db }, { run, step, sender: randomUUID(), batch: 50 });
      expect(attempts).toHaveLength(50);
      const tuples = (await readOf()) - before;
      // Once to pick them, once to take them away; the claim may be repeated.
      expect(tuples).toBeGreaterThanOrEqual(100);
      expect(tuples).toBeLessThan(1_000);
    } finally {
      await db.$client.end();
    }
  });

  it('takes nothing while dialing is stopped, and says so', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 5 });
    const run = await planned(seeded.runId);
    await test.db.execute(sql`update installation set stopped_at = outdial_now()`);
    const stopped = await claimOnce(run);
    await test.db.execute(sql`update installation set stopped_at = null`);
    expect(stopped).toMatchObject({ attempts: [], limit: 'stopped' });
    expect((await claimOnce(run)).attempts).toHaveLength(5);
  });
});
