import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../db/rows.ts';
import { bookAppointments } from '../../../engine/reminders/booking/book.ts';
import { sendNow } from '../../../engine/reminders/booking/send-now.ts';
import { createInbox } from '../../../engine/folding/inbox.ts';
import { acceptAll, foldAll, newFact } from '../../support/ledger-steps.ts';
import { seedProgramme, type SeededProgramme } from '../../support/seed-programme.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

let phone = 12_125_570_300;
const actor = 'test';
async function reminded(): Promise<SeededProgramme> {
  phone += 1;
  const programme = await seedProgramme(world.engine, world.test);
  const { programmeId, runId } = programme;
  const startsAt = new Date(Date.now() + 48 * 3_600_000).toISOString();
  await bookAppointments(world.engine, {
    programmeId,
    items: [{ externalId: 'visit 1', phone: `+${phone}`, startsAt }],
    actor,
  });
  await sendNow(world.engine, { programmeId, externalId: 'visit 1', actor });
  expect((await acceptAll(world.engine, runId)).ids).toHaveLength(1);
  return programme;
}

it('takes an answer from another system and says what it changed', async () => {
  const { programmeId } = await reminded();
  const path = `/v1/programmes/${programmeId}/appointments/visit%201/answer`;
  const confirmed = await world.ask('POST', path, { body: { meaning: 'confirm', note: 'at the desk' } });
  expect(confirmed.status).toBe(200);
  expect(confirmed.body).toMatchObject({ state: 'confirmed', change: 'confirmed', answer: 'confirm' });
  expect((await world.ask('POST', path, { body: { meaning: 'confirm' } })).body).toMatchObject({ change: 'unchanged' });
  expect((await world.ask('POST', path, { body: { meaning: 'perhaps' } })).status).toBe(400);
  const elsewhere = path.replace('visit%201', 'nobody');
  expect((await world.ask('POST', elsewhere, { body: { meaning: 'confirm' } })).status).toBe(404);
  const causes = await rows(
    world.test.db,
    sql`select cause from appointment_versions v join appointments a on a.id = v.appointment_id
        where a.programme_id = ${programmeId} and v.change = 'confirmed'`,
  );
  expect(causes).toEqual([{ cause: 'at the desk' }]);
});

it('lists an unclear answer with its appointment, and takes what it means from a person', async () => {
  const { accountId, programmeId } = await reminded();
  const text = {
    kind: 'sms_received',
    messageRef: 'unclear',
    fromPhone: `+${phone}`,
    toPhone: '+12125550100',
    text: 'who is this',
  } as const;
  await createInbox(world.engine).receive([newFact(accountId, text)]);
  await foldAll(world.engine);
  const listed = await world.ask('GET', '/v1/reviews?kind=answer');
  expect(listed.body).toMatchObject({
    items: [{ evidence: 'who is this', appointments: [{ programmeId, externalId: 'visit 1', state: 'booked' }] }],
  });
  const [review] = await rows<{ id: string }>(world.test.db, sql`select id from reviews where state = 'open'`);
  const decide = async (body: unknown) => await world.ask('POST', `/v1/reviews/${review?.id ?? ''}/decide`, { body });
  expect((await decide({ meaning: 'opt_out' })).status).toBe(400);
  const decided = await decide({ meaning: 'reschedule', reason: 'called back' });
  expect(decided.body).toMatchObject({
    state: 'confirmed',
    meaning: 'reschedule',
    already: false,
    appointments: [{ externalId: 'visit 1', answer: 'reschedule' }],
  });
  expect((await decide({ meaning: 'confirm' })).status).toBe(409);
});
