import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { page } from '../../../api/schemas/common.ts';
import { changedSeries, series as seriesSchema } from '../../../api/schemas/series.ts';
import { startClockAt } from '../../../dev/clock.ts';
import { seedProgramme } from '../../support/seed-programme.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
  await startClockAt({ db: world.test.adminDb }, Date.UTC(2027, 1, 20, 12));
  await seedProgramme(world.engine, world.test, { name: 'Physio' });
});
afterAll(() => world.close());

const BODY = { phone: '+12125551234', rule: 'every 2nd Tuesday 09:30', first: '2027-02-23', name: 'Ann' };
const at = (path: string): string => `/v1/programmes/Physio/series/${path}`;
const ask = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object) =>
  world.ask(method, at(path), body === undefined ? {} : { body });

it('says what it would create, creates it, and shows the next five', async () => {
  const dry = await ask('PUT', 'ann?dryRun=true', BODY);
  expect(dry).toMatchObject({ status: 200, body: { change: 'created', occurrences: { booked: 5 } } });
  expect((await ask('GET', 'ann')).body).toMatchObject({ status: 404, code: 'unknown_series' });

  const made = await ask('PUT', 'ann', BODY);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    words: 'every 2 weeks on Tuesday at 09:30 in New York',
    rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
    firstLocal: '2027-02-23T09:30',
    zone: 'America/New_York',
  });
  const again = await ask('PUT', 'ann', BODY);
  expect(again).toMatchObject({ status: 200, body: { change: 'unchanged', version: 1 } });
  const shown = seriesSchema.parse((await ask('GET', 'ann')).body);
  expect(shown.next.map(({ understood }) => understood)).toEqual([
    'Tue 23 Feb 09:30 in New York',
    'Tue 9 Mar 09:30 in New York',
    'Tue 23 Mar 09:30 in New York',
    'Tue 6 Apr 09:30 in New York',
    'Tue 20 Apr 09:30 in New York',
  ]);
  expect(shown.next[0]?.appointment?.plan.map(({ step, status }) => [step, status])).toEqual([
    ['24h-sms', 'planned'],
    ['2h-call', 'planned'],
  ]);
  const list = page(seriesSchema).parse((await world.ask('GET', '/v1/programmes/Physio/series')).body);
  expect(list.items).toEqual([shown]);
});

it('hands out those of all programmes or one as CSV', async () => {
  await seedProgramme(world.engine, world.test, { name: 'Dentist' });
  const bob = { ...BODY, phone: '+13125551234', name: 'Bob' };
  expect((await world.ask('PUT', '/v1/programmes/Dentist/series/bob', { body: bob })).status).toBe(201);
  const namesOf = async (query: string): Promise<string[]> => {
    const { status, text } = await world.ask('GET', `/v1/series.csv${query}`);
    expect(status).toBe(200);
    return z
      .array(z.object({ external_id: z.string() }))
      .parse(parse(text, { columns: true, bom: true }))
      .map(({ external_id }) => external_id);
  };
  expect(await namesOf('')).toEqual(['ann', 'bob']);
  expect(await namesOf('?programme=Dentist')).toEqual(['bob']);
  expect(await namesOf('?state=ended')).toEqual([]);
  expect((await world.ask('GET', '/v1/series.csv?programme=none')).body).toMatchObject({ code: 'unknown_programme' });
});

it('edits one occurrence at the address of its appointment, which its series then leaves alone', async () => {
  const body = { phone: BODY.phone, startsAt: '2027-03-10 11:00', zone: 'America/New_York' };
  const one = '/v1/programmes/Physio/appointments/ann%2F2027-03-09';
  expect(await world.ask('PUT', one, { body })).toMatchObject({ status: 200, body: { change: 'moved' } });
  const edited = changedSeries.parse((await ask('PUT', 'ann', { ...BODY, rule: 'every 2nd Tuesday 10:00' })).body);
  expect(edited.next.map(({ appointment }) => [appointment?.startsAt, appointment?.detached]).slice(0, 2)).toEqual([
    ['2027-02-23T15:00:00.000Z', false],
    ['2027-03-10T16:00:00.000Z', true],
  ]);
});

it('skips once, pauses, resumes, splits and ends', async () => {
  expect((await ask('POST', 'ann/skip-once', {})).body).toMatchObject({ externalId: 'ann/2027-02-23' });
  expect((await ask('POST', 'ann/pause', { reason: 'on holiday' })).body).toMatchObject({ change: 'paused' });
  expect((await ask('POST', 'ann/resume')).body).toMatchObject({ change: 'resumed' });
  const split = await ask('POST', 'ann/split', { from: '2027-03-23', rule: 'every 2nd Wednesday 08:00' });
  expect(split.body).toMatchObject({
    externalId: 'ann@2027-03-23',
    words: 'every 2 weeks on Wednesday at 08:00 in New York',
    occurrences: { booked: 3, cancelled: 3 },
  });
  const ended = changedSeries.parse((await ask('DELETE', 'ann@2027-03-23')).body);
  expect(ended).toMatchObject({ change: 'ended', state: 'ended', next: [] });
});

it('names what is wrong, and where', async () => {
  const wrong = async (parts: object) => (await ask('PUT', 'bob', { ...BODY, ...parts })).body;
  expect(await wrong({ rule: 'now and then' })).toMatchObject({
    status: 422,
    code: 'rule_unreadable',
    errors: [{ pointer: '/rule' }],
  });
  expect(await wrong({ first: '2027-02-23 11:00' })).toMatchObject({
    code: 'rule_time',
    errors: [{ pointer: '/first' }],
  });
  expect(await wrong({ colour: 'red' })).toMatchObject({ status: 400 });
  expect((await world.ask('PUT', at('bob'), { body: BODY, key: await world.keyWith('read') })).status).toBe(403);
});
