import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../../db/rows.ts';
import { getSuppressionList, listSuppressionLists } from '../../../../../engine/consent/lists/list-lists.ts';
import { loadSuppressionList, type ListToLoad } from '../../../../../engine/consent/lists/load-list.ts';
import { removeSuppressionList } from '../../../../../engine/consent/lists/remove-list.ts';
import { listSuppressions } from '../../../../../engine/consent/list.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(() => test.drop());

const number = (i: number): number => 12_025_550_000 + i;
const fileOf = (numbers: readonly number[]): string => `phone\n${numbers.map((phone) => `+${phone}`).join('\n')}\n`;
const span = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => number(from + i));

async function* bytesOf(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

const load = (name: string, content: string | AsyncIterable<Uint8Array>, more: Partial<ListToLoad> = {}) =>
  loadSuppressionList(test, {
    name,
    purpose: 'marketing',
    channel: 'call',
    source: 'the registry',
    asOf: null,
    fileName: 'list.csv',
    bytes: typeof content === 'string' ? bytesOf(content) : content,
    maxBytes: 100_000_000,
    actor: 'test',
    ...more,
  });

/** Every number of a list, with why those that are lifted are. */
const numbersOf = (name: string) =>
  rows<{ phone: number; load: number; reason: string | null }>(
    test.db,
    sql`select phone, list_id as load, lifted_reason as reason from suppressions
        where list_id in (select id from suppression_lists where name = ${name}) order by phone, id`,
  );
const active = async (name: string): Promise<number[]> =>
  (await numbersOf(name)).filter(({ reason }) => reason === null).map(({ phone }) => phone);

it('counts every number of a file once, with its scope, source and list', async () => {
  const loaded = await load('first', fileOf([...span(0, 5), number(3)]), { asOf: '2026-01-05' });
  expect(loaded).toMatchObject({ already: false, rowsRead: 6, numbers: 5, added: 5, kept: 0, lifted: 0 });
  const { items } = await listSuppressions(test, { phone: number(3) });
  expect(items).toMatchObject([
    {
      purpose: 'marketing',
      channel: 'call',
      source: 'list',
      list: 'first',
      evidence: 'the registry, as of 2026-01-05',
      createdBy: 'test',
    },
  ]);
});

it('is replaced by a newer load of its name: who left is lifted with the reason, who stays keeps the row', async () => {
  const before = await load('monthly', fileOf(span(0, 4)), { asOf: '2026-01-05' });
  const after = await load('monthly', fileOf(span(2, 6)), { asOf: '2026-02-05' });
  expect(after).toMatchObject({ numbers: 4, added: 2, kept: 2, lifted: 2 });
  expect(await numbersOf('monthly')).toEqual([
    { phone: number(0), load: before.listId, reason: 'not on the list of 2026-02-05' },
    { phone: number(1), load: before.listId, reason: 'not on the list of 2026-02-05' },
    { phone: number(2), load: before.listId, reason: null },
    { phone: number(3), load: before.listId, reason: null },
    { phone: number(4), load: after.listId, reason: null },
    { phone: number(5), load: after.listId, reason: null },
  ]);
  const shown = await getSuppressionList(test, { name: 'monthly' });
  expect(shown).toMatchObject({ id: after.listId, state: 'done', numbers: 4 });
  expect(shown.loads.map(({ state }) => state)).toEqual(['done', 'replaced']);
});

it('leaves what people said themselves and other lists alone', async () => {
  await test.db.execute(
    sql`insert into suppressions (phone, source, created_by) values (${number(20)}, 'sms', 'person')`,
  );
  await load('one', fileOf(span(20, 22)));
  await load('other', fileOf(span(20, 22)));
  await load('one', fileOf([number(21)]));
  await removeSuppressionList(test, { name: 'one', reason: 'ours no more', actor: 'test' });
  expect(await active('one')).toEqual([]);
  expect(await active('other')).toEqual(span(20, 22));
  const { items } = await listSuppressions(test, { phone: number(20), source: 'sms' });
  expect(items).toHaveLength(1);
});

it('takes another scope with a newer load', async () => {
  await load('wider', fileOf(span(0, 3)));
  expect(await load('wider', fileOf(span(0, 3)), { channel: '' })).toMatchObject({ added: 3, lifted: 3 });
  const { items } = await listSuppressions(test, { list: 'wider' });
  expect(items.map(({ channel }) => channel)).toEqual(['', '', '']);
});

it('knows the same file again, and takes it as fresh when it is as of a later day', async () => {
  const file = fileOf(span(0, 3));
  await load('same', file, { asOf: '2026-01-05' });
  expect(await load('same', file, { asOf: '2026-01-05' })).toMatchObject({
    already: true,
    numbers: 3,
    added: 0,
    message: expect.stringMatching(/^It was loaded on \d{4}-\d\d-\d\d already\.$/),
  });
  expect(await load('same', file, { asOf: '2026-02-05' })).toMatchObject({ already: false, added: 0, kept: 3 });
  expect(await getSuppressionList(test, { name: 'same' })).toMatchObject({ asOf: '2026-02-05', numbers: 3 });
});

it('is not emptied by half a file, by one without numbers, or by one that breaks off', async () => {
  await load('guarded', fileOf(span(0, 10)));
  await expect(load('guarded', fileOf(span(0, 4)))).rejects.toMatchObject({ code: 'list_shrank' });
  await expect(load('guarded', 'phone\nnobody\n')).rejects.toMatchObject({ code: 'no_numbers' });
  const broken = (async function* () {
    yield Buffer.from(fileOf(span(0, 9)));
    throw new Error('the line is dead');
  })();
  await expect(load('guarded', broken)).rejects.toThrow('the line is dead');
  expect(await active('guarded')).toEqual(span(0, 10));
  const { loads } = await getSuppressionList(test, { name: 'guarded' });
  expect(loads.map(({ state, failure }) => [state, failure])).toEqual([
    ['failed', 'the load broke off'],
    ['failed', expect.stringContaining('No row of this file')],
    ['failed', expect.stringContaining('The file has 4 numbers')],
    ['done', null],
  ]);
  expect(await load('guarded', fileOf(span(0, 4)), { allowFewer: true })).toMatchObject({ numbers: 4, lifted: 6 });
});

it('refuses a second load of a name while the first is at work', async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = (): void => {};
  const reading = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const slow = (async function* () {
    yield Buffer.from(fileOf(span(0, 3)));
    begun();
    await held;
  })();
  const first = load('twice', slow);
  await reading;
  await expect(load('twice', fileOf(span(0, 5)))).rejects.toMatchObject({ kind: 'conflict', code: 'list_busy' });
  await expect(removeSuppressionList(test, { name: 'twice', reason: 'now', actor: 'test' })).rejects.toMatchObject({
    code: 'list_busy',
  });
  // Another list is no matter of this one.
  expect(await load('beside', fileOf(span(0, 2)))).toMatchObject({ numbers: 2 });
  release();
  expect(await first).toMatchObject({ numbers: 3 });
  expect(await active('twice')).toEqual(span(0, 3));
});

