import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { liftSuppression } from '../../../../engine/consent/lift.ts';
import { listSuppressions } from '../../../../engine/consent/list.ts';
import { sayNo } from '../../../../engine/consent/say-no.ts';
import { importSuppressions, suppress } from '../../../../engine/consent/suppress.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { claim } from '../../../../engine/dialing/claim.ts';
import { loadRun } from '../../../../engine/dialing/run-context.ts';
import { planReady } from '../../../../engine/planning/plan-ready.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, joinPeople, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

const phoneOf = async (contactId: number | undefined): Promise<number> => {
  const row = await firstRow<{ phone: number }>(test.db, sql`select phone from contacts where id = ${contactId}`);
  return row?.phone ?? 0;
};
const stateOf = async (contactId: number | undefined): Promise<string | undefined> =>
  (await firstRow<{ state: string }>(test.db, sql`select state from contact_states where contact_id = ${contactId}`))
    ?.state;
const dueOf = (seeded: Seeded) =>
  rows<{ id: number }>(test.db, sql`select contact_id as id from due where run_id = ${seeded.runId}`);

async function planned(contacts: number): Promise<Seeded> {
  const seeded = await seedCampaign(deps, test, { contacts });
  const run = await loadRun(deps, seeded.runId);
  if (run) await planReady(deps, run);
  return seeded;
}

it('ends everyone of the person who waits, in every campaign, on all numbers of the person', async () => {
  const first = await planned(2);
  const second = await seedCampaign(deps, test, { contacts: 2 });
  const phone = await phoneOf(first.contactIds[0]);
  // Two numbers of one person.
  await joinPeople(test, first.contactIds.slice(0, 1), second.contactIds.slice(0, 1));
  const answer = await suppress(deps, { phone, evidence: 'called in', actor: 'test' });
  expect(answer).toMatchObject({ already: false, contactsEnded: 2, inFlight: 0, mayStillBegin: 0, lastCanEndAt: null });
  expect(await stateOf(first.contactIds[0])).toBe('suppressed');
  expect(await stateOf(second.contactIds[0])).toBe('suppressed');
  expect(await stateOf(first.contactIds[1])).toBe('waiting');
  expect((await dueOf(first)).map((row) => row.id)).toEqual([first.contactIds[1]]);
});

it('ends who has the number as a further one, and who is known by their number alone', async () => {
  const several = await seedCampaign(deps, test, { contacts: 1, morePhones: 1 });
  const alone = await planned(1);
  const further = await firstRow<{ phone: number }>(
    test.db,
    sql`select phone from contact_phones where contact_id = ${several.contactIds[0] ?? 0}`,
  );
  const phone = further?.phone ?? 0;
  // Neither number of the list has a row of its own now; the one that stands alone is the person's id.
  await test.adminDb.execute(
    sql`delete from person_phones where phone in (${phone}, ${await phoneOf(several.contactIds[0])})`,
  );
  await test.adminDb.execute(
    sql`insert into person_phones (phone, person_id) values (${phone}, ${await phoneOf(alone.contactIds[0])})`,
  );
  expect(await suppress(deps, { phone, actor: 'test' })).toMatchObject({ contactsEnded: 2 });
  expect(await stateOf(several.contactIds[0])).toBe('suppressed');
  expect(await stateOf(alone.contactIds[0])).toBe('suppressed');
});

it('tells what may still begin, and leaves what is in flight to its own end', async () => {
  const seeded = await planned(1);
  const run = await loadRun(deps, seeded.runId);
  const [step] = run?.steps ?? [];
  if (!run || !step) throw new Error('no run');
  await claim(deps, { run, step, sender: randomUUID(), batch: 10 });
  const answer = await suppress(deps, { phone: await phoneOf(seeded.contactIds[0]), actor: 'test' });
  expect(answer).toMatchObject({ contactsEnded: 0, inFlight: 0, mayStillBegin: 1 });
  expect(Date.parse(answer.lastCanEndAt ?? '')).toBeGreaterThan(Date.now());
  expect(await stateOf(seeded.contactIds[0])).toBe('in_flight');
});

it('waits for nobody who holds the due row', async () => {
  const seeded = await planned(1);
  const phone = await phoneOf(seeded.contactIds[0]);
  const holder = await test.adminDb.$client.connect();
  await holder.query('begin');
  await holder.query('select 1 from due where contact_id = $1 for update', [seeded.contactIds[0]]);
  const answer = await suppress(deps, { phone, actor: 'test' });
  expect(answer).toMatchObject({ already: false, contactsEnded: 0 });
  await holder.query('rollback');
  holder.release();
  expect(await suppress(deps, { phone, actor: 'test' })).toMatchObject({ already: true, contactsEnded: 1 });
});

