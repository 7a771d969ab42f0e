import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { answerToken } from '../../../engine/answering/answer-token.ts';
import { createSecrets } from '../../../engine/accounts/seal.ts';
import { acceptAll, jump } from '../../support/ledger-steps.ts';
import { ALL_DAY, ALWAYS, seedCampaign, seedContacts, type Seeded } from '../../support/seed.ts';
import { openApi, type Answer, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let seeded: Seeded;
beforeAll(async () => {
  world = await openApi();
  seeded = await seedCampaign(world.engine, world.test, {
    contacts: 2,
    placeKey: 'US-TX',
    zoneKey: 'America/Chicago',
    settings: { purpose: 'emergency' },
    launch: false,
  });
});
afterAll(() => world.close());

const NOBODY = '01a214db-dfbd-75b5-ac62-72b96bf8574a';

/** Every refusal is a problem with a code, words and a next step; where a field is meant, it is pointed at. */
function expectRefusal(answer: Answer, status: number, code: string, pointer?: string): void {
  expect(answer.body).toMatchObject({
    status,
    code,
    type: `urn:outdial:problem:${code}`,
    detail: expect.stringMatching(/\w{3}/),
    repair: expect.stringMatching(/\w{3}/),
    requestId: expect.any(String),
  });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  if (pointer === undefined) return;
  const { errors, problems } = answer.body;
  expect([errors, problems].flat()).toContainEqual(
    expect.objectContaining({ pointer, message: expect.stringMatching(/\w{3}/) }),
  );
}

const step = () => ({ channel: 'call', accountId: seeded.accountId, numberId: seeded.numberId });
const draft = (settings: object): object => ({
  name: 'asked',
  settings: { steps: [step()], purpose: 'emergency', hours: ALWAYS, ...settings },
});
const create = (settings: object, importIds: string[] = []) =>
  world.ask('POST', '/v1/campaigns', { body: { ...draft(settings), importIds } });
const change = (settings: object) =>
  world.ask('PATCH', `/v1/campaigns/${seeded.campaignId}/settings`, { body: settings });

describe('windows that contradict each other', () => {
  const monday = { mon: [['09:00', '17:00']] };

  it.each([
    ['no window at all', { weekly: {} }, 'settings_invalid', '/hours/weekly'],
    ['an end that is its start', { weekly: { mon: [['09:00', '09:00']] } }, 'settings_invalid', '/hours/weekly/mon/0'],
    [
      'an hour that no clock shows',
      { weekly: { mon: [['09:00', '24:01']] } },
      'settings_invalid',
      '/hours/weekly/mon/0',
    ],
    ['a start at 24:00', { weekly: { mon: [['24:00', '01:00']] } }, 'settings_invalid', '/hours/weekly/mon/0'],
    [
      'windows that overlap',
      { weekly: { mon: [...(monday.mon ?? []), ['16:59', '18:00']] } },
      'settings_invalid',
      '/hours/weekly/mon/1',
    ],
    [
      'a channel that never opens',
      { weekly: monday, channels: { call: {} } },
      'settings_invalid',
      '/hours/channels/call',
    ],
    ['a calendar that nobody has', { weekly: monday, holidays: ['mars'] }, 'settings_invalid', '/hours/holidays/0'],
    ['a weekday that is none', { weekly: { someday: [['09:00', '17:00']] } }, 'request_invalid', undefined],
    [
      'a day that is none',
      { weekly: monday, blackoutDates: ['2026-02-30'] },
      'request_invalid',
      '/hours/blackoutDates/0',
    ],
    ['words that nobody knows', { weekly: monday, mood: 'good' }, 'request_invalid', undefined],
  ])('are refused when created and when changed: %s', async (_, hours, code, pointer) => {
    expect.hasAssertions();
    const status = code === 'request_invalid' ? 400 : 422;
    const full = { blackoutDates: [], skipFederalHolidays: false, ...hours };
    const inBody = status === 400 && pointer !== undefined ? `/settings${pointer}` : pointer;
    expectRefusal(await create({ hours: full }), status, code, inBody);
    expectRefusal(await change({ hours: full }), status, code, pointer);
  });

  it('are refused with the reason when they open for nobody by the law of their place, and warned of when for some', async () => {
    const texans = await seedContacts(world.test, { contacts: 2, placeKey: 'US-TX', zoneKey: 'America/Chicago' });
    const elsewhere = await seedContacts(world.test, { contacts: 3, placeKey: 'US-GA', zoneKey: 'America/New_York' });
    // Texas: from noon on Sundays.
    const hours = { weekly: { sun: [['09:00', '11:30']] }, blackoutDates: [], skipFederalHolidays: false };
    const refused = await create({ purpose: 'informational', hours }, [texans]);
    expectRefusal(refused, 422, 'window_never_open');
    expect(refused.body).toMatchObject({
      groups: [{ contacts: 2, places: ['US-TX'], ruleIds: expect.arrayContaining(['us-tx-hours']) }],
    });
    const some = await create({ purpose: 'informational', hours }, [texans, elsewhere]);
    expect(some).toMatchObject({
      status: 201,
      body: { warnings: [{ code: 'window_never_open', message: expect.stringContaining('2 of 5') }] },
    });
  });

  it.each([
    ['an end before the start', { startsAt: '2031-01-02T00:00:00Z', endsAt: '2031-01-01T00:00:00Z' }, 422, '/endsAt'],
    ['an end that has passed', { endsAt: '2020-01-01T00:00:00Z' }, 422, '/endsAt'],
    ['an instant without its offset', { startsAt: '2031-01-02T00:00:00' }, 400, '/startsAt'],
    ['leftovers of another kind', { leftovers: 'keep' }, 400, '/leftovers'],
    ['a cap of nothing', { personCaps: [{ count: 0, hours: 24 }] }, 422, '/personCaps/0/count'],
  ])('are refused: %s', async (_, settings, status, pointer) => {
    expect.hasAssertions();
    const code = status === 400 ? 'request_invalid' : 'settings_invalid';
    expectRefusal(await change(settings), status, code, pointer);
  });
});

describe('purposes', () => {
  it.each([['notice'], ['fun'], ['']])('that a person cannot give to a campaign are refused: "%s"', async (purpose) => {
    expect.hasAssertions();
    expectRefusal(await create({ purpose }), 400, 'request_invalid', '/settings/purpose');
    expectRefusal(await change({ purpose }), 400, 'request_invalid', '/purpose');
  });

  it('are asked for', async () => {
    expect.hasAssertions();
    expectRefusal(await create({ purpose: undefined }), 400, 'request_invalid', '/settings/purpose');
  });
});

describe('zones', () => {
  it('that nobody knows are refused as the default of a list, and as a repair', async () => {
    expect.hasAssertions();
    const upload = await world.ask('POST', '/v1/imports?zone=Mars/Base&fileName=a.csv', {
      raw: 'phone\n+12125550123\n',
      headers: { 'content-type': 'text/csv' },
    });
    expectRefusal(upload, 422, 'unknown_zone');
    const path = `/v1/campaigns/${seeded.campaignId}/review/zones/repair`;
    expectRefusal(await world.ask('POST', path, { body: { all: true, zone: 'Mars/Base' } }), 422, 'unknown_zone');
    expectRefusal(await world.ask('POST', path, { body: { zone: 'UTC' } }), 400, 'request_invalid');
    const nowhere = `/v1/campaigns/${NOBODY}/review/zones/repair`;
    expectRefusal(
      await world.ask('POST', nowhere, { body: { all: true, zone: 'America/Denver' } }),
      404,
      'unknown_campaign',
    );
  });
});

describe('suppressions', () => {
  const phone = '+12125557001';
  it.each([
    ['a purpose that is none', { phone, purpose: 'fun' }, '/purpose'],
    ['the purpose of notices', { phone, purpose: 'notice' }, '/purpose'],
    ['a channel that is none', { phone, channel: 'fax' }, '/channel'],
    ['a number that is none', { phone: '555' }, '/phone'],
  ])('refuse %s', async (_, body, pointer) => {
    expect.hasAssertions();
    expectRefusal(await world.ask('POST', '/v1/suppressions', { body }), 400, 'request_invalid', pointer);
  });

  it('are lifted once, with a reason, and by their id', async () => {
    const made = await world.ask('POST', '/v1/suppressions', { body: { phone } });
    const lift = (body: object, id = made.field('suppressionId')) =>
      world.ask('POST', `/v1/suppressions/${id}/lift`, { body });
    expectRefusal(await lift({}), 400, 'request_invalid', '/reason');
    expectRefusal(await lift({ reason: 'r' }, NOBODY), 404, 'unknown_suppression');
    expect((await lift({ reason: 'agreed again' })).status).toBe(200);
    expectRefusal(await lift({ reason: 'agreed again' }), 409, 'suppression_lifted');
  });

  const load = (body: string, query = 'source=trial', name = 'registry') =>
    world.ask('PUT', `/v1/suppression-lists/${name}?${query}`, { raw: body, headers: { 'content-type': 'text/csv' } });
  it.each([
    ['rubbish', 'source=trial', 'a,b\nc,d\n', 422, 'no_number_column'],
    ['no number that can be read', 'source=trial', 'phone\nabc\n12\n', 422, undefined],
    ['nothing', 'source=trial', '', 422, undefined],
    ['bytes that are no text', 'source=trial', '\0\x01\x02\0', 422, undefined],
    ['a country that is none', 'source=trial&country=QQ', 'phone\n+12125557002\n', 422, 'unknown_country'],
    ['a day to come', 'source=trial&asOf=2999-01-01', 'phone\n+12125557002\n', 422, 'as_of_in_future'],
    ['a purpose that is none', 'source=trial&purpose=fun', 'phone\n+12125557002\n', 400, 'request_invalid'],
    ['no source', 'channel=call', 'phone\n+12125557002\n', 400, 'request_invalid'],
  ])('refuse a list of %s, and nothing of it counts', async (_, query, body, status, code) => {
    const answer = await load(body, query);
    expectRefusal(answer, status, code ?? answer.field('code'));
    const kept = await firstRow<{ n: number }>(
      world.test.db,
      sql`select count(*)::int as n from suppressions where list_id <> 0`,
    );
    expect(kept?.n).toBe(0);
  });

  it('know no list of another name', async () => {
    expect.hasAssertions();
    expectRefusal(await world.ask('GET', '/v1/suppression-lists/none'), 404, 'unknown_list');
    const remove = (body: object) => world.ask('DELETE', '/v1/suppression-lists/none', { body });
    expectRefusal(await remove({}), 400, 'request_invalid', '/reason');
    expectRefusal(await remove({ reason: 'r' }), 404, 'unknown_list');
  });
});

describe('consents', () => {
  it('name what is wrong with each item, and refuse a scope that is none', async () => {
    const good = {
      phone: '+12125557003',
      purpose: 'marketing',
      consentClass: 'written',
      method: 'paper',
      happenedAt: '2026-01-02',
    };
    const bad = [
      { ...good, consentClass: 'none' },
      { ...good, consentClass: 'oral' },
      { ...good, purpose: 'notice' },
      { ...good, channel: 'fax' },
      { ...good, method: ' ' },
      { ...good, expiresAt: 'soon' },
    ];
    const { status, body } = await world.ask('POST', '/v1/consents', { body: { items: bad } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      recorded: 0,
      refused: 6,
      results: [
        { code: 'unknown_class' },
        { code: 'unknown_class' },
        { code: 'unknown_purpose' },
        { code: 'unknown_channel' },
        { code: 'method_missing' },
        { code: 'bad_instant' },
      ],
    });
    const revoke = (more: object) =>
      world.ask('POST', '/v1/consents/revoke', { body: { phone: good.phone, reason: 'r', ...more } });
    expectRefusal(await revoke({ purpose: 'notice' }), 422, 'unknown_purpose');
    expectRefusal(await revoke({ channel: 'fax' }), 422, 'unknown_channel');
    expectRefusal(await revoke({ reason: ' ' }), 400, 'request_invalid', '/reason');
  });
});

describe('answers of agents and what people decide on them', () => {
  const answer = (body: unknown) => world.ask('POST', '/v1/answers', { body, key: null });

  it('refuse tokens that are forged, of another installation, cut, or too old, and say what to do', async () => {
    expect.hasAssertions();
    const call = await seedCampaign(world.engine, world.test, {
      contacts: 1,
      settings: { hours: { ...ALWAYS, weekly: { ...ALWAYS.weekly, mon: ALL_DAY } } },
    });
    const { ids } = await acceptAll(world.engine, call.runId);
    const token = answerToken(world.engine.secrets, ids[0] ?? '');
    const foreign = answerToken(createSecrets(Buffer.alloc(32, 7)), ids[0] ?? '');
    const flipped = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BA' : 'AA'}`;
    for (const bad of [
      foreign,
      flipped,
      token.slice(0, -1),
      `${token}A`,
      answerToken(world.engine.secrets, NOBODY),
      '',
    ]) {
      const refused = await answer({ token: bad, digits: '9' });
      if (refused.status === 400) expectRefusal(refused, 400, 'request_invalid', '/token');
      else expectRefusal(refused, 404, 'answer_token_unknown');
    }
    expectRefusal(await answer({ token }), 400, 'request_invalid');
    expectRefusal(await answer({ token, meaning: 'perhaps' }), 400, 'request_invalid', '/meaning');
    await jump(world.test, 25 * 3_600_000);
    expectRefusal(await answer({ token, digits: '9' }), 410, 'answer_token_expired');
  });

  it('are decided once: by an id that exists, with a reason, and never twice in two ways', async () => {
    const call = await seedCampaign(world.engine, world.test, { contacts: 1 });
    const { ids } = await acceptAll(world.engine, call.runId);
    const token = answerToken(world.engine.secrets, ids[0] ?? '');
    await answer({ token, digits: '7' });
    const { body } = await world.ask('GET', '/v1/reviews');
    const [item] = Array.isArray(body['items']) ? body['items'] : [];
    const decide = (verb: string, more: object, id: string = item.id) =>
      world.ask('POST', `/v1/reviews/${id}/${verb}`, { body: more });
    expectRefusal(await decide('dismiss', {}), 400, 'request_invalid', '/reason');
    for (const verb of ['dismiss', 'confirm']) {
      expectRefusal(await decide(verb, { reason: 'r' }, NOBODY), 404, 'unknown_review');
      expectRefusal(await decide(verb, { reason: 'r' }, 'x'), 400, 'request_invalid', '/reviewId');
    }
    expect(await decide('confirm', {})).toMatchObject({ status: 200, body: { already: false } });
    expect(await decide('confirm', {})).toMatchObject({ status: 200, body: { already: true } });
    expectRefusal(await decide('dismiss', { reason: 'r' }), 409, 'review_decided');
  });
});
