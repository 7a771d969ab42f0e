import { afterAll, beforeAll, expect, it } from 'vitest';
import { bookAppointments } from '../../../engine/reminders/booking/book.ts';
import { seedProgramme } from '../../support/seed-programme.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let programmeId: string;
const startsAt = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 5 * 86_400_000).toISOString();
beforeAll(async () => {
  world = await openApi();
  ({ programmeId } = await seedProgramme(world.engine, world.test, { name: 'check-ups' }));
  const results = await bookAppointments(world.engine, {
    programmeId,
    items: ['A/1', 'A 2', 'A-3'].map((externalId, i) => ({
      externalId,
      phone: `+131255501${10 + i}`,
      startsAt,
      zone: 'America/Chicago',
      name: `Person ${i}`,
    })),
    actor: 'test',
  });
  const refused = results.find(({ ok }) => !ok);
  if (refused) throw new Error(JSON.stringify(refused));
});
afterAll(() => world.close());

it('lists appointments over programmes, page by page', async () => {
  const first = await world.ask('GET', '/v1/appointments?limit=2&zone=Europe/Berlin');
  expect(first.status).toBe(200);
  expect(first.body['items']).toMatchObject([
    {
      programme: 'check-ups',
      day: 'later',
      startsAt,
      state: 'booked',
      next: { key: '24h-sms' },
      reminders: { waiting: 2 },
    },
    { viewerLocal: expect.any(String) },
  ]);
  expect(first.body['counts']).toEqual({ today: 0, tomorrow: 0, later: 3 });
  const second = await world.ask('GET', `/v1/appointments?limit=2&cursor=${first.field('nextCursor')}`);
  expect(second.body).toMatchObject({ items: [{ externalId: expect.any(String) }], nextCursor: null, counts: null });
});

it('filters them, and refuses what it does not know', async () => {
  const count = async (query: string): Promise<unknown> => {
    const { body, status } = await world.ask('GET', `/v1/appointments?${query}`);
    expect(status).toBe(200);
    return Array.isArray(body['items']) ? body['items'].length : undefined;
  };
  expect(await count('programme=check-ups')).toBe(3);
  expect(await count(`programme=${programmeId}&day=today`)).toBe(0);
  expect(await count('phone=%2B13125550110')).toBe(1);
  expect(await count('person=%2B13125550111')).toBe(1);
  expect(await count('externalId=A%2F1')).toBe(1);
  expect(await count('text=person%201')).toBe(1);
  expect(await count('reminderState=waiting')).toBe(3);
  expect(await count('reminderState=expired')).toBe(0);
  expect(await count('state=cancelled')).toBe(0);
  expect(await count(`from=${startsAt}`)).toBe(3);
  expect(await count(`to=${startsAt}`)).toBe(0);
  for (const query of ['day=someday', 'state=open', 'from=yesterday', 'colour=red', 'phone=12']) {
    expect((await world.ask('GET', `/v1/appointments?${query}`)).status, query).toBe(400);
  }
  expect((await world.ask('GET', '/v1/appointments?zone=Mars')).body).toMatchObject({
    status: 422,
    code: 'unknown_zone',
  });
  expect((await world.ask('GET', '/v1/appointments?cursor=1')).body).toMatchObject({ status: 422, code: 'bad_cursor' });
  expect((await world.ask('GET', '/v1/appointments?programme=none')).body).toMatchObject({ code: 'unknown_programme' });
});

it('sorts them, page by page, and refuses a cursor of another sort in words', async () => {
  const first = await world.ask('GET', '/v1/appointments?limit=2&sort=name&direction=desc');
  expect(first.body).toMatchObject({ items: [{ name: 'Person 2' }, { name: 'Person 1' }], counts: null });
  const cursor = String(first.field('nextCursor'));
  const second = await world.ask('GET', `/v1/appointments?limit=2&sort=name&direction=desc&cursor=${cursor}`);
  expect(second.body).toMatchObject({ items: [{ name: 'Person 0' }], nextCursor: null });
  expect((await world.ask('GET', `/v1/appointments?sort=state&cursor=${cursor}`)).body).toMatchObject({
    status: 422,
    code: 'cursor_of_another_sort',
    detail: 'That cursor is of the list sorted by name, descending, not sorted by state, ascending.',
    repair: expect.any(String),
  });
  for (const query of ['sort=phone', 'sort=name&direction=up', `cursor=${'x'.repeat(2_000)}`]) {
    expect((await world.ask('GET', `/v1/appointments?${query}`)).status, query).toBe(400);
  }
});

it('shows one by programme and external id, with its versions', async () => {
  const url = `/v1/programmes/check-ups/appointments/${encodeURIComponent('A/1')}`;
  const shown = await world.ask('GET', `${url}?zone=UTC`);
  expect(shown.status).toBe(200);
  expect(shown.body).toMatchObject({
    externalId: 'A/1',
    programmeId,
    plan: [{ key: '24h-sms', state: 'waiting' }, { key: '2h-call' }],
    timeline: [{ kind: 'version' }, { kind: 'planned' }, { kind: 'planned' }],
    viewerLocal: startsAt.slice(0, 16),
  });
  expect((await world.ask('GET', `${url}/versions`)).body['items']).toMatchObject([{ version: 1, change: 'booked' }]);
  expect((await world.ask('GET', '/v1/programmes/check-ups/appointments/none')).body).toMatchObject({
    status: 404,
    code: 'unknown_appointment',
  });
});

it('tells the load of seven days and what missed its time', async () => {
  const load = await world.ask('GET', '/v1/reminders/load?programme=check-ups&zone=Asia/Kolkata');
  expect(load.status).toBe(200);
  expect(load.body).toMatchObject({
    zone: 'Asia/Kolkata',
    lanes: [
      { channel: 'call', planned: 3 },
      { channel: 'sms', planned: 3 },
    ],
  });
  expect(load.body['hours']).toHaveLength(168);
  const missed = await world.ask('GET', '/v1/reminders/missed?sendable=true');
  expect(missed.body).toMatchObject({ items: [], nextCursor: null });
  expect((await world.ask('GET', '/v1/reminders/missed?sendable=maybe')).status).toBe(400);
});

it('is read with the scope for it, and by nobody else', async () => {
  const reader = await world.keyWith('read');
  const writer = await world.keyWith('credits:write');
  for (const url of ['/v1/appointments', '/v1/reminders/load', '/v1/reminders/missed']) {
    expect((await world.ask('GET', url, { key: reader })).status).toBe(200);
    expect((await world.ask('GET', url, { key: writer })).status).toBe(403);
    expect((await world.ask('GET', url, { key: null })).status).toBe(401);
  }
});
