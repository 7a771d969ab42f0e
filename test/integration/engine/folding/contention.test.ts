import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { isOutcome, OUTCOMES } from '../../../../domain/outcome.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { claim } from '../../../../engine/dialing/claim.ts';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { record } from '../../../../engine/dialing/record.ts';
import { loadRun } from '../../../../engine/dialing/run-context.ts';
import { fold } from '../../../../engine/folding/fold.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import {
  attemptsOf,
  balancesOf,
  foldAll,
  newFact,
  offences,
  passGate,
  plannedRun,
  refOf,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, joinPeople, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const CLAIMERS = 8;
const FOR_MS = 5_000;
const OUTCOME = ['answered', 'busy', 'busy', 'no_answer', 'bad_number'].filter(isOutcome);

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb({ maxConnections: 24 });
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

/** Two campaigns with budgets that share one account and its people, so that all want the same purses and persons. */
async function twoCampaigns(): Promise<[Seeded, Seeded]> {
  const settings = {
    budgetMicros: 500_000_000,
    maxAttempts: 5,
    waitSeconds: { busy: 1, no_answer: 1 },
    personCaps: [{ count: 20, hours: 24 }],
  };
  const first = await seedCampaign(deps, test, { contacts: 400, settings, maxConcurrentCalls: 60 });
  const second = await seedCampaign(deps, test, { contacts: 400, settings });
  await test.adminDb.execute(
    sql`update campaigns set settings = jsonb_set(jsonb_set(settings, '{steps,0,accountId}', to_jsonb(${first.accountId}::text)),
          '{steps,0,numberId}', to_jsonb(${first.numberId}::text)) where id = ${second.campaignId}`,
  );
  await joinPeople(test, first.contactIds, second.contactIds);
  await test.adminDb.execute(
    sql`insert into pacers (account_id, max_count, window_ms) values (${first.accountId}, 500, 1000)`,
  );
  return [first, second];
}

it('claims, records, give-backs and folds of one account at once raise no error and break no law', async () => {
  const seeded = await twoCampaigns();
  const [{ accountId }] = seeded;
  for (const { runId } of seeded) await plannedRun(deps, runId);
  const endsAtMs = performance.now() + FOR_MS;
  let claims = 0;
  let told = 0;

  const claimer = async (place: number): Promise<void> => {
    const sender = randomUUID();
    const runId = seeded[place % 2]?.runId ?? '';
    while (performance.now() < endsAtMs) {
      const run = await loadRun(deps, runId);
      const step = run?.steps[0];
      if (!run || !step) throw new Error('no run');
      const { attempts } = await claim(deps, { run, step, sender, batch: 20 });
      claims += attempts.length;
      const ids = attempts.map(({ attemptId }) => attemptId);
      // Some are given back, the rest is sent; what the gate refuses is given back too.
      const spare = ids.slice(0, 2);
      await giveBack(
        deps,
        spare.map((attemptId) => ({ attemptId, reason: 'sent_late' })),
        { state: 'INTENT' },
      );
      const verdicts = await passGate(deps, { sender, ids: ids.slice(2) });
      const passed = [...verdicts].flatMap(([id, refusal]) => (refusal === null ? [id] : []));
      await giveBack(
        deps,
        [...verdicts].flatMap(([attemptId, refusal]) =>
          refusal === null ? [] : [{ attemptId, reason: 'lease_over' }],
        ),
        { state: 'INTENT' },
      );
      await writeFacts(
        test.db,
        passed.map((attemptId) =>
          newFact(accountId, {
            kind: 'ended',
            attemptId,
            outcome: OUTCOME[told++ % OUTCOME.length] ?? 'answered',
            providerReason: 'ended',
            talkSeconds: 30,
          }),
        ),
      );
      await record(
        deps,
        sender,
        passed.map((attemptId) => ({
          attemptId,
          result: { kind: 'accepted', providerRef: refOf(attemptId), startedAtMs: Date.now() },
        })),
      );
    }
  };
  const folder = async (): Promise<void> => {
    while (performance.now() < endsAtMs) await fold(deps, 60);
  };
  await Promise.all([...Array.from({ length: CLAIMERS }, (_, i) => claimer(i)), folder(), folder()]);
  await foldAll(deps);

  expect(claims).toBeGreaterThan(100);
  expect(Object.keys(OUTCOMES)).toEqual(expect.arrayContaining(OUTCOME));
  const attempts = (await Promise.all(seeded.map(({ runId }) => attemptsOf(test, runId)))).flat();
  const disposed = attempts.filter(({ state }) => state === 'DISPOSED');
  expect(new Set(attempts.map(({ state }) => state))).toEqual(new Set(['VOID', 'DISPOSED']));
  // Every dial cost one begun minute of 0.05, once, from both purses that pay for it.
  expect(await balancesOf(test, accountId)).toMatchObject({ spent: disposed.length * 50_000 });
  const campaigns = await rows<{ spent: number }>(
    test.db,
    sql`select sum(balance_micros)::bigint as spent from credit_accounts where kind = 'spent'
          and campaign_id in (${seeded[0].campaignId}, ${seeded[1].campaignId})`,
  );
  expect(campaigns).toEqual([{ spent: disposed.length * 50_000 }]);
  expect(await rows(test.db, sql`select 1 from open_attempts`)).toEqual([]);
  expect(await rows(test.db, sql`select failure from provider_events where state = 'quarantined'`)).toEqual([]);
  expect(await offences(test)).toEqual([]);
  // All keep to one lock order, so nobody was sent back to try again.
  const deadlocks = await rows(
    test.adminDb,
    sql`select deadlocks from pg_stat_database where datname = current_database()`,
  );
  expect(deadlocks).toEqual([{ deadlocks: 0 }]);
}, 60_000);
