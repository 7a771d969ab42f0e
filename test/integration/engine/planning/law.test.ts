import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { WEEKDAYS } from '../../../../domain/calling-hours.ts';
import type { LawBook, LawRule } from '../../../../domain/law/law-rule.ts';
import { updateSettings } from '../../../../engine/campaigns/update-settings.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { record } from '../../../../engine/dialing/record.ts';
import { createSender } from '../../../../engine/dialing/sender.ts';
import { turn } from '../../../../engine/dialing/turn.ts';
import { adoptRules } from '../../../../engine/planning/adopt-rules.ts';
import { roll } from '../../../../engine/planning/roll.ts';
import {
  acceptAll,
  attemptsOf,
  claimAll,
  contactsOf,
  endAll,
  jump,
  passGate,
  plannedRun,
  refOf,
} from '../../../support/ledger-steps.ts';
import { createWakes } from '../../../../engine/wakes.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, joinPeople, seedCampaign, type Seeded, type SeedOptions } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const HOUR_MS = 3_600_000;
const everyDay = (start: string, end: string) =>
  Object.fromEntries(WEEKDAYS.map((day): [string, [string, string][]] => [day, [[start, end]]]));
const rule = (change: Partial<LawRule> & Pick<LawRule, 'id' | 'jurisdiction'>): LawRule => ({
  from: '2020-01-01',
  purposes: ['marketing', 'informational'],
  channels: ['call', 'sms'],
  confirmed: true,
  source: 'written for this test',
  ...change,
});
const bookOf = (version: string, ...rules: LawRule[]): LawBook => ({
  versions: { test: version },
  rulesOf: (jurisdiction) => rules.filter((candidate) => candidate.jurisdiction === jurisdiction),
  calendarNames: [],
  hasCalendar: () => false,
  isHoliday: () => false,
});
const hours = rule({ id: 'x-hours', jurisdiction: 'XX', hours: everyDay('12:00', '13:00') });
const caps = rule({ id: 'x-caps', jurisdiction: 'XX', caps: [{ count: 1, hours: 48 }] });
const consent = rule({ id: 'x-consent', jurisdiction: 'XX', purposes: ['marketing'], consent: 'written' });

let test: TestDb;
let real: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  real = engineOver(test, scriptedTelephony());
});
beforeEach(async () => {
  // Noon in New York, so that a trial may jump ahead and never back.
  await test.adminDb.execute(
    sql`update installation set clock_offset_ms = 1000 * (extract(epoch from
          ((date_trunc('day', outdial_now() at time zone 'America/New_York') + interval '36 hours 10 minutes 30 seconds') at time zone 'America/New_York'))
          - extract(epoch from clock_timestamp()))::bigint`,
  );
});
afterAll(async () => await test.drop());

const under = (...rules: LawRule[]): EngineDeps => ({ ...real, law: bookOf('1', ...rules) });
const seed = async (deps: EngineDeps, options: Partial<SeedOptions> = {}): Promise<Seeded> => {
  await adoptRules(deps);
  return await seedCampaign(deps, test, {
    contacts: 3,
    placeKey: 'XX',
    ...options,
    settings: { purpose: 'informational', personCaps: [{ count: 9, hours: 24 }], ...options.settings },
  });
};
const dues = async ({ runId }: Seeded) =>
  await rows<{ opens: string; closes: string; laws: string[]; version: number }>(
    test.db,
    sql`select distinct to_char(d.due_at at time zone 'America/New_York', 'HH24:MI') as opens,
          to_char(d.closes_at at time zone 'America/New_York', 'HH24:MI') as closes, l.rule_ids as laws, d.policy_version as version
        from due d join applied_laws l on l.id = d.law_id where d.run_id = ${runId}`,
  );
const rollAll = async (deps: EngineDeps, { runId }: Seeded): Promise<void> => {
  while ((await roll(deps, await plannedRun(deps, runId))) > 0);
};
const say = async (
  phone: number,
  kind: 'given' | 'revoked',
  consentClass = 'written',
  expiresInMs: number | null = null,
) =>
  await test.db.execute(
    sql`insert into consent_events (phone, kind, purpose, consent_class, method, happened_at, expires_at, created_by)
        values (${phone}, ${kind}, 'marketing', ${consentClass}, 'web_form', outdial_now(),
          outdial_now() + ${expiresInMs}::double precision * interval '1 millisecond', 'test')`,
  );
