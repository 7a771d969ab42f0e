import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import type { Outcome } from '../../../../domain/outcome.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { replan } from '../../../../engine/planning/replan.ts';
import { roll } from '../../../../engine/planning/roll.ts';
import {
  acceptAll,
  claimAll,
  contactsOf,
  endAll,
  jump,
  offences,
  passGate,
  phonesOf,
  plannedRun,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

interface DueView {
  phone: number;
  step: number;
  channel: string;
  /** In seconds from now. */
  inSeconds: number;
}

const dueOf = (seeded: Seeded): Promise<DueView[]> =>
  rows(
    test.db,
    sql`select phone, step, channel, round(extract(epoch from due_at - outdial_now()))::int as "inSeconds" from due
        where run_id = ${seeded.runId} order by contact_id`,
  );

const dialledBy = async (seeded: Seeded): Promise<number[]> =>
  (
    await rows<{ phone: number }>(test.db, sql`select phone from attempts where run_id = ${seeded.runId} order by id`)
  ).map(({ phone }) => phone);

/** Dials everybody once, with this end. */
async function dial(seeded: Seeded, outcome: Outcome, step = 0): Promise<void> {
  // Past the shortest wait.
  await jump(test, 2_000);
  const { ids } = await acceptAll(deps, seeded.runId, step);
  await endAll(deps, seeded, ids, outcome);
}

const SMS = '{"channel":"sms","text":"Hello"}';
/** A call, then a text. */
const addText = (seeded: Seeded) =>
  test.adminDb.execute(
    sql`update campaigns set settings = jsonb_set(settings, '{steps,1}', (settings -> 'steps' -> 0) || ${SMS}::jsonb)
        where id = ${seeded.campaignId}`,
  );

describe('a contact with several numbers', () => {
  it('is tried on each in turn, round by round, from one budget', async () => {
    const seeded = await seedCampaign(deps, test, {
      contacts: 1,
      morePhones: 2,
      settings: { maxAttempts: 4, waitSeconds: { no_answer: 1 }, personCaps: [{ count: 10, hours: 24 }] },
    });
    const phones = await phonesOf(test, seeded.contactIds[0]);
    for (let round = 0; round < 4; round++) await dial(seeded, 'no_answer');
    expect(await dialledBy(seeded)).toEqual([...phones, phones[0]]);
    expect(await contactsOf(test, seeded)).toEqual({ 'exhausted:no_answer': 1 });
    expect(await offences(test)).toEqual([]);
  });

  it('keeps its number when an attempt was given back: it was not tried', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1, morePhones: 1 });
    const [first] = await phonesOf(test, seeded.contactIds[0]);
    const claimed = await claimAll(deps, seeded.runId);
    await test.db.execute(sql`update runs set policy_version = policy_version + 1 where id = ${seeded.runId}`);
    expect([...(await passGate(deps, claimed)).values()]).toEqual(['plan_changed']);
    await giveBack(
      deps,
      claimed.ids.map((attemptId) => ({ attemptId, reason: 'plan_changed' })),
      { state: 'INTENT' },
    );
    expect(await dueOf(seeded)).toMatchObject([{ phone: first }]);
    expect(await offences(test)).toEqual([]);
  });

  it('goes on at once with the next number when one does not exist, and fails when none is left', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1, morePhones: 1 });
    const [first, second] = await phonesOf(test, seeded.contactIds[0]);
    await dial(seeded, 'bad_number');
    expect(await dueOf(seeded)).toMatchObject([{ phone: second, step: 0 }]);
    expect((await dueOf(seeded))[0]?.inSeconds).toBeLessThanOrEqual(0);
    expect(await contactsOf(test, seeded)).toEqual({ 'waiting:after_bad_number': 1 });
    await dial(seeded, 'bad_number');
    expect(await dialledBy(seeded)).toEqual([first, second]);
    expect(await contactsOf(test, seeded)).toEqual({ 'failed:bad_number': 1 });
    expect(await offences(test)).toEqual([]);
  });

  it('never comes back to a number that does not exist, in a later round or step', async () => {
    const seeded = await seedCampaign(deps, test, {
      contacts: 1,
      morePhones: 1,
      settings: { waitSeconds: { no_answer: 1 }, personCaps: [{ count: 10, hours: 24 }] },
    });
    await addText(seeded);
    const [first, second] = await phonesOf(test, seeded.contactIds[0]);
    await dial(seeded, 'bad_number');
    await dial(seeded, 'no_answer');
    await dial(seeded, 'no_answer');
    expect(await dueOf(seeded)).toMatchObject([{ phone: second, step: 1, channel: 'sms' }]);
    expect(await dialledBy(seeded)).toEqual([first, second, second]);
  });

  it('is dialled on each number only in the window of that number', async () => {
    const hours = [['10:00', '17:00']] satisfies [string, string][];
    const weekly = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, hours]));
    // Half a day apart: never open at once.
    const zones = ['America/New_York', 'Asia/Kathmandu'] as const;
    const seeded = await seedCampaign(deps, test, {
      contacts: 1,
      morePhones: 1,
      zoneKey: zones[0],
      moreZoneKeys: [zones[1]],
      settings: { hours: { weekly, blackoutDates: [], skipFederalHolidays: false }, waitSeconds: { no_answer: 1 } },
    });
    const phones = await phonesOf(test, seeded.contactIds[0]);
    for (const [place, zone] of zones.entries()) {
      await plannedRun(deps, seeded.runId);
      const [due] = await dueOf(seeded);
      expect(due?.phone).toBe(phones[place]);
      await jump(test, Math.max(0, due?.inSeconds ?? 0) * 1000 + 1_000);
      const local = await firstRow<{ hour: number }>(
        test.db,
        sql`select extract(hour from outdial_now() at time zone ${zone})::int as hour`,
      );
      expect(local?.hour).toBeGreaterThanOrEqual(10);
      expect(local?.hour).toBeLessThan(17);
      await dial(seeded, 'no_answer');
    }
    expect(await dialledBy(seeded)).toEqual(phones);
    expect(await offences(test)).toEqual([]);
  });

  it('is ended by a no on any of its numbers, and its due row with it', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 2, morePhones: 1 });
    await plannedRun(deps, seeded.runId);
    const [, second] = await phonesOf(test, seeded.contactIds[0]);
    expect(await suppress(deps, { phone: second ?? 0, actor: 'test' })).toMatchObject({ contactsEnded: 1 });
    expect(await contactsOf(test, seeded)).toEqual({ 'suppressed:opted_out': 1, waiting: 1 });
    expect(await dueOf(seeded)).toHaveLength(1);
    expect(await offences(test)).toEqual([]);
  });

  it('is not texted after a no on the other number came in while its attempt was under way', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1, morePhones: 1, settings: { maxAttempts: 1 } });
    await addText(seeded);
    const [, second] = await phonesOf(test, seeded.contactIds[0]);
    const { ids } = await acceptAll(deps, seeded.runId);
    expect(await suppress(deps, { phone: second ?? 0, actor: 'test' })).toMatchObject({
      contactsEnded: 0,
      inFlight: 1,
    });
    await endAll(deps, seeded, ids, 'no_answer');
    expect(await contactsOf(test, seeded)).toEqual({ 'suppressed:opted_out': 1 });
    expect(await dueOf(seeded)).toEqual([]);
  });

  it('is texted on the first number that takes texts', async () => {
    const seeded = await seedCampaign(deps, test, {
      contacts: 1,
      morePhones: 2,
      lineTypes: ['landline', 'landline', 'mobile'],
      channel: 'sms',
    });
    await plannedRun(deps, seeded.runId);
    const [, , third] = await phonesOf(test, seeded.contactIds[0]);
    expect(await dueOf(seeded)).toMatchObject([{ phone: third, channel: 'sms' }]);
  });

  it('shares one cap over its numbers', async () => {
    const seeded = await seedCampaign(deps, test, {
      contacts: 1,
      morePhones: 1,
      settings: { waitSeconds: { no_answer: 1 }, personCaps: [{ count: 2, hours: 24 }], maxAttempts: 5 },
    });
    await dial(seeded, 'no_answer');
    await dial(seeded, 'no_answer');
    expect(new Set(await dialledBy(seeded)).size).toBe(2);
    await jump(test, 2_000);
    expect([...(await passGate(deps, await claimAll(deps, seeded.runId))).values()]).toEqual(['person_cap']);
  });
});

