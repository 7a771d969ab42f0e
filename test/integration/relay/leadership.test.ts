import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { competeForLeadership, type Leadership } from '../../../relay/leadership.ts';
import { testDb, type TestDb } from '../../support/test-db.ts';

const KEY = 4_711;

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(async () => await test.drop());

const competing: Leadership[] = [];
afterEach(async () => {
  await Promise.all(competing.splice(0).map((each) => each.stop()));
});

function compete(key = KEY): Leadership {
  const leadership = competeForLeadership(test.url, key, () => {});
  competing.push(leadership);
  return leadership;
}
/** The server process whose session has the lock. */
const holder = async (): Promise<number | undefined> =>
  (
    await firstRow<{ pid: number }>(
      test.adminDb,
      sql`select pid from pg_locks where locktype = 'advisory' and objid = ${KEY} and granted
            and database = (select oid from pg_database where datname = current_database())`,
    )
  )?.pid;
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 20_000, interval: 50 });

describe('leadership', () => {
  it('has one of many, and goes on to another when the leader stops', async () => {
    const all = [compete(), compete(), compete()];
    await until(() => expect(all.filter((each) => each.isLeader())).toHaveLength(1));
    const leader = all.find((each) => each.isLeader());
    await leader?.stop();
    expect(leader?.isLeader()).toBe(false);
    const others = all.filter((each) => each !== leader);
    await until(() => expect(others.filter((each) => each.isLeader())).toHaveLength(1));
  });

  it('is lost with its connection: whoever has the lock then leads, and nobody else', async () => {
    const all = [compete(), compete()];
    await until(() => expect(all.filter((each) => each.isLeader())).toHaveLength(1));
    const lost = await holder();
    await test.adminDb.execute(sql`select pg_terminate_backend(${lost}::integer)`);
    await vi.waitFor(async () => expect([undefined, lost]).not.toContain(await holder()), { timeout: 20_000 });
    await until(() => expect(all.filter((each) => each.isLeader())).toHaveLength(1));
  });

  it('of one kind of work says nothing about another', async () => {
    const [one, other] = [compete(), compete(KEY + 1)];
    await until(() => expect([one.isLeader(), other.isLeader()]).toEqual([true, true]));
  });
});
