import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { inTransaction } from '../../../../db/transaction.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { replan } from '../../../../engine/planning/replan.ts';
import { bookAppointments, bookIn, type BookingResult } from '../../../../engine/reminders/booking/book.ts';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import { changeAppointments } from '../../../../engine/reminders/plans/change-appointments.ts';
import { findProgramme } from '../../../../engine/reminders/programmes/find-programme.ts';
import { planStale } from '../../../../engine/reminders/plans/plan-stale.ts';
import { readAppointments } from '../../../../engine/reminders/plans/read-appointments.ts';
import { sendNow } from '../../../../engine/reminders/booking/send-now.ts';
import { changeProgramme } from '../../../../engine/reminders/programmes/change.ts';
import { sayNo } from '../../../../engine/consent/say-no.ts';
import type { BookingItem } from '../../../../engine/reminders/booking/read-booking.ts';
import { offences } from '../../../support/ledger-steps.ts';
import { nowOf, setClock, turnAll } from '../../../support/reminder-world.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { seedProgramme, type SeededProgramme } from '../../../support/seed-programme.ts';
import { engineOver } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;

beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let people = 12_125_580_200;
const newPhone = (): string => `+${people++}`;
const iso = (atMs: number): string => new Date(atMs).toISOString();

async function book(programme: SeededProgramme, item: BookingItem): Promise<Extract<BookingResult, { ok: true }>> {
  const [result] = await bookAppointments(deps, { programmeId: programme.programmeId, items: [item], actor: 'test' });
  if (!result?.ok) throw new Error(JSON.stringify(result));
  return result;
}

/** Each step of each plan of now, with the state of its message. */
const waitingOf = async ({ programmeId }: SeededProgramme) =>
  await rows<{ externalId: string; key: string; status: string; state: string | null }>(
    test.db,
    sql`select a.external_id as "externalId", m.key, m.status, s.state
        from appointments a join reminders m on m.appointment_id = a.id and m.version = a.version
          left join contact_states s on s.contact_id = m.contact_id
        where a.programme_id = ${programmeId} order by a.external_id, m.key`,
  );

const UTC = { zone: 'Etc/UTC', personCaps: [{ count: 50, hours: 1 }] };

describe('appointments that share a message', () => {
  it('stay planned when an appointment of the day before changes', async () => {
    const programme = await seedProgramme(deps, test, {
      steps: ['2h:sms'],
      settings: { ...UTC, mergeWithinSeconds: 12 * 3_600 },
    });
    const phone = newPhone();
    const midnight = Math.ceil((await nowOf(test)) / (24 * HOUR)) * 24 * HOUR + 72 * HOUR;
    const item = (externalId: string, hours: number): BookingItem => ({
      externalId,
      phone,
      startsAt: iso(midnight + hours * HOUR),
    });
    await book(programme, item('a', 10));
    await book(programme, item('b', 24 + 9));
    await book(programme, item('c', 24 + 15));
    await cancelAppointment(deps, { programmeId: programme.programmeId, externalId: 'a', actor: 'test' });
    expect((await waitingOf(programme)).filter(({ externalId }) => externalId !== 'a')).toMatchObject([
      { externalId: 'b', status: 'planned', state: 'waiting' },
      { externalId: 'c', status: 'planned', state: 'waiting' },
    ]);
  });
});

describe('another number', () => {
  it('is planned for by what that number said, not the one before', async () => {
    const programme = await seedProgramme(deps, test, { steps: ['2h:sms'], settings: UTC });
    const [refusing, willing] = [newPhone(), newPhone()];
    await inTransaction(deps.db, async (tx) => {
      await sayNo(tx, [
        { phone: Number(refusing.slice(1)), source: 'sms', evidence: 'STOP', by: 'person', certainty: 'certain' },
      ]);
    });
    const item = { externalId: 'a', startsAt: iso((await nowOf(test)) + 48 * HOUR) };
    expect((await book(programme, { ...item, phone: refusing })).plan).toMatchObject([{ reason: 'opted_out' }]);
    expect((await book(programme, { ...item, phone: willing })).plan).toMatchObject([{ status: 'planned' }]);
    expect((await book(programme, { ...item, phone: refusing })).plan).toMatchObject([{ reason: 'opted_out' }]);
  });
});

