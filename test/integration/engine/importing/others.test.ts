import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { countriesOf } from '../../../../engine/importing/checking/campaign-countries.ts';
import { checkAgainstOthers } from '../../../../engine/importing/storing/check-against-others.ts';
import { countSuppressed } from '../../../../engine/importing/storing/find-suppressed.ts';
import { findImport } from '../../../../engine/importing/find-import.ts';
import type { ImportOptions } from '../../../../engine/importing/import-options.ts';
import { acceptAll, jump } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, joinPeople, seedCampaign, seedContacts, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());
afterEach(async () => {
  await test.adminDb.execute(sql`update runs set state = 'cancelled' where state <> 'cancelled'`);
  await test.adminDb.execute(sql`update suppressions set lifted_at = outdial_now()`);
  await jump(test, 30 * 86_400_000);
});

interface Checked {
  id: string;
  contactIds: number[];
}

/** A list that is being checked, its first contacts being given numbers. */
async function checking(
  contacts: number,
  phones: readonly number[],
  input: { options?: ImportOptions; campaignId?: string; morePhones?: number } = {},
): Promise<Checked> {
  const id = await seedContacts(test, { contacts, morePhones: input.morePhones ?? 0 });
  await test.adminDb.execute(
    sql`update imports set state = 'checking', options = ${JSON.stringify(input.options ?? {})}::jsonb,
          campaign_id = ${input.campaignId ?? null}::uuid where id = ${id}`,
  );
  const found = await rows<{ id: number }>(test.db, sql`select id from contacts where import_id = ${id} order by id`);
  const contactIds = found.map((contact) => contact.id);
  await test.adminDb.execute(
    sql`delete from contact_states where contact_id = any(${sql.param(contactIds)}::bigint[])`,
  );
  for (const [place, phone] of phones.entries()) {
    await test.adminDb.execute(sql`update contacts set phone = ${phone} where id = ${contactIds[place] ?? 0}`);
  }
  return { id, contactIds };
}

async function phonesOf({ contactIds }: Pick<Seeded, 'contactIds'>): Promise<number[]> {
  const found = await rows<{ phone: number }>(
    test.db,
    sql`select phone from contacts where id = any(${sql.param(contactIds)}::bigint[]) order by id`,
  );
  return found.map(({ phone }) => phone);
}

const check = async ({ id }: Checked) => await checkAgainstOthers(deps, await findImport(deps.db, id));

async function look({ id }: Checked) {
  const groups = await rows<{
    severity: string;
    code: string;
    count: number;
    examples: { rowNumber: number; message: string }[];
  }>(test.db, sql`select severity, code, count, examples from import_groups where import_id = ${id} order by code`);
  const counts = await firstRow<{
    accepted: number;
    duplicates: number;
    read: number;
    rejected: number;
    stored: number;
    lines: number;
  }>(
    test.db,
    sql`select accepted_rows as accepted, duplicate_rows as duplicates, rows_read as read, rejected_rows as rejected,
          (select count(*)::int from contacts where import_id = i.id) as stored,
          (select count(*)::int from import_problems where import_id = i.id) as lines
        from imports i where id = ${id}`,
  );
  if (!counts) throw new Error('no list');
  return { groups, ...counts };
}

