import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reminderLoad } from '../../../../../engine/reading/appointments/load.ts';
import { seedProgramme } from '../../../../support/seed-programme.ts';
import { appointmentsWorld, type AppointmentsWorld } from './appointments-world.ts';

let world: AppointmentsWorld;
beforeAll(async () => {
  world = await appointmentsWorld();
  await world.at('2026-03-07T20:10:00Z');
});
afterAll(() => world.test.drop());

it('counts what is planned in each hour against slots and paces, and warns of the full ones', async () => {
  const { programmeId, accountId } = await seedProgramme(world.deps, world.test, {
    name: 'busy',
    steps: ['2h:call', '24h:sms'],
    maxConcurrentCalls: 1,
    paces: [{ channel: 'sms', maxCount: 10, windowMs: 3_600_000 }],
  });
  const at = (count: number, startsAt: string) =>
    Array.from({ length: count }, (_, i) => ({ externalId: `${startsAt} ${i}`, startsAt, zone: 'UTC' }));
  await world.book(programmeId, ...at(8, '2026-03-09T15:00:00Z'), ...at(1, '2026-03-09T16:30:00Z'));
  // Its call is due beyond seven days.
  await world.book(programmeId, ...at(1, '2026-03-14T22:30:00Z'));

  const load = await reminderLoad(world.deps, { programme: 'busy' });
  expect(load.hours).toHaveLength(168);
  expect(load.hours[0]?.at).toBe('2026-03-07T20:00:00.000Z');
  const full = (hours: typeof load.hours) => hours.filter(({ calls, texts }) => calls + texts > 0);
  expect(full(load.hours)).toMatchObject([
    { at: '2026-03-08T15:00:00.000Z', calls: 0, texts: 8, warning: expect.stringContaining('8 texts') },
    { at: '2026-03-08T16:00:00.000Z', calls: 0, texts: 1, warning: null },
    { at: '2026-03-09T13:00:00.000Z', calls: 8, texts: 0, share: 0.2, warning: null },
    { at: '2026-03-09T14:00:00.000Z', calls: 1, texts: 0, share: 0.025, warning: null },
    { at: '2026-03-13T22:00:00.000Z', calls: 0, texts: 1, warning: null },
  ]);
  // 3,600 s of one slot at the 90 s that are assumed; 95 % of ten texts.
  expect(load.lanes).toMatchObject([
    { accountId, channel: 'call', perHour: 40, limitedBy: 'slots', planned: 9, meanCallSeconds: 90, meanOfCalls: 0 },
    { accountId, channel: 'sms', perHour: 9, limitedBy: 'account_pace', planned: 10, meanCallSeconds: null },
  ]);
});

it('has its full hours where the viewer’s clock shows them, and counts what is overdue to the first', async () => {
  await world.at('2026-03-09T13:40:00Z');
  const load = await reminderLoad(world.deps, { programme: 'busy', zone: 'Asia/Kolkata' });
  expect(load.hours[0]).toMatchObject({
    at: '2026-03-09T13:30:00.000Z',
    local: '2026-03-09T19:00',
    calls: 8,
    texts: 9,
  });
});

it('takes the mean of calls that were made', async () => {
  await world.test.adminDb.execute(sql`
    insert into attempts (run_id, contact_id, person_id, account_id, number_id, step, ordinal, channel, phone, state, sender, lease_until,
      granted_at, due_at, closes_at, expires_at, policy_version, hold_micros, sent_at, ended_at)
    select r.id, d.contact_id, d.phone, p.account_id, p.id, d.step, 1, 'call', d.phone, 'DISPOSED', gen_random_uuid(), now(), now(), now(),
      now(), now(), 1, 0, now(), now() + interval '30 seconds'
    from programmes g join runs r on r.id = g.run_id join due d on d.run_id = r.id and d.channel = 'call', numbers p limit 1`);
  const { lanes } = await reminderLoad(world.deps);
  expect(lanes[0]).toMatchObject({ perHour: 120, meanCallSeconds: 30, meanOfCalls: 1 });
});
