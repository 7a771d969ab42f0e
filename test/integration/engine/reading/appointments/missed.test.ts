import { afterAll, beforeAll, expect, it } from 'vitest';
import { listMissed } from '../../../../../engine/reading/appointments/missed.ts';
import { listAppointments } from '../../../../../engine/reading/appointments/list.ts';
import { roll } from '../../../../../engine/planning/roll.ts';
import { sendNow } from '../../../../../engine/reminders/booking/send-now.ts';
import { skipSteps } from '../../../../../engine/reminders/booking/skip.ts';
import { plannedRun } from '../../../../support/ledger-steps.ts';
import { seedProgramme, type SeededProgramme } from '../../../../support/seed-programme.ts';
import { appointmentsWorld, type AppointmentsWorld } from './appointments-world.ts';

let world: AppointmentsWorld;
let programme: SeededProgramme;
const START = '2026-03-09T15:00:00Z';
beforeAll(async () => {
  world = await appointmentsWorld();
  await world.at('2026-03-07T20:00:00Z');
  programme = await seedProgramme(world.deps, world.test, {
    name: 'missed',
    steps: ['2h:sms'],
    settings: { lateSeconds: 1_800, cutoffSeconds: 600, mergeWithinSeconds: 3_600 },
  });
  const zone = 'America/Chicago';
  await world.book(
    programme.programmeId,
    { externalId: 'a', startsAt: START, zone },
    { externalId: 'b', startsAt: START, zone },
    { externalId: 'c1', phone: '+13125550190', startsAt: START, zone },
    { externalId: 'c2', phone: '+13125550190', startsAt: '2026-03-09T15:20:00Z', zone },
    { externalId: 'tomorrow', startsAt: '2026-03-10T15:00:00Z', zone },
  );
});
afterAll(() => world.test.drop());

const missed = async (more = {}) => await listMissed(world.deps, { programme: 'missed', ...more });
const namesOf = ({ items }: Awaited<ReturnType<typeof missed>>): string[] =>
  items.map(({ appointments }) => appointments.map(({ externalId }) => externalId).join('+')).toSorted();

it('is empty while nothing has missed its time, and tells the policy of the programme', async () => {
  expect(await missed()).toMatchObject({
    items: [],
    policies: [{ lateSeconds: 1_800, words: 'sent if less than 30 min late, else skipped and listed here' }],
  });
});

it('lists each message that was given up once, with whom it was for and how late it is', async () => {
  // Everything was down from before the time of the step until 50 minutes after it.
  await world.at('2026-03-09T13:50:00Z');
  await roll(world.deps, await plannedRun(world.deps, programme.runId));
  const found = await missed();
  expect(namesOf(found)).toEqual(['a', 'b', 'c1+c2']);
  expect(found.items[0]).toMatchObject({
    key: '2h-sms',
    channel: 'sms',
    dueAt: '2026-03-09T13:00:00.000Z',
    lateSeconds: 3_000,
    lastAttempt: null,
    sendableUntil: '2026-03-09T14:50:00.000Z',
  });
  const { items } = await listAppointments(world.deps, { programme: 'missed', reminderState: 'expired' });
  expect(items.map(({ externalId }) => externalId)).toEqual(['a', 'b', 'c1', 'c2']);
});

it('pages through them', async () => {
  const first = await missed({ limit: 2 });
  const second = await missed({ limit: 2, cursor: first.nextCursor });
  expect(namesOf({ ...first, items: [...first.items, ...second.items] })).toEqual(['a', 'b', 'c1+c2']);
  expect(second.nextCursor).toBeNull();
  await expect(missed({ cursor: 'x' })).rejects.toMatchObject({ code: 'bad_cursor' });
});

it('drops what somebody sent now or skipped', async () => {
  await sendNow(world.deps, { programmeId: 'missed', externalId: 'a', actor: 'test' });
  await skipSteps(world.deps, { programmeId: 'missed', externalId: 'b', steps: ['2h-sms'], actor: 'test' });
  expect(namesOf(await missed())).toEqual(['c1+c2']);
});

it('says when it is too late to send it, and forgets after a week', async () => {
  await world.at('2026-03-09T14:50:00Z');
  expect((await missed()).items).toMatchObject([{ sendableUntil: null }]);
  expect(namesOf(await missed({ sendable: true }))).toEqual([]);
  await world.at('2026-03-16T14:00:00Z');
  expect(namesOf(await missed())).toEqual([]);
  expect(namesOf(await missed({ sinceMs: 0 }))).toEqual(['c1+c2']);
});
