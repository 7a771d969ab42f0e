import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { inTransaction, type Transaction } from '../../../../db/transaction.ts';
import { lawOf } from '../../../../domain/law/law-of.ts';
import type { LawBook, LawCap } from '../../../../domain/law/law-rule.ts';
import { appliedLawIds } from '../../../../engine/planning/applied-law.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const NOW_MS = Date.UTC(2027, 0, 12, 12);

/** A book of one version, whatever it says. */
const bookOf = (id: string, caps: LawCap[]): LawBook => {
  const rule = {
    id,
    jurisdiction: 'XX',
    from: '2020-01-01',
    purposes: ['marketing'] as const,
    channels: ['call'] as const,
    caps,
    confirmed: true,
    source: 'written for this test',
  };
  return {
    versions: { test: '1' },
    rulesOf: (jurisdiction) => (jurisdiction === 'XX' ? [rule] : []),
    calendarNames: [],
    hasCalendar: () => false,
    isHoliday: () => false,
  };
};
const idUnder = async (tx: Transaction, book: LawBook): Promise<number | undefined> => {
  const law = lawOf(book, { placeKey: 'XX', purpose: 'marketing', channel: 'call' });
  return (await appliedLawIds(tx, [{ law, dueAtMs: NOW_MS }]))[0];
};
const capsOf = async (id: number | undefined): Promise<LawCap[] | undefined> => {
  const found = await rows<{ caps: LawCap[] }>(test.db, sql`select caps from applied_laws where id = ${id ?? -1}`);
  return found[0]?.caps;
};

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(async () => await test.drop());

it('names no row that was taken back with the transaction that wrote it', async () => {
  const book = bookOf('rolled-back', [{ count: 1, hours: 48 }]);
  const broken = inTransaction(test.db, async (tx) => {
    await idUnder(tx, book);
    // A second look, as a roll takes it, finds what this transaction itself wrote.
    await idUnder(tx, book);
    throw new Error('broken off');
  });
  await expect(broken).rejects.toThrow('broken off');
  expect(await capsOf(await inTransaction(test.db, (tx) => idUnder(tx, book)))).toEqual([{ count: 1, hours: 48 }]);
});

it('tells rules apart that were changed under the version that they had', async () => {
  for (const count of [1, 2, 1]) {
    const book = bookOf('same-version', [{ count, hours: 48 }]);
    expect(await capsOf(await inTransaction(test.db, (tx) => idUnder(tx, book)))).toEqual([{ count, hours: 48 }]);
  }
});
