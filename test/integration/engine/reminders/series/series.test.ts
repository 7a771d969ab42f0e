import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../../db/rows.ts';
import { startClockAt } from '../../../../../dev/clock.ts';
import type { EngineDeps } from '../../../../../engine/deps.ts';
import { bookAppointments } from '../../../../../engine/reminders/booking/book.ts';
import { cancelAppointment } from '../../../../../engine/reminders/booking/cancel.ts';
import { endSeries, pauseSeries, resumeSeries } from '../../../../../engine/reminders/series/change-series.ts';
import { extendSeries } from '../../../../../engine/reminders/series/extend-series.ts';
import { putSeries, type PutSeries } from '../../../../../engine/reminders/series/put-series.ts';
import { listSeries, showSeries } from '../../../../../engine/reminders/series/show-series.ts';
import { skipOnce } from '../../../../../engine/reminders/series/skip-once.ts';
import { splitSeries } from '../../../../../engine/reminders/series/split-series.ts';
import { contactsOf, jump, offences } from '../../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../../support/scripted-telephony.ts';
import { seedProgramme, type SeededProgramme, type SeedProgramme } from '../../../../support/seed-programme.ts';
import { engineOver } from '../../../../support/seed.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';

const DAY_MS = 86_400_000;
/** A Saturday, three weeks before the clocks in New York go forward. */
const START_MS = Date.UTC(2027, 1, 20, 12);

let test: TestDb;
let deps: EngineDeps;

beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  await startClockAt({ db: test.adminDb }, START_MS);
});
afterAll(() => test.drop());

let people = 12_125_560_200;
const TUESDAYS = { externalId: 'visits', rule: 'every Tuesday 09:30', first: '2027-02-23', zone: 'America/New_York' };

interface Trial {
  programme: SeededProgramme;
  which: { programmeId: string; externalId: string; actor: string };
  put: (parts?: Partial<PutSeries>) => ReturnType<typeof putSeries>;
}

async function open(options: SeedProgramme = {}): Promise<Trial> {
  const programme = await seedProgramme(deps, test, options);
  const which = { programmeId: programme.programmeId, externalId: TUESDAYS.externalId, actor: 'test' };
  const base = { ...TUESDAYS, ...which, phone: `+${people++}` };
  return { programme, which, put: (parts) => putSeries(deps, { ...base, ...parts }) };
}

interface Row {
  externalId: string;
  local: string;
  state: string;
  version: number;
}

/** As a clock on the wall in New York shows their starts, by Postgres' own zone rules. */
const occurrences = async ({ programmeId }: { programmeId: string }): Promise<Row[]> =>
  await rows<Row>(
    test.db,
    sql`select external_id as "externalId", to_char(starts_at at time zone 'America/New_York', 'YYYY-MM-DD HH24:MI') as local, state, version
        from appointments where programme_id = ${programmeId} order by starts_at, external_id`,
  );
const liveLocals = async (which: { programmeId: string }): Promise<string[]> =>
  (await occurrences(which)).filter(({ state }) => state !== 'cancelled').map(({ local }) => local);
const stepsOf = (plan: readonly { step: string; status: string; reason: string | null }[] | undefined): string[] =>
  (plan ?? []).map(({ step, status, reason }) => `${step} ${status}${reason === null ? '' : ` ${reason}`}`);

