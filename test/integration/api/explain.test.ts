import { afterAll, beforeAll, expect, it } from 'vitest';
import { phonesOf } from '../../support/ledger-steps.ts';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';

let world: ApiWorld;
let seeded: Seeded;
beforeAll(async () => {
  world = await openApi();
  seeded = await seedCampaign(world.engine, world.test, { contacts: 2, launch: false });
});
afterAll(() => world.close());

it('explains a contact, now and at a moment that was', async () => {
  const url = `/v1/contacts/${seeded.contactIds[0]}/explain`;
  const now = await world.ask('GET', url);
  expect(now.body).toMatchObject({ verdict: 'refused', code: 'not_launched', decidingRule: 'campaign' });
  expect(now.body['rules']).toHaveLength(14);
  const past = await world.ask('GET', `${url}?at=2020-01-01T00:00:00Z`);
  expect(past.body).toMatchObject({ verdict: 'not_in_a_campaign', at: '2020-01-01T00:00:00.000Z' });
  expect((await world.ask('GET', `${url}?at=2099-01-01T00:00:00Z`)).body).toMatchObject({
    status: 422,
    code: 'in_the_future',
  });
  expect((await world.ask('GET', `${url}?at=yesterday`)).status).toBe(400);
});

it('explains everybody behind a number', async () => {
  const [phone] = await phonesOf(world.test, seeded.contactIds[0]);
  const found = await world.ask('GET', `/v1/explain?phone=%2B${phone}`);
  expect(found.body).toMatchObject({ phone: `+${phone}`, contacts: [{ contactId: seeded.contactIds[0] }] });
  expect((await world.ask('GET', '/v1/explain')).status).toBe(400);
});

it('counts a campaign’s reasons and what a launch would do', async () => {
  const { campaignId } = seeded;
  expect((await world.ask('GET', `/v1/campaigns/${campaignId}/explain`)).body).toMatchObject({
    contacts: 2,
    blocks: [{ rule: 'campaign' }],
  });
  const run = await world.ask('POST', `/v1/campaigns/${campaignId}/dry-run`);
  expect(run.body).toMatchObject({ now: 2, message: '2 now' });
  expect((await world.ask('POST', `/v1/campaigns/${campaignId}/dry-run`, { body: { at: 'soon' } })).status).toBe(400);
  for (const answer of [
    await world.ask('GET', `/v1/campaigns/${NOBODY}/explain`),
    await world.ask('POST', `/v1/campaigns/${NOBODY}/dry-run`, { body: {} }),
  ]) {
    expect(answer.body).toMatchObject({ status: 404, code: 'unknown_campaign' });
  }
});