describe('people who wait in another campaign', () => {
  it.each(['running', 'paused'])(
    'are told of with its name, three examples and a count, while it is %s',
    async (state) => {
      const other = await seedCampaign(deps, test, { contacts: 5 });
      await test.adminDb.execute(sql`update runs set state = ${state} where id = ${other.runId}`);
      const list = await checking(8, await phonesOf(other));
      expect(await check(list)).toEqual({ rows: 5 });
      const { groups, ...counts } = await look(list);
      expect(counts).toMatchObject({ accepted: 8, duplicates: 0, stored: 8, lines: 5 });
      expect(groups).toMatchObject([{ severity: 'warning', code: 'in_other_campaign', count: 5 }]);
      expect(groups[0]?.examples.map(({ rowNumber }) => rowNumber)).toEqual([2, 3, 4]);
      expect(groups[0]?.examples[0]?.message).toContain('"trial"');
      // Looked at again, as after a kill: the same.
      await check(list);
      expect(await look(list)).toEqual({ groups, ...counts });
    },
  );

  it('are nobody of a campaign that is over, nor who is finished in one that is not', async () => {
    const over = await seedCampaign(deps, test, { contacts: 2 });
    await test.adminDb.execute(sql`update runs set state = 'completed' where id = ${over.runId}`);
    const running = await seedCampaign(deps, test, { contacts: 2 });
    await test.adminDb.execute(sql`update contact_states set state = 'exhausted' where run_id = ${running.runId}`);
    const list = await checking(4, [...(await phonesOf(over)), ...(await phonesOf(running))]);
    expect(await check(list)).toEqual({ rows: 0 });
    expect((await look(list)).groups).toEqual([]);
  });

  it('are found by further numbers, and by numbers that share a person', async () => {
    const other = await seedCampaign(deps, test, { contacts: 3, morePhones: 1 });
    const further = await rows<{ phone: number }>(
      test.db,
      sql`select phone from contact_phones where contact_id = ${other.contactIds[0] ?? 0}`,
    );
    const list = await checking(4, [further[0]?.phone ?? 0], { morePhones: 1 });
    // Theirs is the further number of the second; the third shares a person with theirs.
    const [, second = 0, third = 0] = list.contactIds;
    const [, theirSecond = 0] = await phonesOf(other);
    await test.adminDb.execute(sql`update contact_phones set phone = ${theirSecond} where contact_id = ${second}`);
    await joinPeople(test, [other.contactIds[2] ?? 0], [third]);
    // The first is to be found by its number alone.
    await test.adminDb.execute(sql`delete from person_phones where phone = ${further[0]?.phone ?? 0}`);
    expect(await check(list)).toEqual({ rows: 3 });
  });

  it('are told apart from those of the campaign that the list is for', async () => {
    const own = await seedCampaign(deps, test, { contacts: 2, launch: false });
    const list = await checking(2, await phonesOf(own), { campaignId: own.campaignId });
    await check(list);
    expect((await look(list)).groups).toMatchObject([{ code: 'in_this_campaign', count: 2 }]);
  });

  it('are set aside as duplicates when that is asked for, and rows still add up', async () => {
    const other = await seedCampaign(deps, test, { contacts: 5 });
    const list = await checking(8, await phonesOf(other), { options: { others: 'skip' }, morePhones: 1 });
    for (let round = 0; round < 2; round++) {
      await check(list);
      const { groups, ...counts } = await look(list);
      expect(counts).toEqual({ accepted: 3, duplicates: 5, rejected: 0, read: 8, stored: 3, lines: 5 });
      expect(groups).toMatchObject([{ severity: 'duplicate', code: 'in_other_campaign', count: 5 }]);
    }
    const left = await rows(
      test.db,
      sql`select 1 from contact_phones where contact_id = any(${sql.param(list.contactIds)}::bigint[])`,
    );
    expect(left).toHaveLength(3);
  });

  it('are left to themselves when nobody wants to know, or the list is not being checked any more', async () => {
    const other = await seedCampaign(deps, test, { contacts: 3 });
    const ignored = await checking(3, await phonesOf(other), { options: { others: 'ignore' } });
    expect(await check(ignored)).toEqual({ rows: 0 });
    for (const others of ['skip', 'warn'] as const) {
      const cancelled = await checking(3, await phonesOf(other), { options: { others } });
      await test.adminDb.execute(sql`update imports set state = 'cancelled' where id = ${cancelled.id}`);
      await check(cancelled);
      expect(await look(cancelled)).toMatchObject({ groups: [], stored: 3, lines: 0 });
    }
  });

  it('are counted in full and stored up to a bound, in pages, where there are many', async () => {
    const other = await seedCampaign(deps, test, { contacts: 21_000 });
    const list = await checking(21_000, []);
    await test.adminDb.execute(
      sql`update contacts c set phone = o.phone from contacts o
          where c.import_id = ${list.id} and o.id = c.id - ${(list.contactIds[0] ?? 0) - (other.contactIds[0] ?? 0)}::bigint
            and c.row_number % 2 = 0`,
    );
    expect(await check(list)).toEqual({ rows: 10_500 });
    const { groups, lines } = await look(list);
    expect(lines).toBe(1_000);
    expect(groups).toMatchObject([{ code: 'in_other_campaign', count: 10_500 }]);
  });
});