it('is one suppression, however often it is said', async () => {
  const phone = 12_125_557_001;
  const answers = await Promise.all(Array.from({ length: 8 }, () => suppress(deps, { phone, actor: 'test' })));
  expect(answers.filter((answer) => !answer.already)).toHaveLength(1);
  expect(new Set(answers.map((answer) => answer.suppressionId)).size).toBe(1);
});

it('is lifted with a reason, once, and leaves its trace', async () => {
  const phone = 12_125_557_002;
  const { suppressionId } = await suppress(deps, { phone, actor: 'test' });
  await expect(liftSuppression(deps, { suppressionId, reason: '  ', actor: 'test' })).rejects.toMatchObject({
    code: 'reason_missing',
  });
  await liftSuppression(deps, { suppressionId, reason: 'asked to be called', actor: 'test' });
  await expect(liftSuppression(deps, { suppressionId, reason: 'again', actor: 'test' })).rejects.toMatchObject({
    code: 'suppression_lifted',
  });
  expect((await listSuppressions(deps, { phone })).items).toEqual([]);
  expect((await listSuppressions(deps, { phone, includeLifted: true })).items).toMatchObject([
    { liftedReason: 'asked to be called', phone: '+12125557002' },
  ]);
  expect(await suppress(deps, { phone, actor: 'test' })).toMatchObject({ already: false });
});

it('takes a list of numbers and counts what was new', async () => {
  const answer = await importSuppressions(deps, {
    phones: [12_125_557_002, 12_125_557_003, 12_125_557_003, 12_125_557_004],
    actor: 'test',
  });
  expect(answer).toMatchObject({ added: 2, already: 1 });
});

it('pages through everyone once', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listSuppressions(deps, { includeLifted: true, limit: 2, cursor });
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const all = await firstRow<{ n: number }>(test.db, sql`select count(*)::int as n from suppressions`);
  expect(seen).toHaveLength(all?.n ?? -1);
  expect(new Set(seen).size).toBe(seen.length);
});

it('said to calls ends a campaign of calls, and leaves one that texts, too', async () => {
  const calls = await planned(1);
  const texts = await seedCampaign(deps, test, { contacts: 1, channel: 'sms' });
  await joinPeople(test, calls.contactIds, texts.contactIds);
  const phone = await phoneOf(calls.contactIds[0]);
  expect(await suppress(deps, { phone, channel: 'call', actor: 'test' })).toMatchObject({ contactsEnded: 1 });
  expect(await stateOf(calls.contactIds[0])).toBe('suppressed');
  expect(await stateOf(texts.contactIds[0])).toBe('ready');
  // The wider no is another one, and ends the rest.
  expect(await suppress(deps, { phone, actor: 'test' })).toMatchObject({ already: false, contactsEnded: 1 });
  expect(await stateOf(texts.contactIds[0])).toBe('suppressed');
});

it('said to another purpose ends nobody, and counts only what it holds as in flight', async () => {
  const seeded = await planned(1);
  const run = await loadRun(deps, seeded.runId);
  const [step] = run?.steps ?? [];
  if (!run || !step) throw new Error('no run');
  const other = run.settings.purpose === 'marketing' ? 'informational' : 'marketing';
  const phone = await phoneOf(seeded.contactIds[0]);
  expect(await suppress(deps, { phone, purpose: other, actor: 'test' })).toMatchObject({ contactsEnded: 0 });
  await claim(deps, { run, step, sender: randomUUID(), batch: 10 });
  expect(await suppress(deps, { phone, channel: 'sms', actor: 'test' })).toMatchObject({ mayStillBegin: 0 });
  expect(await suppress(deps, { phone, channel: 'call', actor: 'test' })).toMatchObject({ mayStillBegin: 1 });
});

it('imports a list of numbers with its scope', async () => {
  const phones = [12_125_557_011, 12_125_557_012];
  await importSuppressions(deps, { phones, channel: 'sms', purpose: 'marketing', actor: 'test' });
  expect((await listSuppressions(deps, { phone: 12_125_557_011 })).items).toMatchObject([
    { channel: 'sms', purpose: 'marketing', source: 'import', list: null },
  ]);
});

it('leaves the question about a possible no open when a narrower one is said again', async () => {
  const phone = 12_025_550_177;
  const said = {
    source: 'sms',
    evidence: 'stop it?',
    by: 'person',
    certainty: 'doubtful',
    reviewKey: 'narrow',
  } as const;
  await sayNo(test.db, [{ phone, ...said }]);
  const open = async () => await rows(test.db, sql`select state from reviews where phone = ${phone}`);
  for (const already of [false, true]) {
    expect(await suppress(deps, { phone, purpose: 'marketing', actor: 'test' })).toMatchObject({ already });
    expect(await open()).toEqual([{ state: 'open' }]);
  }
  await suppress(deps, { phone, actor: 'test' });
  expect(await open()).toEqual([{ state: 'confirmed' }]);
});