describe('a contact with one number', () => {
  it('that takes no text is not texted: the next step follows, or the end with that reason', async () => {
    const lineTypes = ['landline'] as const;
    const alone = await seedCampaign(deps, test, { contacts: 3, lineTypes, channel: 'sms' });
    await plannedRun(deps, alone.runId);
    expect(await contactsOf(test, alone)).toEqual({ 'failed:sms_no_textable_number': 3 });
    const after = await seedCampaign(deps, test, { contacts: 1, lineTypes, settings: { maxAttempts: 1 } });
    await addText(after);
    await dial(after, 'no_answer');
    expect(await contactsOf(test, after)).toEqual({ 'failed:sms_no_textable_number': 1 });
    expect(await offences(test)).toEqual([]);
  });

  it('waits for the time that its row asks for, also when it is planned anew', async () => {
    const sendAtMs = Date.now() + 3_600_000 * 1_000;
    const seeded = await seedCampaign(deps, test, { contacts: 1, overrides: { sendAtMs, agent: 'agent_of_row' } });
    const run = await plannedRun(deps, seeded.runId);
    const dueAt = async () =>
      (await rows<{ at: number }>(test.db, sql`select to_ms(due_at) as at from due where run_id = ${run.runId}`)).map(
        ({ at }) => at,
      );
    expect(await dueAt()).toEqual([sendAtMs]);
    await test.db.execute(sql`update runs set policy_version = policy_version + 1 where id = ${run.runId}`);
    expect(await roll(deps, { ...run, policyVersion: run.policyVersion + 1 })).toBe(1);
    expect(await dueAt()).toEqual([sendAtMs]);
    // Whoever plans it, and from whenever on.
    await test.db.transaction(async (tx) => {
      await tx.execute(sql`delete from due where run_id = ${run.runId}`);
      const [contactId = 0] = seeded.contactIds;
      const item = { contactId, runId: run.runId, subject: '', step: 0, earliestMs: 0, attemptsMade: 0, reason: null };
      await replan(tx, deps, [item], Date.now());
    });
    expect(await dueAt()).toEqual([sendAtMs]);
  });
});