describe('people who were dialled a short time ago', () => {
  it('are told of with day and campaign, for as many days as asked', async () => {
    const other = await seedCampaign(deps, test, { contacts: 2 });
    await acceptAll(deps, other.runId);
    await test.adminDb.execute(sql`update runs set state = 'completed' where id = ${other.runId}`);
    const phones = await phonesOf(other);
    await jump(test, 3 * 86_400_000);
    const list = await checking(3, phones);
    await check(list);
    const { groups } = await look(list);
    expect(groups).toMatchObject([{ severity: 'warning', code: 'recently_dialled', count: 2 }]);
    expect(groups[0]?.examples[0]?.message).toMatch(
      /^was dialled on \d{4}-\d{2}-\d{2} for the campaign "trial"; expected /,
    );
    for (const [recentDays, count] of [
      [2, 0],
      [4, 2],
      [0, 0],
    ] as const) {
      expect(await check(await checking(3, phones, { options: { recentDays } }))).toEqual({ rows: count });
    }
  });

  it('are one row when they wait as well, and one duplicate', async () => {
    const other = await seedCampaign(deps, test, { contacts: 2 });
    await acceptAll(deps, other.runId);
    const warned = await checking(2, await phonesOf(other));
    expect(await check(warned)).toEqual({ rows: 2 });
    expect((await look(warned)).groups.map(({ code, count }) => [code, count])).toEqual([
      ['in_other_campaign', 2],
      ['recently_dialled', 2],
    ]);
    const skipped = await checking(2, await phonesOf(other), { options: { others: 'skip' } });
    await check(skipped);
    expect(await look(skipped)).toMatchObject({ accepted: 0, duplicates: 2, lines: 2 });
  });
});

describe('counting who has said no', () => {
  const suppress = async (phones: readonly number[]): Promise<void> => {
    await test.adminDb.execute(
      sql`insert into suppressions (phone, source, created_by) select phone, 'api', 'test'
          from unnest(${sql.param([...phones])}::bigint[]) as p (phone)`,
    );
  };
  const count = async ({ id }: Checked): Promise<number> => await countSuppressed(deps, await findImport(deps.db, id));

  it.each([0, 20_001])(
    'counts contacts once, by any number of their person, with %i others suppressed',
    async (others) => {
      const list = await checking(6, [], { morePhones: 1 });
      const [a = 0, b = 0, c = 0] = await phonesOf(list);
      expect(await count(list)).toBe(0);
      await test.adminDb.execute(
        sql`insert into suppressions (phone, source, created_by) select 8600000000 + n, 'api', 'test' from generate_series(1, ${others}) n`,
      );
      const elsewhere = await checking(1, []);
      await joinPeople(test, [list.contactIds[2] ?? 0], elsewhere.contactIds);
      const further = await rows<{ phone: number }>(
        test.db,
        sql`select phone from contact_phones where contact_id = ${list.contactIds[1] ?? 0}`,
      );
      // The first twice, the second by its further number, the third by another number of its person.
      const firstFurther = await rows<{ phone: number }>(
        test.db,
        sql`select phone from contact_phones where contact_id = ${list.contactIds[0] ?? 0}`,
      );
      await suppress([a, ...firstFurther.map(({ phone }) => phone), ...further.map(({ phone }) => phone)]);
      await suppress(await phonesOf(elsewhere));
      expect(new Set([a, b, c]).size).toBe(3);
      expect(await count(list)).toBe(3);
      await test.adminDb.execute(sql`update suppressions set lifted_at = outdial_now() where phone = ${a}`);
      expect(await count(list)).toBe(3);
      await test.adminDb.execute(
        sql`update suppressions set lifted_at = outdial_now() where phone < 8600000000 or phone > 8600100000`,
      );
      expect(await count(list)).toBe(0);
    },
  );
});

describe('countries that the numbers of a campaign can call', () => {
  it('are what each of its providers can do, and any where nothing is known', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1 });
    expect(await countriesOf(deps, seeded.campaignId)).toBeNull();
    await test.adminDb.execute(sql`update provider_accounts set provider = 'cartesia' where id = ${seeded.accountId}`);
    expect(await countriesOf(deps, seeded.campaignId)).toEqual(['US']);
    expect(await countriesOf(deps, seeded.accountId)).toBeNull();
  });
});