describe('what a message says', () => {
  it('is the name of now', async () => {
    const programme = await seedProgramme(deps, test, {
      steps: ['2h:sms'],
      text: 'Dear {{ name }}',
      settings: UTC,
    });
    const startMs = (await nowOf(test)) + 3 * HOUR;
    const item = { externalId: 'a', phone: newPhone(), startsAt: iso(startMs) };
    await book(programme, { ...item, name: 'Ann' });
    await book(programme, { ...item, name: 'Bob' });
    await setClock(test, startMs - 2 * HOUR + 1000);
    expect(await turnAll(deps, test, programme)).toEqual(['Dear Bob']);
  });

  it('is that the start moved, however often it did and whatever else changed since it was told', async () => {
    const programme = await seedProgramme(deps, test, {
      steps: ['2h:sms'],
      settings: UTC,
    });
    const startMs = (await nowOf(test)) + 3 * HOUR;
    const item = { externalId: 'a', phone: newPhone(), startsAt: iso(startMs) };
    await book(programme, item);
    await setClock(test, startMs - 2 * HOUR + 1000);
    expect(await turnAll(deps, test, programme)).toHaveLength(1);
    const moved = async (): Promise<boolean[]> =>
      (
        await rows<{ moved: boolean }>(
          test.db,
          sql`select coalesce((c.overrides ->> 'moved')::boolean, false) as moved from contacts c join contact_states s on s.contact_id = c.id
              where s.run_id = ${programme.runId} and s.state = 'waiting'`,
        )
      ).map((row) => row.moved);
    await book(programme, { ...item, startsAt: iso(startMs + 24 * HOUR) });
    expect(await moved()).toEqual([true]);
    await book(programme, { ...item, startsAt: iso(startMs + 48 * HOUR) });
    expect(await moved()).toEqual([true]);
    await book(programme, { ...item, startsAt: iso(startMs + 48 * HOUR), variables: { room: '5' } });
    expect(await moved()).toEqual([true]);
  });

  it('is nothing where it was moved away and back to the start that was told', async () => {
    const programme = await seedProgramme(deps, test, { steps: ['2h:sms'], settings: UTC });
    const { programmeId } = programme;
    const startMs = (await nowOf(test)) + 48 * HOUR;
    const item = { externalId: 'a', phone: newPhone(), startsAt: iso(startMs) };
    await book(programme, item);
    await sendNow(deps, { programmeId, externalId: 'a', actor: 'test' });
    expect(await turnAll(deps, test, programme)).toHaveLength(1);
    expect((await book(programme, { ...item, startsAt: iso(startMs + 24 * HOUR) })).plan).toMatchObject([
      { status: 'planned' },
    ]);
    expect((await book(programme, item)).plan).toMatchObject([{ status: 'sent' }]);
    await setClock(test, startMs - 2 * HOUR + 1000);
    expect(await turnAll(deps, test, programme)).toEqual([]);
  });

  it('is not said a second time where it left and came to its end while a change was planned', async () => {
    const programme = await seedProgramme(deps, test, { steps: ['2h:sms'], settings: UTC });
    const startMs = (await nowOf(test)) + 3 * HOUR;
    const booked = await book(programme, { externalId: 'a', phone: newPhone(), startsAt: iso(startMs) });
    await setClock(test, startMs - 2 * HOUR + 1000);
    await inTransaction(deps.db, async (tx) => {
      const { appointmentId } = booked;
      const known = await findProgramme(tx, deps, programme.programmeId);
      const which = sql`a.id = ${appointmentId}`;
      const locked = await readAppointments(tx, { which, purpose: 'emergency', lock: true });
      expect(await turnAll(deps, test, programme)).toHaveLength(1);
      const changes = [{ appointmentId, change: 'edited' as const, set: { variables: { room: '5' } } }];
      const nowMs = await nowOf(test);
      await changeAppointments(tx, deps, { programme: known, changes, locked, nowMs, actor: 'test' });
    });
    expect(await waitingOf(programme)).toMatchObject([{ status: 'sent', state: 'reached' }]);
    expect(await turnAll(deps, test, programme)).toEqual([]);
  });
});

