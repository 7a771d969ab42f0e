import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { bookAppointments, type BookingResult } from '../../../../engine/reminders/booking/book.ts';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import { planStale } from '../../../../engine/reminders/plans/plan-stale.ts';
import { changeProgramme } from '../../../../engine/reminders/programmes/change.ts';
import { skipSteps } from '../../../../engine/reminders/booking/skip.ts';
import { sendNow } from '../../../../engine/reminders/booking/send-now.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { contactsOf, jump, offences } from '../../../support/ledger-steps.ts';
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

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();
let people = 12_125_550_200;
const book = async (
  programme: SeededProgramme,
  item: { externalId: string; startsAt: string; phone?: string; variables?: Record<string, string> },
): Promise<Extract<BookingResult, { ok: true }>> => {
  const [result] = await bookAppointments(deps, {
    programmeId: programme.programmeId,
    items: [{ phone: `+${people++}`, ...item }],
    actor: 'test',
  });
  if (!result?.ok) throw new Error(JSON.stringify(result));
  return result;
};
const stepsOf = (plan: readonly { step: string; status: string; reason: string | null }[]): string[] =>
  plan.map(({ step, status, reason }) => `${step} ${status}${reason === null ? '' : ` ${reason}`}`);

describe('booking an appointment', () => {
  it('plans each step at its own time and says so', async () => {
    const programme = await seedProgramme(deps, test);
    const booked = await book(programme, { externalId: 'a', startsAt: at(48) });
    expect(stepsOf(booked.plan)).toEqual(['24h-sms planned', '2h-call planned']);
    const [first] = booked.plan;
    expect(Date.parse(first?.at ?? '')).toBe(Date.parse(booked.startsAt) - 24 * HOUR);
    expect(booked).toMatchObject({ change: 'booked', version: 1, before: null, inFlight: [] });
    expect(await contactsOf(test, programme)).toEqual({ waiting: 2 });
  });

  it('skips and lists a step whose time has passed', async () => {
    const programme = await seedProgramme(deps, test);
    const booked = await book(programme, { externalId: 'a', startsAt: at(5) });
    expect(stepsOf(booked.plan)).toEqual(['24h-sms skipped passed', '2h-call planned']);
  });

  it('changes nothing when it is told twice', async () => {
    const programme = await seedProgramme(deps, test);
    const item = { externalId: 'a', startsAt: at(48), phone: '+12125550199' };
    await book(programme, item);
    const again = await book(programme, item);
    expect(again).toMatchObject({ change: 'unchanged', version: 1 });
    expect(await contactsOf(test, programme)).toEqual({ waiting: 2 });
  });

  it('moves every pending step with the appointment and shows both plans', async () => {
    const programme = await seedProgramme(deps, test);
    const phone = '+12125550198';
    const before = await book(programme, { externalId: 'a', startsAt: at(48), phone });
    const moved = await book(programme, { externalId: 'a', startsAt: at(72), phone });
    expect(moved).toMatchObject({ change: 'moved', version: 2 });
    expect(moved.before?.map(({ at: time }) => time)).toEqual(before.plan.map(({ at: time }) => time));
    expect(Date.parse(moved.plan[0]?.at ?? '') - Date.parse(before.plan[0]?.at ?? '')).toBeCloseTo(24 * HOUR, -4);
    expect(await contactsOf(test, programme)).toEqual({ waiting: 2, 'cancelled:appointment_moved': 2 });
  });

  it('takes everything back when it is cancelled, and plans anew when it is booked again', async () => {
    const programme = await seedProgramme(deps, test);
    const item = { externalId: 'a', startsAt: at(48), phone: '+12125550197' };
    await book(programme, item);
    const cancelled = await cancelAppointment(deps, { ...programme, externalId: 'a', reason: 'ill', actor: 'test' });
    expect(stepsOf(cancelled.plan)).toEqual(['24h-sms skipped cancelled', '2h-call skipped cancelled']);
    expect(await contactsOf(test, programme)).toEqual({ 'cancelled:appointment_cancelled': 2 });
    const again = await book(programme, item);
    expect(again).toMatchObject({ change: 'restored', state: 'booked', version: 3 });
    expect(stepsOf(again.plan)).toEqual(['24h-sms planned', '2h-call planned']);
  });

  it('takes one step out and puts it back', async () => {
    const programme = await seedProgramme(deps, test);
    await book(programme, { externalId: 'a', startsAt: at(48) });
    const skipped = await skipSteps(deps, { ...programme, externalId: 'a', steps: ['24h-sms'], actor: 'test' });
    expect(stepsOf(skipped.plan)).toEqual(['24h-sms skipped skipped', '2h-call planned']);
    const back = await skipSteps(deps, {
      ...programme,
      externalId: 'a',
      steps: ['24h-sms'],
      undo: true,
      actor: 'test',
    });
    expect(stepsOf(back.plan)).toEqual(['24h-sms planned', '2h-call planned']);
    expect(await contactsOf(test, programme)).toMatchObject({ waiting: 2 });
  });

  it('sends a step now, in place of its own time', async () => {
    const programme = await seedProgramme(deps, test);
    await book(programme, { externalId: 'a', startsAt: at(48) });
    const now = await sendNow(deps, { ...programme, externalId: 'a', step: '2h-call', actor: 'test' });
    expect(Math.abs(Date.parse(now.plan[1]?.at ?? '') - Date.now())).toBeLessThan(60_000);
    expect(await contactsOf(test, programme)).toMatchObject({ waiting: 2 });
  });

  it('does not forget that a step is wanted now when the plan is made again before it went out', async () => {
    const programme = await seedProgramme(deps, test);
    await book(programme, { externalId: 'a', startsAt: at(48) });
    await sendNow(deps, { ...programme, externalId: 'a', step: '2h-call', actor: 'test' });
    await changeProgramme(deps, { ...programme, settings: { lateSeconds: 3_600 }, actor: 'test' });
    while ((await planStale(deps, programme.runId)) > 0);
    const [soon] = await rows<{ inMs: number }>(
      test.db,
      sql`select (to_ms(d.due_at) - to_ms(outdial_now()))::float8 as "inMs" from due d where d.run_id = ${programme.runId} and d.channel = 'call'`,
    );
    expect(soon?.inMs).toBeLessThan(60_000);
  });

  it('answers each item of a bulk by itself', async () => {
    const programme = await seedProgramme(deps, test);
    const good = { externalId: 'good', phone: '+12125550196', startsAt: at(48) };
    const results = await bookAppointments(deps, {
      programmeId: programme.programmeId,
      items: [
        good,
        { ...good, externalId: 'bad phone', phone: '12' },
        { ...good, externalId: 'past', startsAt: at(-1) },
        good,
      ],
      actor: 'test',
    });
    expect(results.map((one) => (one.ok ? one.change : one.problem.code))).toEqual([
      'booked',
      'phone_needs_country',
      'time_past',
      'duplicate_in_request',
    ]);
  });
});

