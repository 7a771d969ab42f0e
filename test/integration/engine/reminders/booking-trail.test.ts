import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { listAudit } from '../../../../engine/access/list-audit.ts';
import { answerFor } from '../../../../engine/answering/answer-for.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { bookAppointments } from '../../../../engine/reminders/booking/book.ts';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import { rebookAppointment } from '../../../../engine/reminders/booking/rebook.ts';
import { restoreAppointment } from '../../../../engine/reminders/booking/restore.ts';
import { sendNow } from '../../../../engine/reminders/booking/send-now.ts';
import { skipSteps } from '../../../../engine/reminders/booking/skip.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { seedProgramme } from '../../../support/seed-programme.ts';
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
const at = (hours: number): string => new Date(Math.ceil(Date.now() / HOUR) * HOUR + hours * HOUR).toISOString();
const actor = 'user:ada@example.com';

it('keeps who changed an appointment, how and why, each change once and without a phone number', async () => {
  const { programmeId } = await seedProgramme(deps, test);
  const which = { programmeId, externalId: 'visit-7', actor };
  const items = [{ externalId: 'visit-7', phone: '+12125550177', startsAt: at(48) }];
  await bookAppointments(deps, { programmeId, items, actor, dryRun: true });
  await rebookAppointment(deps, { ...which, patch: { startsAt: at(72) }, dryRun: true }).catch(() => {});
  for (const _twice of [1, 2]) {
    await bookAppointments(deps, { programmeId, items, actor });
  }
  await rebookAppointment(deps, { ...which, patch: { startsAt: at(72) }, dryRun: true });
  await rebookAppointment(deps, { ...which, patch: { startsAt: at(72) } });
  await skipSteps(deps, { ...which, steps: ['24h-sms'], reason: 'was told at the desk' });
  await skipSteps(deps, { ...which, steps: ['24h-sms'], undo: true });
  await sendNow(deps, { ...which, step: '24h-sms', reason: 'asked for it' });
  await answerFor(deps, { ...which, meaning: 'confirm', note: 'by email' });
  for (const _twice of [1, 2]) await cancelAppointment(deps, { ...which, reason: 'ill' });
  await restoreAppointment(deps, { ...which, reason: 'well again' });

  const { items: trail } = await listAudit(deps, { action: 'appointment.' });
  expect(trail.toReversed().map(({ action, reason }) => [action, reason])).toEqual([
    ['appointment.book', null],
    ['appointment.move', null],
    ['appointment.skip', 'was told at the desk'],
    ['appointment.unskip', null],
    ['appointment.send_now', 'asked for it'],
    ['appointment.answer_confirm', 'by email'],
    ['appointment.cancel', 'ill'],
    ['appointment.restore', 'well again'],
  ]);
  for (const entry of trail) {
    expect(entry).toMatchObject({ actor, subjectName: 'visit-7', subjectOf: `programme:${programmeId}` });
    expect(JSON.stringify(entry.details)).not.toContain('2125550177');
  }
});

it('keeps one line for a request of many, with how many were booked, moved and refused', async () => {
  const { programmeId } = await seedProgramme(deps, test);
  const item = (n: number, hours: number) => ({
    externalId: `m${n}`,
    phone: `+1212555${String(2_000 + n)}`,
    startsAt: at(hours),
  });
  await bookAppointments(deps, { programmeId, items: [item(1, 48), item(2, 48)], actor });
  const mixed = [item(1, 48), item(2, 72), item(3, 48), { ...item(4, 48), phone: 'nobody' }];
  await bookAppointments(deps, { programmeId, items: mixed, actor });
  await bookAppointments(deps, { programmeId, items: [item(1, 48), item(2, 72)], actor });
  const { items: trail } = await listAudit(deps, {
    subject: `programme:${programmeId}`,
    action: 'appointment.book_many',
  });
  expect(trail.map(({ details }) => details)).toEqual([
    { count: 2, unchanged: 1, moved: 1, booked: 1, refused: 1 },
    { count: 2, booked: 2 },
  ]);
  const single = await rows(
    test.readDb,
    sql`select from audit_entries e join appointments a on e.subject = 'appointment:' || a.id where a.programme_id = ${programmeId}`,
  );
  expect(single).toEqual([]);
});