describe('a new series', () => {
  it('books its occurrences of 60 days ahead at one local time over a change of the clocks', async () => {
    const { put, which } = await open();
    const made = await put();
    const locals = await liveLocals(which);
    expect(locals[0]).toBe('2027-02-23 09:30');
    expect(locals.at(-1)).toBe('2027-04-20 09:30');
    expect(locals).toHaveLength(9);
    expect(new Set(locals.map((local) => local.slice(11)))).toEqual(new Set(['09:30']));
    expect(made).toMatchObject({ change: 'created', words: 'every week on Tuesday at 09:30 in New York' });
    expect(made.next.map(({ at }) => at).slice(0, 4)).toEqual([
      '2027-02-23T14:30:00.000Z',
      '2027-03-02T14:30:00.000Z',
      '2027-03-09T14:30:00.000Z',
      '2027-03-16T13:30:00.000Z',
    ]);
    expect(stepsOf(made.next[0]?.appointment?.plan)).toEqual(['24h-sms planned', '2h-call planned']);
  });

  it('says where a time does not exist that day', async () => {
    const { put } = await open();
    const made = await put({ rule: 'every Sunday 02:30', first: '2027-03-07' });
    expect(made.next.map(({ local, note }) => [local, note?.code ?? null]).slice(0, 3)).toEqual([
      ['2027-03-07T02:30', null],
      ['2027-03-14T03:30', 'gap'],
      ['2027-03-21T02:30', null],
    ]);
  });

  it('is the same when it is told twice', async () => {
    const { put, which } = await open();
    await put();
    const again = await put({ rule: 'FREQ=WEEKLY;BYDAY=TU', first: '2027-02-23 09:30' });
    expect(again).toMatchObject({
      change: 'unchanged',
      version: 1,
      occurrences: { booked: 0, changed: 0, cancelled: 0 },
    });
    expect((await occurrences(which)).every(({ version }) => version === 1)).toBe(true);
  });

  it('sends what goes out at the booking once, not for every occurrence', async () => {
    const { put } = await open({ steps: ['booking:sms', '24h:sms'] });
    const made = await put();
    const booking = made.next.map(({ appointment }) => appointment?.plan[0]?.status);
    expect(booking).toEqual(['planned', 'skipped', 'skipped', 'skipped', 'skipped']);
  });

  it('is refused whole, with the reason, when its rule cannot be followed', async () => {
    const { put, which } = await open();
    await expect(put({ rule: 'every blue moon' })).rejects.toMatchObject({ code: 'rule_unreadable' });
    await expect(put({ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' })).rejects.toMatchObject({ code: 'rule_never' });
    await expect(put({ rule: 'every Tuesday' })).rejects.toMatchObject({ code: 'time_needed' });
    await expect(put({ first: '2027-02-23T09:30-05:00' })).rejects.toMatchObject({ code: 'time_not_local' });
    await expect(put({ zone: 'Mars/Base' })).rejects.toMatchObject({ code: 'zone_unknown' });
    await expect(put({ phone: '12' })).rejects.toMatchObject({ kind: 'invalid' });
    expect(await occurrences(which)).toEqual([]);
    await expect(showSeries(deps, which)).rejects.toMatchObject({ code: 'unknown_series' });
  });

  it('takes no appointment of another kind for its own', async () => {
    const { put, which } = await open();
    const taken = { externalId: 'visits/2027-03-02', phone: '+12125550111', startsAt: '2027-03-05T12:00:00Z' };
    await bookAppointments(deps, { ...which, items: [taken] });
    await expect(put()).rejects.toMatchObject({ code: 'external_id_taken' });
    expect(await occurrences(which)).toHaveLength(1);
  });
});

describe('an edit of a whole series', () => {
  it('moves every occurrence to come, and none that was edited or cancelled by itself', async () => {
    const { put, which, programme } = await open();
    const made = await put();
    const item = { phone: made.phone, startsAt: '2027-03-03 11:00', zone: 'America/New_York' };
    await bookAppointments(deps, { ...which, items: [{ ...item, externalId: 'visits/2027-03-02' }] });
    await cancelAppointment(deps, { ...programme, externalId: 'visits/2027-03-09', actor: 'test' });
    const edited = await put({ rule: 'every Tuesday 10:00' });
    expect(edited).toMatchObject({
      change: 'edited',
      version: 2,
      occurrences: { booked: 0, changed: 7, cancelled: 0 },
    });
    const all = await occurrences(which);
    expect(all.slice(0, 4).map(({ local, state }) => `${local} ${state}`)).toEqual([
      '2027-02-23 10:00 booked',
      '2027-03-03 11:00 booked',
      '2027-03-09 09:30 cancelled',
      '2027-03-16 10:00 booked',
    ]);
    // Two steps of each of eight: nothing of the old plan waits.
    expect((await contactsOf(test, programme))['waiting']).toBe(16);
  });

  it('cancels what the rule no longer has, and brings it back with the rule', async () => {
    const { put, which } = await open();
    await put({ rule: 'every Tue, Thu 09:30' });
    const less = await put();
    expect(less.occurrences).toMatchObject({ booked: 0, changed: 0, cancelled: 8 });
    const more = await put({ rule: 'every Tue, Thu 09:30' });
    expect(more.occurrences).toMatchObject({ booked: 0, changed: 8, cancelled: 0 });
    expect(await liveLocals(which)).toHaveLength(17);
  });

  it('leaves alone what began today, also when the rest moves to later today', async () => {
    const { put, which } = await open();
    await put({ rule: 'every day 07:10', first: '2027-02-20' });
    const first = await occurrences(which);
    expect(first[0]?.local).toBe('2027-02-20 07:10');
    await jump(test, 15 * 60_000);
    await put({ rule: 'every day 15:00', first: '2027-02-20' });
    expect((await liveLocals(which)).slice(0, 2)).toEqual(['2027-02-20 07:10', '2027-02-21 15:00']);
  });
});

describe('an edit of one and all that follow', () => {
  it('ends the series before it and goes on with another, which keeps what is booked', async () => {
    const { put, which } = await open();
    await put({ rule: 'FREQ=WEEKLY;COUNT=8', first: '2027-02-23 09:30' });
    const split = await splitSeries(deps, { ...which, from: '2027-03-09', rule: 'every Tuesday 14:00, 6 times' });
    expect(split).toMatchObject({
      change: 'split',
      externalId: 'visits@2027-03-09',
      occurrences: { booked: 0, changed: 6, cancelled: 0 },
    });
    expect(await liveLocals(which)).toEqual([
      '2027-02-23 09:30',
      '2027-03-02 09:30',
      ...['03-09', '03-16', '03-23', '03-30', '04-06', '04-13'].map((day) => `2027-${day} 14:00`),
    ]);
    expect((await occurrences(which)).every(({ externalId }) => externalId.startsWith('visits/'))).toBe(true);
    const old = await showSeries(deps, which);
    expect(old).toMatchObject({ rrule: 'FREQ=WEEKLY;UNTIL=20270308' });
    expect(old.next.map(({ occurrence }) => occurrence)).toEqual(['2027-02-23', '2027-03-02']);
    expect(await listSeries(deps, which)).toMatchObject({
      items: [{ externalId: 'visits' }, { externalId: split.externalId }],
    });
  });

  it('keeps how many are left, and what was skipped or cancelled by itself', async () => {
    const { put, which, programme } = await open();
    await put({ rule: 'every Tuesday 09:30, 6 times' });
    await cancelAppointment(deps, { ...programme, externalId: 'visits/2027-03-16', actor: 'test' });
    await skipOnce(deps, { ...which, occurrence: '2027-03-23' });
    const split = await splitSeries(deps, {
      ...which,
      from: '2027-03-09',
      phone: '+12125550188',
      newExternalId: 'later',
    });
    expect(split).toMatchObject({ externalId: 'later', rrule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=4', phone: '+12125550188' });
    expect(
      split.next.map(({ occurrence, appointment }) => [occurrence, appointment?.state, appointment?.skipped]),
    ).toEqual([
      ['2027-03-09', 'booked', false],
      ['2027-03-16', 'cancelled', false],
      ['2027-03-23', 'booked', true],
      ['2027-03-30', 'booked', false],
    ]);
  });

  it('needs an occurrence to come that is not the first', async () => {
    const { put, which } = await open();
    await put();
    await expect(splitSeries(deps, { ...which, from: '2027-02-23' })).rejects.toMatchObject({
      code: 'first_occurrence',
    });
    await expect(splitSeries(deps, { ...which, from: '2027-03-10' })).rejects.toMatchObject({
      code: 'unknown_occurrence',
      repair: 'Its next dates are 2027-02-23, 2027-03-02, 2027-03-09.',
    });
  });
});

describe('a programme that shares messages', () => {
  it('moves a series whose occurrences share theirs with other appointments', async () => {
    const { put, which, programme } = await open({ settings: { mergeWithinSeconds: 7_200 } });
    const made = await put();
    const other = { externalId: 'other', phone: made.phone, startsAt: '2027-02-23 10:30', zone: 'America/New_York' };
    await bookAppointments(deps, { ...which, items: [other] });
    expect((await contactsOf(test, programme))['waiting']).toBe(18);
    expect((await put({ rule: 'every Tuesday 15:00' })).occurrences).toMatchObject({ changed: 9 });
    expect((await contactsOf(test, programme))['waiting']).toBe(20);
    expect((await endSeries(deps, which)).occurrences).toMatchObject({ cancelled: 9 });
    expect((await contactsOf(test, programme))['waiting']).toBe(2);
  });
});

describe('pause, skip and end', () => {
  it('keeps the appointments and sends nothing while paused', async () => {
    const { put, which, programme } = await open();
    await put();
    const paused = await pauseSeries(deps, which);
    expect(paused).toMatchObject({ change: 'paused', state: 'paused', occurrences: { changed: 9 } });
    expect(stepsOf(paused.next[0]?.appointment?.plan)).toEqual([
      '24h-sms skipped series_paused',
      '2h-call skipped series_paused',
    ]);
    expect((await contactsOf(test, programme))['waiting']).toBeUndefined();
    expect(await liveLocals(which)).toHaveLength(9);
    expect(await pauseSeries(deps, which)).toMatchObject({ change: 'unchanged' });
    const resumed = await resumeSeries(deps, which);
    expect(stepsOf(resumed.next[0]?.appointment?.plan)).toEqual(['24h-sms planned', '2h-call planned']);
    expect((await contactsOf(test, programme))['waiting']).toBe(18);
  });

  it('lets one occurrence pass in silence, also after its series moved', async () => {
    const { put, which } = await open();
    await put();
    const skipped = await skipOnce(deps, which);
    expect(skipped.externalId).toBe('visits/2027-02-23');
    expect((await skipOnce(deps, which)).externalId).toBe('visits/2027-03-02');
    await skipOnce(deps, { ...which, occurrence: '2027-03-02', undo: true });
    const moved = await put({ rule: 'every Tuesday 16:00' });
    expect(moved.next.map(({ appointment }) => appointment?.skipped)).toEqual([true, false, false, false, false]);
    expect(stepsOf(moved.next[0]?.appointment?.plan)).toEqual(['24h-sms skipped skipped', '2h-call skipped skipped']);
  });

  it('cancels everything to come at its end, and begins anew when it is told again', async () => {
    const { put, which, programme } = await open();
    const made = await put();
    const item = { phone: made.phone, startsAt: '2027-03-03 11:00', zone: 'America/New_York' };
    await bookAppointments(deps, { ...which, items: [{ ...item, externalId: 'visits/2027-03-02' }] });
    const ended = await endSeries(deps, which);
    expect(ended).toMatchObject({ change: 'ended', state: 'ended', next: [], occurrences: { cancelled: 9 } });
    expect(await liveLocals(which)).toEqual([]);
    expect((await contactsOf(test, programme))['waiting']).toBeUndefined();
    await expect(resumeSeries(deps, which)).rejects.toMatchObject({ code: 'series_ended' });
    expect(await put()).toMatchObject({ change: 'restarted', state: 'active' });
    expect((await liveLocals(which)).length).toBeGreaterThanOrEqual(8);
  });
});

describe('time that passes', () => {
  it('makes further occurrences once each, with two extenders at work, and none that was cancelled', async () => {
    const { put, which, programme } = await open();
    await put();
    expect(await extendSeries(deps)).toBe(0);
    await jump(test, 14 * DAY_MS);
    await cancelAppointment(deps, { ...programme, externalId: 'visits/2027-04-20', actor: 'test' });
    const done = await Promise.all([extendSeries(deps, 100), extendSeries(deps, 100)]);
    expect(done[0] + done[1]).toBeGreaterThan(0);
    const all = await occurrences(which);
    expect(all.map(({ local }) => local).slice(-3)).toEqual([
      '2027-04-20 09:30',
      '2027-04-27 09:30',
      '2027-05-04 09:30',
    ]);
    expect(all.find(({ local }) => local === '2027-04-20 09:30')?.state).toBe('cancelled');
    expect(new Set(all.map(({ local }) => local)).size).toBe(all.length);
    expect(await extendSeries(deps)).toBe(0);
  });

  it('does not touch what is there, and goes on when one series fails', async () => {
    const { put, which } = await open();
    await put();
    await test.adminDb.execute(
      sql`update series set rrule = 'broken', extend_at = '-infinity' where external_id = 'later'`,
    );
    const item = { externalId: 'visits/2027-03-16', phone: '+12125550177', startsAt: '2027-03-17T15:00:00Z' };
    await bookAppointments(deps, { ...which, items: [item] });
    await jump(test, 14 * DAY_MS);
    const failing = { ...deps, log: { ...deps.log, warn: () => {} } };
    expect(await extendSeries(failing, 100)).toBeGreaterThan(0);
    expect((await occurrences(which)).find(({ externalId }) => externalId === item.externalId)).toMatchObject({
      local: '2027-03-17 11:00',
    });
    expect((await liveLocals(which)).at(-1)).toBe('2027-05-18 09:30');
  });

  it('leaves a series to whoever is changing it, and comes back for it', async () => {
    const { put, which } = await open();
    const { seriesId } = await put();
    await jump(test, 14 * DAY_MS);
    const before = await occurrences(which);
    await test.db.transaction(async (tx) => {
      await tx.execute(sql`select id from series where id = ${seriesId} for update`);
      await extendSeries(deps, 100);
      expect(await occurrences(which)).toEqual(before);
    });
    await extendSeries(deps, 100);
    expect((await occurrences(which)).length).toBe(before.length + 2);
  });
});

it('leaves a ledger that breaks no law', async () => {
  expect(await offences(test)).toEqual([]);
});
