import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { explainPhone } from '../../../../engine/reading/explain-phone.ts';
import { explainContact } from '../../../../engine/reading/explain.ts';
import { campaignReasons } from '../../../../engine/reading/explain/campaign-reasons.ts';
import { adoptRules } from '../../../../engine/planning/adopt-rules.ts';
import { bookAppointments } from '../../../../engine/reminders/booking/book.ts';
import { planStale } from '../../../../engine/reminders/plans/plan-stale.ts';
import { changeProgramme } from '../../../../engine/reminders/programmes/change.ts';
import { pauseProgramme, resumeProgramme } from '../../../../engine/reminders/programmes/control.ts';
import { skipSteps } from '../../../../engine/reminders/booking/skip.ts';
import { jump } from '../../../support/ledger-steps.ts';
import { nowOf, setClock, turnAll } from '../../../support/reminder-world.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { seedProgramme } from '../../../support/seed-programme.ts';
import { engineOver } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const HOUR_MS = 3_600_000;
const actor = 'test';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  // Wednesday 10 June 2026, 15:00 UTC: 10:00 in Chicago.
  await setClock(test, Date.UTC(2026, 5, 10, 15));
});
afterAll(() => test.drop());

let people = 0;
async function book(programmeId: string, hours: readonly number[], phone = 13_125_550_100 + ++people) {
  const items = hours.map((hour, place) => ({
    externalId: `${phone}-${place}`,
    phone: `+${phone}`,
    startsAt: new Date(Date.UTC(2026, 5, 12, 15) + hour * HOUR_MS).toISOString(),
    zone: 'America/Chicago',
    recipientZone: 'America/Chicago',
  }));
  const results = await bookAppointments(deps, { programmeId, items, actor });
  if (!results.every(({ ok }) => ok)) throw new Error(JSON.stringify(results));
  return { phone, ids: items.map(({ externalId }) => externalId) };
}

const messageOf = async (externalId: string, key: string): Promise<number> => {
  const found = await firstRow<{ id: number }>(
    test.db,
    sql`select m.contact_id as id from reminders m join appointments a on a.id = m.appointment_id
        where a.external_id = ${externalId} and m.key = ${key} and m.contact_id is not null order by m.version desc limit 1`,
  );
  if (!found) throw new Error('no message');
  return found.id;
};

it('tells of a number which appointments are to come, which steps are skipped and why, and what one message serves', async () => {
  const merged = await seedProgramme(deps, test, { name: 'Dental', settings: { mergeWithinSeconds: 7_200 } });
  const { phone, ids } = await book(merged.programmeId, [0, 1]);
  const [first = '', second = ''] = ids;
  await skipSteps(deps, { programmeId: merged.programmeId, externalId: second, steps: ['2h-call'], actor });
  const told = await explainPhone(deps, { phone });
  expect(told.appointments.map(({ externalId, programme, says }) => [externalId, programme, says])).toEqual([
    [first, 'Dental', 'Fri 12 Jun 10:00 in Chicago'],
    [second, 'Dental', 'Fri 12 Jun 11:00 in Chicago'],
  ]);
  const [one, two] = told.appointments.map(({ steps }) => new Map(steps.map((step) => [step.key, step])));
  expect(one?.get('24h-sms')).toMatchObject({ status: 'planned', sharedWith: [second] });
  expect(two?.get('24h-sms')).toMatchObject({ status: 'planned', sharedWith: [first] });
  expect(one?.get('24h-sms')?.contactId).toBe(two?.get('24h-sms')?.contactId);
  expect(two?.get('2h-call')).toMatchObject({
    status: 'skipped',
    reason: 'skipped',
    why: 'Not sent: it was taken out (Fri 12 Jun 09:00 in Chicago).',
    contactId: null,
  });
  // What waits comes before what was taken back, and names its appointments.
  expect(told.contacts.map(({ verdict }) => verdict)).toEqual(
    told.contacts.map(({ verdict }) => verdict).toSorted((a, b) => Number(a === 'finished') - Number(b === 'finished')),
  );
  const waiting = told.contacts.find(({ contactId }) => contactId === one?.get('24h-sms')?.contactId);
  expect(waiting).toMatchObject({
    verdict: 'waiting',
    code: 'waits_for_its_time',
    campaign: 'Dental',
    nextAt: '2026-06-11T15:00:00.000Z',
    reminder: {
      programme: 'Dental',
      step: '24h-sms',
      says: `24h-sms of "Dental" for ${first}, Fri 12 Jun 10:00 in Chicago and ${second}, Fri 12 Jun 11:00 in Chicago`,
    },
  });
});

