import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { inTransaction } from '../../../../db/transaction.ts';
import { claim } from '../../../../engine/dialing/claim.ts';
import { loadRun } from '../../../../engine/dialing/run-context.ts';
import { planReady } from '../../../../engine/planning/plan-ready.ts';
import { postEntries, type NewEntry } from '../../../../engine/credits/post-entries.ts';
import { findPurses, type Purses } from '../../../../engine/credits/purses.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb({ maxConnections: 12 });
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

async function open(): Promise<{ seeded: Seeded; purses: Purses }> {
  const seeded = await seedCampaign(deps, test, { contacts: 3 });
  const purses = await findPurses(test.db, { accountId: seeded.accountId });
  if (!purses) throw new Error('no purses');
  return { seeded, purses };
}

/** Balance against the sum of the lines, for every purse. */
const drift = () =>
  rows(
    test.db,
    sql`
      select p.id from credit_accounts p where p.balance_micros <>
        coalesce((select sum(amount_micros) from ledger_entries where to_account = p.id), 0)
        - coalesce((select sum(amount_micros) from ledger_entries where from_account = p.id), 0)`,
  );

async function attemptOf(seeded: Seeded): Promise<string> {
  const run = await loadRun(deps, seeded.runId);
  const [step] = run?.steps ?? [];
  if (!run || !step) throw new Error('no run');
  await planReady(deps, run);
  const { attempts } = await claim(deps, { run, step, sender: randomUUID(), batch: 1 });
  const [attempt] = attempts;
  if (!attempt) throw new Error('nothing was claimed');
  return attempt.attemptId;
}

it('moves both purses by what it wrote, and tells their balances', async () => {
  const { purses } = await open();
  const entry = { kind: 'adjust', createdBy: 'test' } as const;
  const { posted, balances } = await postEntries(test.db, [
    { ...entry, fromAccount: purses.available, toAccount: purses.spent, amountMicros: 300 },
    { ...entry, fromAccount: purses.spent, toAccount: purses.available, amountMicros: 100 },
  ]);
  expect(posted.map((line) => line.amountMicros)).toEqual([300, 100]);
  const balanceOf = (id: string) => balances.find((purse) => purse.creditAccountId === id)?.balanceMicros;
  expect(balanceOf(purses.spent)).toBe(200);
  expect(balanceOf(purses.available)).toBe(1_000_000_000 - 200);
  expect(await drift()).toEqual([]);
});

it('settles an attempt once, however often and however many times at once it is asked', async () => {
  const { seeded, purses } = await open();
  const attemptId = await attemptOf(seeded);
  const settle: NewEntry = {
    fromAccount: purses.available,
    toAccount: purses.spent,
    amountMicros: 500,
    kind: 'settle',
    attemptId,
    createdBy: 'test',
  };
  const answers = await Promise.all([
    postEntries(test.db, [settle, settle]),
    ...Array.from({ length: 9 }, () => inTransaction(test.db, (tx) => postEntries(tx, [settle]))),
  ]);
  expect(answers.flatMap((answer) => answer.posted)).toHaveLength(1);
  const [spent] = await rows(
    test.db,
    sql`select balance_micros as micros from credit_accounts where id = ${purses.spent}`,
  );
  expect(spent).toEqual({ micros: 500 });
  expect(await drift()).toEqual([]);
});

it('keeps an overrun of a settled attempt as a line of its own', async () => {
  const { seeded, purses } = await open();
  const line = {
    fromAccount: purses.available,
    toAccount: purses.spent,
    attemptId: await attemptOf(seeded),
    createdBy: 't',
  };
  const { posted } = await postEntries(test.db, [
    { ...line, amountMicros: 500, kind: 'settle' },
    { ...line, amountMicros: 70, kind: 'overrun' },
  ]);
  expect(posted.map(({ kind, amountMicros }) => [kind, amountMicros])).toEqual([
    ['settle', 500],
    ['overrun', 70],
  ]);
});

it('adds up when eight writers move the same purses both ways', async () => {
  const { purses } = await open();
  const other = (await open()).purses;
  const moves = Array.from({ length: 200 }, (_, n): NewEntry => {
    const ids = [purses.available, purses.spent, other.available, other.spent];
    const from = ids[n % 4] ?? '';
    const to = ids[(n * 3 + 1) % 4] ?? '';
    return {
      fromAccount: from,
      toAccount: to === from ? (ids[(n + 2) % 4] ?? '') : to,
      amountMicros: n + 1,
      kind: 'adjust',
      createdBy: 't',
    };
  });
  const chunks = Array.from({ length: 20 }, (_, n) => moves.slice(n * 10, n * 10 + 10));
  await Promise.all(chunks.map((chunk) => test.db.transaction((tx) => postEntries(tx, chunk))));
  expect(await drift()).toEqual([]);
});

it('writes nothing for nothing, and nothing at all when one line is wrong', async () => {
  const { purses } = await open();
  expect(await postEntries(test.db, [])).toEqual({ posted: [], balances: [] });
  const good: NewEntry = {
    fromAccount: purses.available,
    toAccount: purses.spent,
    amountMicros: 5,
    kind: 'adjust',
    createdBy: 't',
  };
  await expect(postEntries(test.db, [good, { ...good, amountMicros: 0 }])).rejects.toThrow(/ledger_entries/);
  await expect(postEntries(test.db, [good, { ...good, toAccount: purses.available }])).rejects.toThrow(
    /ledger_entries/,
  );
  expect(await drift()).toEqual([]);
});