it('leaves nothing behind when its connection is killed half-way, and can be loaded again', async () => {
  const many = span(0, 3_000);
  const killed = (async function* () {
    yield Buffer.from(fileOf(many));
    await test.adminDb.execute(sql`
      select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and d.datname = current_database() and l.granted and l.pid <> pg_backend_pid()`);
    yield Buffer.from(`+${number(4_000)}\n`.repeat(30_000));
  })();
  await expect(load('killed', killed)).rejects.toThrow(/terminat|connection/i);
  expect(await numbersOf('killed')).toEqual([]);
  expect(await getSuppressionList(test, { name: 'killed' })).toMatchObject({ state: 'failed' });
  expect(await load('killed', fileOf(many))).toMatchObject({ numbers: 3_000 });
});

it('marks a load whose process died as failed when the next one begins', async () => {
  await test.db.execute(sql`
    insert into suppression_lists (name, source, file_name, sha256, state, created_by)
    values ('died', 'the registry', 'list.csv', '', 'loading', 'test')`);
  await load('died', fileOf(span(0, 2)));
  const { loads } = await getSuppressionList(test, { name: 'died' });
  expect(loads.map(({ state }) => state)).toEqual(['done', 'failed']);
});

it('is removed with a reason, once, and all of its numbers with it', async () => {
  await load('gone', fileOf(span(0, 3)));
  const remove = (reason: string) => removeSuppressionList(test, { name: 'gone', reason, actor: 'test' });
  await expect(remove(' ')).rejects.toMatchObject({ code: 'reason_missing' });
  expect(await remove('bought by mistake')).toEqual({ name: 'gone', lifted: 3 });
  expect((await numbersOf('gone')).map(({ reason }) => reason)).toEqual(Array(3).fill('bought by mistake'));
  await expect(remove('again')).rejects.toMatchObject({ code: 'list_not_in_force' });
  await expect(removeSuppressionList(test, { name: 'nowhere', reason: 'x', actor: 'test' })).rejects.toMatchObject({
    code: 'unknown_list',
  });
  const audited = await firstRow<{ reason: string }>(
    test.db,
    sql`select reason from audit_entries where action = 'suppression_list.remove' and subject = 'suppression-list:gone'`,
  );
  expect(audited?.reason).toBe('bought by mistake');
  expect(await load('gone', fileOf(span(0, 3)))).toMatchObject({ added: 3 });
});