it('tells what a change of a programme left stale until its turn, also of new rules, now and of the past', async () => {
  const programme = await seedProgramme(deps, test, { name: 'Eyes' });
  const { ids } = await book(programme.programmeId, [2]);
  const contactId = await messageOf(ids[0] ?? '', '24h-sms');
  const planOf = async (atMs?: number) =>
    (await explainContact(deps, { contactId, atMs })).rules.find(({ rule }) => rule === 'plan');
  expect(await planOf()).toMatchObject({ verdict: 'passes' });
  const beforeMs = await nowOf(test);
  await jump(test, 60_000);
  await changeProgramme(deps, { programmeId: programme.programmeId, settings: { lateSeconds: 900 }, actor });
  expect(await planOf()).toMatchObject({
    verdict: 'waits',
    whatWouldChange: 'a turn of the programme plans its appointment again',
  });
  while ((await planStale(deps, programme.runId)) > 0);
  expect(await planOf()).toMatchObject({ verdict: 'passes', version: 'settings 2' });
  expect(await planOf(beforeMs)).toMatchObject({ verdict: 'passes', version: 'settings 1' });
  const newer = { ...deps, law: { ...deps.law, digest: 'newer' } };
  await adoptRules(newer);
  expect(await planOf()).toMatchObject({ verdict: 'waits' });
  while ((await planStale(newer, programme.runId)) > 0);
  expect(await planOf()).toMatchObject({ verdict: 'passes' });
  deps = newer;
});

it('knows of the past when a programme was paused, and that it ran from its making on', async () => {
  const programme = await seedProgramme(deps, test, { name: 'Vet' });
  const unbookedMs = await nowOf(test);
  await jump(test, 60_000);
  const { ids } = await book(programme.programmeId, [3]);
  const contactId = await messageOf(ids[0] ?? '', '24h-sms');
  const campaign = async (atMs?: number) =>
    (await explainContact(deps, { contactId, atMs })).rules.find(({ rule }) => rule === 'campaign');
  const moments: number[] = [];
  const goOn = async (): Promise<void> => {
    await jump(test, 60_000);
    moments.push(await nowOf(test));
    await jump(test, 60_000);
  };
  await goOn();
  await pauseProgramme(deps, { programmeId: programme.programmeId, actor, reason: 'lunch' });
  await goOn();
  expect(await campaign()).toMatchObject({ verdict: 'forbids', evidence: expect.stringContaining('"Vet" is paused') });
  expect(await campaignReasons(deps, programme)).toMatchObject({
    name: 'Vet',
    programme: { id: programme.programmeId, name: 'Vet' },
    contacts: 2,
    blocks: [{ rule: 'campaign', evidence: expect.stringContaining('lunch') }],
    reasons: [{ code: 'waits_for_its_time', contacts: 2 }],
  });
  await resumeProgramme(deps, { programmeId: programme.programmeId, actor });
  await goOn();
  const verdicts: unknown[] = [];
  for (const atMs of moments) verdicts.push((await campaign(atMs))?.verdict);
  expect(verdicts).toEqual(['passes', 'forbids', 'passes']);
  expect(await explainContact(deps, { contactId, atMs: unbookedMs })).toMatchObject({
    verdict: 'not_in_a_campaign',
    code: 'not_planned_yet',
  });
  // Before its first dial a message of the past is put off by its own step.
  const past = await explainContact(deps, { contactId, atMs: moments[0] });
  expect(past).toMatchObject({ code: 'waits_for_its_time', nextAt: '2026-06-11T18:00:00.000Z' });
});

it('says that what follows a call waits for it, and what was missed', async () => {
  const programme = await seedProgramme(deps, test, {
    name: 'Skin',
    steps: ['2h:call>noreply30m:sms', '1h:sms'],
    settings: { lateSeconds: 600 },
  });
  const { ids } = await book(programme.programmeId, [6]);
  const [id = ''] = ids;
  const contactId = await messageOf(id, '2h-call');
  await setClock(test, Date.UTC(2026, 5, 12, 19, 0, 1));
  await turnAll(deps, test, programme);
  expect(await explainContact(deps, { contactId })).toMatchObject({
    code: 'waits_for_follow_up',
    decidingRule: 'too_early',
    reminder: { step: '2h-call', appointments: [{ externalId: id }] },
  });
  await pauseProgramme(deps, { programmeId: programme.programmeId, actor });
  await setClock(test, Date.UTC(2026, 5, 12, 20, 30));
  await resumeProgramme(deps, { programmeId: programme.programmeId, actor });
  await turnAll(deps, test, programme);
  const missed = await explainContact(deps, { contactId: await messageOf(id, '1h-sms') });
  expect(missed).toMatchObject({ verdict: 'finished', state: 'expired', code: 'expired' });
  expect(missed.message).toContain(`It was 1h-sms of "Skin" for ${id}, Fri 12 Jun 16:00 in Chicago.`);
});