describe('where the recipient is', () => {
  it('holds for a message that waits already', async () => {
    const programme = await seedProgramme(deps, test, {
      steps: ['2h:sms'],
      settings: UTC,
    });
    const item = { externalId: 'a', phone: newPhone(), startsAt: iso((await nowOf(test)) + 48 * HOUR) };
    await book(programme, { ...item, recipientZone: 'America/Los_Angeles' });
    await book(programme, { ...item, recipientZone: 'America/New_York' });
    const zones = await rows(
      test.db,
      sql`select c.zone_key as zone from contacts c join contact_states s on s.contact_id = c.id
          where s.run_id = ${programme.runId} and s.state = 'waiting'`,
    );
    expect(zones).toEqual([{ zone: 'America/New_York' }]);
  });
});

describe('a retry that is planned while its programme changes', () => {
  it('is planned again by the programme of now', async () => {
    const programme = await seedProgramme(deps, test, { steps: ['2h:sms>30m:sms'], settings: UTC });
    const { programmeId, runId } = programme;
    const startMs = (await nowOf(test)) + 3 * HOUR;
    await book(programme, { externalId: 'a', phone: newPhone(), startsAt: iso(startMs) });
    await setClock(test, startMs - 2 * HOUR + 1000);
    expect(await turnAll(deps, test, programme)).toHaveLength(1);
    const [contact] = await rows<{ id: number }>(
      test.db,
      sql`select contact_id as id from contact_states where run_id = ${runId}`,
    );
    const nowMs = await nowOf(test);
    await changeProgramme(deps, { programmeId, settings: { lateSeconds: 1_234 }, actor: 'test' });
    await inTransaction(deps.db, async (tx) => {
      await tx.execute(sql`update contact_states set state = 'waiting' where contact_id = ${contact?.id}`);
      await replan(
        tx,
        deps,
        [
          {
            contactId: contact?.id ?? 0,
            runId,
            subject: '',
            step: 1,
            earliestMs: nowMs + MINUTE,
            attemptsMade: 0,
            reason: 'after_sms_failed',
          },
        ],
        nowMs,
      );
      // The turn is faster than the fold.
      for (let stale = 1; stale > 0;) stale = await planStale(deps, runId);
    });
    await setClock(test, nowMs + 2 * MINUTE);
    expect(await turnAll(deps, test, programme)).toHaveLength(1);
  });
});

describe('a booking that began before its programme was changed', () => {
  it('wakes the run, however soon that would have turned: only a turn makes its plan one of now', async () => {
    const programme = await seedProgramme(deps, test, { steps: ['2h:sms'], settings: UTC });
    const { programmeId, runId } = programme;
    const startMs = (await nowOf(test)) + 48 * HOUR;
    await inTransaction(deps.db, async (tx) => {
      const before = await findProgramme(tx, deps, programmeId);
      await changeProgramme(deps, { programmeId, settings: { lateSeconds: 1_234 }, actor: 'test' });
      for (let stale = 1; stale > 0;) stale = await planStale(deps, runId);
      await deps.db.execute(sql`update runs set next_turn_at = outdial_now() where id = ${runId}`);
      await bookIn(tx, deps, before, {
        items: [{ externalId: 'a', phone: newPhone(), startsAt: iso(startMs) }],
        actor: 'test',
      });
    });
    const woken = await rows(test.db, sql`select next_turn_at = '-infinity' as woken from runs where id = ${runId}`);
    expect(woken).toEqual([{ woken: true }]);
    await setClock(test, startMs - 2 * HOUR + 1000);
    expect(await turnAll(deps, test, programme)).toHaveLength(1);
  });
});

it('has broken no law of the ledger', async () => {
  expect(await offences(test)).toEqual([]);
});