const phoneOf = async (contactId: number | undefined): Promise<number> => {
  const [found] = await rows<{ phone: number }>(test.db, sql`select phone from contacts where id = ${contactId ?? 0}`);
  return found?.phone ?? 0;
};

describe('a plan', () => {
  it('keeps the hours of the law inside those of the campaign, and says by which rules', async () => {
    const deps = under(hours, caps);
    const seeded = await seed(deps);
    await plannedRun(deps, seeded.runId);
    // The window's end less the ringing and the way to the wire.
    expect(await dues(seeded)).toEqual([{ opens: '12:10', closes: '12:59', laws: ['x-caps', 'x-hours'], version: 1 }]);
  });

  it('ends a contact without the consent that the law asks for, and calls who gave it', async () => {
    const deps = under(consent);
    const seeded = await seed(deps, { launch: false, settings: { purpose: 'marketing' } });
    await say(await phoneOf(seeded.contactIds[0]), 'given');
    await say(await phoneOf(seeded.contactIds[1]), 'given', 'express');
    await test.adminDb.execute(sql`update runs set state = 'running' where id = ${seeded.runId}`);
    await test.adminDb.execute(
      sql`update contact_states set run_id = ${seeded.runId} where contact_id = any(${sql.param(seeded.contactIds)}::bigint[])`,
    );
    await plannedRun(deps, seeded.runId);
    expect(await contactsOf(test, seeded)).toEqual({ 'no_consent:no_consent': 2, waiting: 1 });
  });

  it('of an edit moves what is planned already, without a trace of the old times', async () => {
    const deps = under(hours);
    const seeded = await seed(deps, { contacts: 50, morePhones: 0 });
    const several = await seed(deps, { contacts: 5, morePhones: 1 });
    for (const { campaignId, runId } of [seeded, several]) {
      await plannedRun(deps, runId);
      await updateSettings(deps, {
        campaignId,
        change: { hours: { weekly: everyDay('12:30', '18:00'), blackoutDates: [], skipFederalHolidays: false } },
        actor: 'test',
      });
    }
    for (const each of [seeded, several]) {
      await rollAll(deps, each);
      expect(await dues(each)).toEqual([{ opens: '12:30', closes: '12:59', laws: ['x-hours'], version: 2 }]);
    }
  });

  it('is made anew when the rules are replaced, once', async () => {
    const deps = under(hours);
    await adoptRules(deps);
    const seeded = await seed(deps);
    await plannedRun(deps, seeded.runId);
    expect(await adoptRules(deps)).toBe(false);
    const later = { ...deps, law: bookOf('2', rule({ ...hours, hours: everyDay('14:00', '15:00') })) };
    expect(await adoptRules(later)).toBe(true);
    expect(await adoptRules(later)).toBe(false);
    await rollAll(later, seeded);
    expect(await dues(seeded)).toEqual([{ opens: '14:00', closes: '14:59', laws: ['x-hours'], version: 2 }]);
  });

  it('of a process that still has the old rules is dialled by nobody, and made anew by one that has the new', async () => {
    const old = under(hours);
    const seeded = await seed(old, { contacts: 4 });
    const claimed = await claimAll(old, seeded.runId);
    const later = { ...old, law: bookOf('3', rule({ ...hours, hours: everyDay('14:00', '15:00') })) };
    const [ended = '', refused = '', accepted = '', unsent = ''] = claimed.ids;
    await passGate(old, { ...claimed, ids: [ended, refused, accepted] });
    await adoptRules(later);
    const startedAtMs = Date.now();
    await record(old, claimed.sender, [
      { attemptId: refused, result: { kind: 'refused', refusal: 'rate_limited', message: 'slow down', startedAtMs } },
      { attemptId: accepted, result: { kind: 'accepted', providerRef: refOf(accepted), startedAtMs } },
    ]);
    await giveBack(old, [{ attemptId: unsent, reason: 'plan_changed' }], { state: 'INTENT' });
    await endAll(old, seeded, [ended], 'busy');
    const states = (await attemptsOf(test, seeded.runId)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['ACCEPTED', 'DISPOSED', 'REFUSED', 'VOID']);
    expect((await dues(seeded)).map(({ version }) => version)).toEqual([1, 1]);
    expect((await claimAll(later, seeded.runId)).ids).toEqual([]);
    await rollAll(later, seeded);
    expect(await dues(seeded)).toEqual([{ opens: '14:00', closes: '14:59', laws: ['x-hours'], version: 2 }]);
  });

  it('is not asked for by the turn of such a process, which waits', async () => {
    const old = { ...under(hours), log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } };
    const seeded = await seed(old);
    await adoptRules({ ...old, law: bookOf('4', hours) });
    const input = { runId: seeded.runId, budgetMs: 1_000, heartbeat: () => {} };
    const parts = { sender: createSender(old), wakes: createWakes(), mayDial: () => true };
    expect(await turn({ ...old, ...parts }, input)).toMatchObject({ kind: 'later', reason: 'rules_replaced' });
    expect(await contactsOf(test, seeded)).toEqual({ ready: 3 });
  });

  it('begins with the start of the campaign and ends what is left at its end', async () => {
    const [clock] = await rows<{ nowMs: number }>(test.db, sql`select to_ms(outdial_now()) as "nowMs"`);
    const nowMs = clock?.nowMs ?? 0;
    const deps = under();
    const seeded = await seed(deps, { settings: { startsAtMs: nowMs + HOUR_MS, endsAtMs: nowMs + 2 * HOUR_MS } });
    await plannedRun(deps, seeded.runId);
    expect(await dues(seeded)).toEqual([{ opens: '13:10', closes: '14:10', laws: [], version: 1 }]);
    await jump(test, 2 * HOUR_MS + 60_000);
    await rollAll(deps, seeded);
    expect(await contactsOf(test, seeded)).toEqual({ 'expired:campaign_ended': 3 });
  });

  it('ends what is left of a window where the campaign says so, else waits for the next one', async () => {
    const deps = under(hours);
    const [expiring, rolling] = [await seed(deps, { settings: { leftovers: 'expire' } }), await seed(deps)];
    for (const { runId } of [expiring, rolling]) await plannedRun(deps, runId);
    await jump(test, HOUR_MS);
    for (const each of [expiring, rolling]) await rollAll(deps, each);
    expect(await contactsOf(test, expiring)).toEqual({ 'expired:window_ended': 3 });
    expect(await contactsOf(test, rolling)).toEqual({ waiting: 3 });
  });

  it('ends so too who was claimed in time and came to the gate too late', async () => {
    const deps = under(hours);
    const [expiring, rolling] = [await seed(deps, { settings: { leftovers: 'expire' } }), await seed(deps)];
    const claims = [await claimAll(deps, expiring.runId), await claimAll(deps, rolling.runId)];
    await test.adminDb.execute(sql`update attempts set closes_at = outdial_now() where state = 'INTENT'`);
    for (const claimed of claims) {
      const refused = [...(await passGate(deps, claimed))];
      expect(refused.map(([, reason]) => reason)).toEqual(Array.from({ length: 3 }, () => 'window_closed'));
      const items = refused.map(([attemptId]) => ({ attemptId, reason: 'window_closed' as const }));
      await giveBack(deps, items, { state: 'INTENT' });
    }
    expect(await contactsOf(test, expiring)).toEqual({ 'expired:window_ended': 3 });
    expect(await contactsOf(test, rolling)).toEqual({ 'waiting:window_closed': 3 });
  });
});