describe('appointments of one person on one day', () => {
  it('share a message, and the others are planned again when one of them moves', async () => {
    const programme = await seedProgramme(deps, test, { settings: { mergeWithinSeconds: 7_200 } });
    const phone = '+12125550195';
    const noon = `${at(72).slice(0, 10)}T17:00:00Z`;
    const one = `${at(72).slice(0, 10)}T18:00:00Z`;
    const a = await book(programme, { externalId: 'a', startsAt: noon, phone });
    const b = await book(programme, { externalId: 'b', startsAt: one, phone });
    expect(b.plan.map(({ sharedWith }) => sharedWith)).toEqual([[a.appointmentId], [a.appointmentId]]);
    const said = await rows<{ times: string; n: string }>(
      test.db,
      sql`select c.variables ->> 'appointment_times' as times, c.variables ->> 'appointment_count' as n from contacts c
          join contact_states s on s.contact_id = c.id where s.run_id = ${programme.runId} and s.state = 'waiting'`,
    );
    expect(said.map(({ n }) => n)).toEqual(['2', '2']);
    const moved = await book(programme, { externalId: 'a', startsAt: at(120), phone });
    expect(moved.plan.every(({ sharedWith }) => sharedWith.length === 0)).toBe(true);
    expect(await contactsOf(test, programme)).toMatchObject({ waiting: 4 });
    const versions = await rows<{ change: string }>(
      test.db,
      sql`select v.change from appointment_versions v where v.appointment_id = ${b.appointmentId} order by version`,
    );
    expect(versions.map(({ change }) => change)).toEqual(['booked', 'replanned']);
  });
});

describe('time', () => {
  it('has no place in the past', async () => {
    const programme = await seedProgramme(deps, test);
    await book(programme, { externalId: 'soon', startsAt: at(3) });
    await jump(test, 2 * HOUR);
    try {
      const again = await bookAppointments(deps, {
        programmeId: programme.programmeId,
        items: [{ externalId: 'x', phone: '+12125550194', startsAt: at(1) }],
        actor: 'test',
      });
      expect(again[0]).toMatchObject({ ok: false, problem: { code: 'time_past' } });
    } finally {
      await jump(test, -2 * HOUR);
    }
  });
});

it('has broken no law of the ledger', async () => {
  expect(await offences(test)).toEqual([]);
});
