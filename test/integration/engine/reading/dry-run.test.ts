import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pauseCampaign } from '../../../../engine/campaigns/pause.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { dryRun } from '../../../../engine/reading/dry-run/dry-run.ts';
import { explainPhone } from '../../../../engine/reading/explain-phone.ts';
import { explainContact } from '../../../../engine/reading/explain.ts';
import { campaignReasons } from '../../../../engine/reading/explain/campaign-reasons.ts';
import { contactsOf, phonesOf, plannedRun } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { ALWAYS, engineOver, joinPeople, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  // Wednesday 10 June 2026, 15:30 UTC: 08:30 in Los Angeles, 11:30 in New York, 16:30 in London.
  await test.adminDb.execute(
    sql`update installation set clock_offset_ms = 1000 * (extract(epoch from timestamptz '2026-06-10 15:30Z') - extract(epoch from clock_timestamp()))::bigint`,
  );
});
afterAll(() => test.drop());

const NINE_TO_FIVE: [string, string][] = [['09:00', '17:00']];
const HOURS = {
  ...ALWAYS,
  weekly: { mon: NINE_TO_FIVE, tue: NINE_TO_FIVE, wed: NINE_TO_FIVE, thu: NINE_TO_FIVE, fri: NINE_TO_FIVE },
};

/** Twelve people, by row in New York, Los Angeles, nowhere; every fourth said no, every eighth to everything. */
async function draft(purpose: 'informational' | 'marketing'): Promise<Seeded> {
  const seeded = await seedCampaign(deps, test, { contacts: 12, launch: false, settings: { purpose, hours: HOURS } });
  const [first = 0] = seeded.contactIds;
  await test.adminDb.execute(sql`
    update contacts set zone_key = (array['America/New_York', 'America/Los_Angeles', ''])[1 + (id - ${first}) % 3],
      place_key = (array['US-NY', 'US-CA', ''])[1 + (id - ${first}) % 3]
    where id between ${first} and ${first} + 11`);
  await test.db.execute(sql`
    insert into suppressions (phone, purpose, source, created_by)
    select phone, case when (id - ${first}) % 8 = 0 then '' else 'emergency' end, 'api', 'test' from contacts
    where id between ${first} and ${first} + 11 and (id - ${first}) % 4 = 0`);
  return seeded;
}

it('says who would be dialled now, later by the clock there, and never, as the planner then does it', async () => {
  const seeded = await draft('informational');
  const before = await dryRun(deps, seeded);
  expect(before).toMatchObject({ contacts: 12, finished: 0, needConsent: 0, laterMore: 0 });
  expect(before.later).toEqual([
    {
      at: '2026-06-10T16:00:00.000Z',
      zone: 'America/Los_Angeles',
      label: '09:00 in America/Los_Angeles',
      contacts: 4,
    },
  ]);
  expect(before).toMatchObject({
    now: 3,
    needZone: 3,
    never: [
      { state: 'unknown_zone', reason: 'zone_unknown', contacts: 3 },
      { state: 'suppressed', reason: 'opted_out', contacts: 2 },
    ],
    message: '3 now, 4 after 09:00 in America/Los_Angeles, 3 need a zone, 2 never: opted_out',
  });

  // Nothing was written: every contact is still to be planned, and then is what was foretold.
  expect(await contactsOf(test, seeded)).toEqual({ ready: 12 });
  await plannedRun(deps, seeded.runId);
  expect(await contactsOf(test, seeded)).toEqual({
    waiting: 7,
    'unknown_zone:zone_unknown': 3,
    'suppressed:opted_out': 2,
  });
  // The same question of a campaign that was planned meanwhile has the same answer.
  expect(await dryRun(deps, seeded)).toMatchObject({ now: 3, later: [{ contacts: 4 }], needZone: 3, finished: 2 });
});

it('asks what consent is on record where a law wants it, of every number', async () => {
  const seeded = await draft('marketing');
  const asked = await dryRun(deps, seeded);
  expect(asked.now + asked.later.length).toBe(0);
  await test.db.execute(sql`
    insert into consent_events (phone, kind, consent_class, method, happened_at, created_by)
    select phone, 'given', 'written', 'paper', outdial_now() - interval '1 day', 'test' from contacts
    where id between ${seeded.contactIds[0]} and ${seeded.contactIds[11]}`);
  const given = await dryRun(deps, seeded);
  expect(given.needConsent).toBe(0);
  expect(given.now).toBeGreaterThan(0);
});

