import { afterAll, beforeAll, expect, it } from 'vitest';
import { bookAppointments } from '../../../engine/reminders/booking/book.ts';
import { ALWAYS, seedAccount } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let by: { accountId: string; numberId: string };
beforeAll(async () => {
  world = await openApi();
  const { accountId, numberId } = await seedAccount(world.engine, world.test, {});
  by = { accountId, numberId };
});
afterAll(() => world.close());

const TEXT = 'See you {{ appointment_day }} at {{ appointment_time }}.';
const steps = () => [
  { short: '24h:sms>failed:call', sms: { ...by, text: TEXT }, call: by },
  { key: 'soon', when: { kind: 'before', seconds: 7_200 }, actions: [{ ...by, channel: 'call' }] },
];
const create = (name: string, settings: object = {}) =>
  world.ask('POST', '/v1/programmes', {
    body: { name, settings: { purpose: 'informational', hours: ALWAYS, steps: steps(), ...settings } },
  });

it('creates a programme from short and whole steps, and shows it by id and by name', async () => {
  const made = await create('Dr Winter');
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ version: 1, requiredVariables: [], warnings: [] });
  const byId = await world.ask('GET', `/v1/programmes/${made.field('programmeId')}`);
  expect(byId.body).toMatchObject({
    name: 'Dr Winter',
    state: 'running',
    steps: ['24h:sms>failed:call', '2h:call'],
    upcoming: 0,
    settings: {
      cutoffSeconds: 900,
      steps: [
        { key: '24h-sms', actions: [{ slot: 0 }, { slot: 1, follows: { when: 'not_reached', afterSeconds: 0 } }] },
        { key: 'soon', actions: [{ slot: 2 }] },
      ],
    },
  });
  expect((await world.ask('GET', '/v1/programmes/Dr%20Winter')).body).toEqual(byId.body);
  expect((await world.ask('GET', '/v1/programmes')).body).toMatchObject({ items: [{ name: 'Dr Winter' }] });
  expect((await world.ask('GET', '/v1/programmes/none')).body).toMatchObject({
    status: 404,
    code: 'unknown_programme',
  });
});

it('names every problem of a programme by its pointer, and takes no field that it does not know', async () => {
  const wrong = await create('Wrong', { lateSeconds: 1, steps: [{ short: '24h:sms', sms: by }] });
  expect(wrong.body).toMatchObject({
    status: 422,
    code: 'settings_invalid',
    problems: [{ pointer: '/lateSeconds' }, { pointer: '/steps/0/actions/0/text' }],
  });
  expect((await create('Wrong', { colour: 'red' })).status).toBe(400);
  expect((await create('Dr Winter')).body).toMatchObject({ status: 409, code: 'programme_name_taken' });
});

it('previews a change, applies it under the version it was made of, and keeps the versions', async () => {
  const made = await create('Dr Summer');
  const programmeId = made.field('programmeId');
  const item = { externalId: 'visit', phone: '+12125550144', startsAt: '2031-03-04T10:00:00-05:00' };
  await bookAppointments(world.engine, { programmeId, items: [item], actor: 'test' });
  const body = { settings: { steps: steps().slice(0, 1) }, expectedVersion: 1 };

  const preview = await world.ask('PATCH', '/v1/programmes/Dr%20Summer?dryRun=true', { body });
  expect(preview.body).toMatchObject({
    programmeId,
    version: 1,
    changed: true,
    effect: {
      appointments: 1,
      complete: true,
      steps: { '24h-sms': { unchanged: 1 }, soon: { removed: 1 } },
      examples: [
        { externalId: 'visit', key: 'soon', change: 'removed', before: '2031-03-04T13:00:00.000Z', after: null },
      ],
    },
  });
  const done = await world.ask('PATCH', '/v1/programmes/Dr%20Summer', { body });
  expect(done.body).toMatchObject({ version: 2, replanned: true, replan: { total: 2 } });
  const late = await world.ask('PATCH', `/v1/programmes/${programmeId}`, { body });
  expect(late.body).toMatchObject({ status: 409, code: 'programme_changed', version: 2 });
  const versions = await world.ask('GET', `/v1/programmes/${programmeId}/versions?limit=1`);
  expect(versions.body).toMatchObject({ items: [{ version: 2 }], nextCursor: '2' });
  const first = await world.ask('GET', `/v1/programmes/${programmeId}/versions?cursor=2`);
  expect(first.body).toMatchObject({ items: [{ version: 1 }], nextCursor: null });
});

it('takes settings back as it gave them: nothing changes', async () => {
  const made = await create('Dr Spring');
  const { body } = await world.ask('GET', `/v1/programmes/${made.field('programmeId')}`);
  const again = await world.ask('PATCH', '/v1/programmes/Dr%20Spring', { body: { settings: body['settings'] } });
  expect(again.body).toMatchObject({ version: 1, changed: false });
});

it('pauses, resumes and archives, each only with a key that may', async () => {
  await create('Dr Autumn');
  const reader = await world.keyWith('read');
  const at = (verb: string) => `/v1/programmes/Dr%20Autumn/${verb}`;
  for (const verb of ['pause', 'resume', 'archive']) {
    expect((await world.ask('POST', at(verb), { key: reader })).status).toBe(403);
  }
  expect((await world.ask('POST', at('pause'), { body: { reason: 'flu' } })).body).toMatchObject({ state: 'paused' });
  expect((await world.ask('GET', '/v1/programmes/Dr%20Autumn', { key: reader })).body).toMatchObject({
    state: 'paused',
    pausedReason: 'flu',
  });
  expect((await world.ask('POST', at('resume'))).body).toMatchObject({ state: 'running' });
  expect((await world.ask('POST', at('archive'))).body).toMatchObject({ upcoming: 0 });
  const listed = await world.ask('GET', '/v1/programmes?name=Dr%20Autumn');
  expect(listed.body).toMatchObject({ items: [] });
  const all = await world.ask('GET', '/v1/programmes?name=Dr%20Autumn&archived=true');
  expect(all.body).toMatchObject({ items: [{ name: 'Dr Autumn', archivedAt: expect.any(String) }] });
});
