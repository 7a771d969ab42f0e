import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import { record } from '../../../../engine/dialing/record.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { reconcile } from '../../../../engine/reconciling/reconcile.ts';
import { foldAll, newFact, refOf } from '../../../support/ledger-steps.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { liveRecord, openTrial, type Trial } from './open-trial.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(async () => await test.drop());

/** How the ledger can learn that the provider has the call. */
const WAYS: [string, (trial: Trial) => Promise<void>][] = [
  [
    'the answer of its POST',
    async ({ deps, claimed, attemptId }) =>
      await record(deps, claimed.sender, [
        { attemptId, result: { kind: 'accepted', providerRef: refOf(attemptId), startedAtMs: Date.now() } },
      ]),
  ],
  [
    'a fact that was faster',
    async ({ deps, seeded, attemptId }) => {
      const fact = { kind: 'accepted' as const, attemptId, providerRef: refOf(attemptId) };
      await writeFacts(test.db, [newFact(seeded.accountId, fact)]);
      await foldAll(deps);
    },
  ],
  [
    'a look before',
    async (trial) => {
      await WAYS[0]?.[1](trial);
      trial.provider.known.set(refOf(trial.attemptId), liveRecord(trial.attemptId, refOf(trial.attemptId)));
      await test.db.execute(
        sql`update open_attempts set checks = 0, check_at = outdial_now() where attempt_id = ${trial.attemptId}`,
      );
      await reconcile(trial.deps, trial.seeded.accountId);
    },
  ],
];

async function nowAndCheckMs(trial: Trial): Promise<{ nowMs: number; checkMs: number }> {
  const open = await firstRow<{ nowMs: number; checkMs: number }>(
    test.db,
    sql`select to_ms(outdial_now()) as "nowMs", to_ms(check_at) as "checkMs" from open_attempts where attempt_id = ${trial.attemptId}`,
  );
  if (!open) throw new Error('the attempt is not open');
  return open;
}

describe('an accepted call', () => {
  it.each(WAYS.flatMap(([way, tell]) => [false, true].map((callbacks) => ({ way, callbacks, tell }))))(
    'known by $way (callbacks: $callbacks) is first asked about after the time for its account',
    async ({ callbacks, tell }) => {
      const trial = await openTrial(test, 'SENDING');
      if (callbacks) {
        await test.db.execute(
          sql`update provider_accounts set webhook_ref = 'hook' where id = ${trial.seeded.accountId}`,
        );
      }
      const before = await nowAndCheckMs(trial);
      await tell(trial);
      const after = await nowAndCheckMs(trial);
      const waitMs = callbacks ? 30_000 : 5_000;
      // Bounds of the ledger's own clock, so that a slow machine only widens them.
      expect(after.checkMs).toBeGreaterThanOrEqual(before.nowMs + waitMs - 1);
      expect(after.checkMs).toBeLessThanOrEqual(after.nowMs + waitMs + 1);
    },
  );
});