describe('the gate', () => {
  it('refuses whose consent was revoked or ran out since the plan, and nobody else', async () => {
    const deps = under(consent);
    const seeded = await seed(deps, { contacts: 4, settings: { purpose: 'emergency' } });
    const phones = await Promise.all(seeded.contactIds.map(phoneOf));
    for (const phone of phones) await say(phone, 'given', 'written', phone === phones[3] ? HOUR_MS / 2 : null);
    await updateSettings(deps, { campaignId: seeded.campaignId, change: { purpose: 'marketing' }, actor: 'test' });
    await rollAll(deps, seeded);
    const claimed = await claimAll(deps, seeded.runId);
    expect(claimed.ids).toHaveLength(4);
    await jump(test, 1_000);
    await say(phones[0] ?? 0, 'revoked');
    await say(phones[1] ?? 0, 'given', 'express');
    const soon = await passGate(deps, claimed);
    const reasons = await rows<{ phone: number; id: string }>(
      test.db,
      sql`select id, phone from attempts where run_id = ${seeded.runId}`,
    );
    const verdict = (of: Map<string, string | null>, phone: number | undefined) =>
      of.get(reasons.find((row) => row.phone === phone)?.id ?? '');
    expect(phones.map((phone) => verdict(soon, phone))).toEqual(['no_consent', 'no_consent', null, null]);
    await giveBack(
      deps,
      [...soon].flatMap(([attemptId, reason]) => (reason === 'no_consent' ? [{ attemptId, reason }] : [])),
      { state: 'INTENT' },
    );
    expect(await contactsOf(test, seeded)).toMatchObject({ 'no_consent:no_consent': 2 });
  });

  it('counts the caps of the law over all numbers of a person and all campaigns, and puts them off until it frees', async () => {
    const deps = under(caps);
    const [first, second] = [await seed(deps, { contacts: 2 }), await seed(deps, { contacts: 2 })];
    await joinPeople(test, first.contactIds, second.contactIds);
    const dialled = await acceptAll(deps, first.runId);
    await endAll(deps, first, dialled.ids, 'answered');
    await jump(test, 5 * HOUR_MS);
    const claimed = await claimAll(deps, second.runId);
    const verdicts = await passGate(deps, claimed);
    expect([...verdicts.values()]).toEqual(['person_cap', 'person_cap']);
    await giveBack(
      deps,
      claimed.ids.map((attemptId) => ({ attemptId, reason: 'person_cap' })),
      { state: 'INTENT' },
    );
    const [wait] = await rows<{ hours: number }>(
      test.db,
      sql`select round((to_ms(min(due_at)) - to_ms(outdial_now())) / ${HOUR_MS})::int as hours from due where run_id = ${second.runId}`,
    );
    expect(wait?.hours).toBe(43);
    await jump(test, 43 * HOUR_MS + 60_000);
    await rollAll(deps, second);
    const after = await passGate(deps, await claimAll(deps, second.runId));
    expect([...after.values()]).toEqual([null, null]);
  });

  it('counts the caps of the law also where a campaign has none of its own', async () => {
    const deps = under(caps);
    const [first, second] = [await seed(deps, { contacts: 1 }), await seed(deps, { contacts: 1 })];
    await joinPeople(test, first.contactIds, second.contactIds);
    await test.adminDb.execute(
      sql`update campaigns set settings = settings - 'personCaps' where id = ${second.campaignId}`,
    );
    await endAll(deps, first, (await acceptAll(deps, first.runId)).ids, 'answered');
    const claimed = await claimAll(deps, second.runId);
    expect([...(await passGate(deps, claimed)).values()]).toEqual(['person_cap']);
    await giveBack(
      deps,
      claimed.ids.map((attemptId) => ({ attemptId, reason: 'person_cap' })),
      { state: 'INTENT' },
    );
    const [wait] = await rows<{ far: boolean }>(
      test.db,
      sql`select due_at > outdial_now() + interval '47 hours' as far from due where run_id = ${second.runId}`,
    );
    expect(wait?.far).toBe(true);
  });

  it('lets the text that answers a keyword pass a no, and a no to one purpose or channel stop that alone', async () => {
    const deps = under();
    const held = async (options: Partial<SeedOptions>, scope: { purpose?: string; channel?: string }) => {
      const seeded = await seed(deps, { contacts: 1, ...options });
      await plannedRun(deps, seeded.runId);
      await test.db.execute(
        sql`insert into suppressions (phone, purpose, channel, source, created_by)
            values (${await phoneOf(seeded.contactIds[0])}, ${scope.purpose ?? ''}, ${scope.channel ?? ''}, 'api', 'test')`,
      );
      return [...(await passGate(deps, await claimAll(deps, seeded.runId))).values()];
    };
    expect(await held({}, {})).toEqual(['opted_out']);
    expect(await held({}, { purpose: 'informational', channel: 'call' })).toEqual(['opted_out']);
    expect(await held({}, { purpose: 'marketing' })).toEqual([null]);
    expect(await held({}, { channel: 'sms' })).toEqual([null]);
  });
});