it('is stale when it is as of more than 31 days ago, by the rule that says so', async () => {
  const day = async (ago: number): Promise<string> =>
    (
      await firstRow<{ day: string }>(
        test.db,
        sql`select ((outdial_now() at time zone 'UTC')::date - ${ago}::int)::text as day`,
      )
    )?.day ?? '';
  await load('fresh', fileOf(span(0, 2)), { asOf: await day(31) });
  await load('old', fileOf(span(0, 2)), { asOf: await day(32) });
  await load('ageless', fileOf(span(0, 2)));
  const lists = new Map((await listSuppressionLists(test)).map((list) => [list.name, list]));
  expect(lists.get('fresh')).toMatchObject({ stale: false, ageDays: 31, staleRule: null });
  expect(lists.get('old')).toMatchObject({ stale: true, ageDays: 32, staleRule: '47 CFR 64.1200(c)(2)(i)(D)' });
  expect(lists.get('ageless')).toMatchObject({ stale: false, ageDays: null });
  await expect(load('future', fileOf(span(0, 2)), { asOf: await day(-2) })).rejects.toMatchObject({
    code: 'as_of_in_future',
  });
});

interface Waiting {
  phone: number;
  state?: string;
}

/** A campaign with contacts that wait, written as rows: what plans them is no matter here. */
async function campaignOf(settings: object, people: readonly Waiting[]): Promise<number[]> {
  const made = await firstRow<{ runId: string; importId: string; first: number }>(
    test.adminDb,
    sql`with campaign as (
          insert into campaigns (name, settings, created_by) values ('trial', ${JSON.stringify(settings)}::jsonb, 'test') returning id
        ), run as (
          insert into runs (kind, campaign_id, state) select 'campaign', id, 'running' from campaign returning id
        )
        insert into imports (campaign_id, file_name, file_sha256, file_bytes, stored_path, state, created_by)
        select campaign.id, 'a', 'b', 1, 'c', 'done', 'test' from campaign
        returning id as "importId", first_contact_id as first, (select id from run) as "runId"`,
  );
  if (!made) throw new Error('no campaign');
  const ids = people.map((_, i) => made.first + i + 1);
  for (const [i, { phone, state = 'waiting' }] of people.entries()) {
    await test.adminDb.execute(
      sql`insert into contacts (id, import_id, row_number, phone, zone_key, zone_source)
          values (${ids[i]}, ${made.importId}, ${i + 1}, ${phone}, 'America/New_York', 'prefix')`,
    );
    await test.adminDb.execute(
      sql`insert into contact_states (contact_id, run_id, state) values (${ids[i]}, ${made.runId}, ${state})`,
    );
  }
  return ids;
}
const statesOf = async (ids: readonly number[]): Promise<string[]> =>
  (
    await rows<{ state: string }>(
      test.db,
      sql`select state from contact_states where contact_id = any(${sql.param([...ids])}::bigint[]) order by contact_id`,
    )
  ).map(({ state }) => state);

it('ends who waits in a campaign of which nothing is left, and nobody else', async () => {
  const call = { channel: 'call' };
  const people = [{ phone: number(50_100) }, { phone: number(50_101), state: 'in_flight' }, { phone: number(50_102) }];
  const calls = await campaignOf({ purpose: 'marketing', steps: [call] }, people);
  const both = await campaignOf({ purpose: 'marketing', steps: [call, { channel: 'sms' }] }, people);
  const news = await campaignOf({ purpose: 'informational', steps: [call] }, people);
  expect(await load('dnc', fileOf(span(50_100, 50_102)))).toMatchObject({ contactsEnded: 1 });
  expect(await statesOf(calls)).toEqual(['suppressed', 'in_flight', 'waiting']);
  expect(await statesOf(both)).toEqual(['waiting', 'in_flight', 'waiting']);
  expect(await statesOf(news)).toEqual(['waiting', 'in_flight', 'waiting']);
  // With the texts held, too, nothing is left of the campaign with both.
  expect(await load('dnc-texts', fileOf(span(50_100, 50_102)), { channel: 'sms' })).toMatchObject({ contactsEnded: 1 });
  expect(await statesOf(both)).toEqual(['suppressed', 'in_flight', 'waiting']);
});

it('ends nobody of a list without a campaign unless everything is held', async () => {
  const [contact] = await campaignOf({ purpose: 'marketing', steps: [] }, [{ phone: number(50_200), state: 'ready' }]);
  await test.adminDb.execute(sql`update contact_states set run_id = null where contact_id = ${contact}`);
  await load('calls', fileOf([number(50_200)]), { purpose: '' });
  expect(await statesOf([contact ?? 0])).toEqual(['ready']);
  await load('all', fileOf([number(50_200)]), { purpose: '', channel: '' });
  expect(await statesOf([contact ?? 0])).toEqual(['suppressed']);
});