it('counts why the contacts of a campaign wait, and what is in the way of all', async () => {
  const seeded = await seedCampaign(deps, test, {
    contacts: 5,
    zoneKey: 'America/Los_Angeles',
    settings: { purpose: 'emergency', hours: HOURS },
  });
  expect(await campaignReasons(deps, seeded)).toMatchObject({
    contacts: 5,
    blocks: [],
    reasons: [{ code: 'waits_for_plan', contacts: 5, nextAt: null }],
  });
  await plannedRun(deps, seeded.runId);
  await pauseCampaign(deps, { campaignId: seeded.campaignId, actor: 'test', reason: 'lunch' });
  expect(await campaignReasons(deps, seeded)).toMatchObject({
    blocks: [{ rule: 'campaign', evidence: expect.stringContaining('lunch') }],
    reasons: [{ code: 'waits_for_window', contacts: 5, nextAt: '2026-06-10T16:00:00.000Z' }],
  });
  await expect(campaignReasons(deps, { campaignId: '00000000-0000-7000-8000-000000000000' })).rejects.toMatchObject({
    code: 'unknown_campaign',
  });
});

it('says in one sentence when a window opens, and which rule keeps it shut', async () => {
  const seeded = await seedCampaign(deps, test, {
    contacts: 1,
    zoneKey: 'America/Los_Angeles,America/New_York',
    settings: { purpose: 'emergency', hours: HOURS },
  });
  await plannedRun(deps, seeded.runId);
  const answer = await explainContact(deps, { contactId: seeded.contactIds[0] ?? 0 });
  expect(answer).toMatchObject({
    verdict: 'waiting',
    code: 'waits_for_window',
    decidingRule: 'window',
    nextAt: '2026-06-10T16:00:00.000Z',
  });
  expect(answer.message).toMatch(
    /^Opens 09:00 in America\/Los_Angeles, in \d+ min; it is 2026-06-10 \d\d:\d\d in America\/Los_Angeles: closed by the hours of the campaign\.$/,
  );
  expect(answer.rules.map(({ rule }) => rule)).toHaveLength(14);
  // Nobody can say what will have been.
  await expect(
    explainContact(deps, { contactId: seeded.contactIds[0] ?? 0, atMs: Date.UTC(2040, 0, 1) }),
  ).rejects.toMatchObject({ code: 'in_the_future' });
});

it('tells of the past by what was known and set then', async () => {
  const seeded = await seedCampaign(deps, test, { contacts: 1 });
  const contactId = seeded.contactIds[0] ?? 0;
  const beforeMs = await now();
  await wait();
  await pauseCampaign(deps, { campaignId: seeded.campaignId, actor: 'test', reason: 'a fire' });
  await wait();
  const pausedMs = await now();
  await wait();
  const [phone] = await phonesOf(test, contactId);
  await test.db.execute(sql`insert into suppressions (phone, source, created_by) values (${phone}, 'api', 'test')`);

  const verdictOf = async (atMs: number | undefined, rule: string): Promise<string | undefined> =>
    (await explainContact(deps, { contactId, atMs })).rules.find((look) => look.rule === rule)?.verdict;
  expect([await verdictOf(beforeMs, 'campaign'), await verdictOf(beforeMs, 'suppression')]).toEqual([
    'passes',
    'passes',
  ]);
  expect([await verdictOf(pausedMs, 'campaign'), await verdictOf(pausedMs, 'suppression')]).toEqual([
    'forbids',
    'passes',
  ]);
  expect([await verdictOf(undefined, 'campaign'), await verdictOf(undefined, 'suppression')]).toEqual([
    'forbids',
    'forbids',
  ]);
  expect((await explainContact(deps, { contactId, atMs: pausedMs })).message).toContain('a fire');
  expect(await verdictOf(pausedMs, 'breaker')).toBe('not_known');
  // Before its list was there it was nobody's.
  expect((await explainContact(deps, { contactId, atMs: Date.UTC(2020, 0, 1) })).verdict).toBe('not_in_a_campaign');
});

it('finds everybody behind a number, also under the person’s other numbers, newest campaign first', async () => {
  const older = await seedCampaign(deps, test, { contacts: 1 });
  const newer = await seedCampaign(deps, test, { contacts: 1 });
  await joinPeople(test, older.contactIds, newer.contactIds);
  const [phone = 0] = await phonesOf(test, older.contactIds[0]);
  const found = await explainPhone(deps, { phone });
  expect(found.contacts.map(({ campaignId }) => campaignId)).toEqual([newer.campaignId, older.campaignId]);
  expect(found.personPhones).toHaveLength(2);
  expect(await explainPhone(deps, { phone: 12_025_550_199 })).toMatchObject({ contacts: [], suppressions: [] });
});

async function now(): Promise<number> {
  const result = await test.db.execute(sql`select to_ms(outdial_now()) as ms`);
  return Number(result.rows[0]?.['ms']);
}
const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
