import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runImport } from '../../../engine/importing/run-import.ts';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { join } from './people-world.ts';

let world: ApiWorld;
let seeded: Seeded;
beforeAll(async () => {
  world = await openApi();
  seeded = await seedCampaign(world.engine, world.test, { contacts: 1, launch: false });
});
afterAll(() => world.close());

const CSV = [
  'phone,First name,amount,timezone',
  '+12125550101,Zoë,40,America/New_York',
  '+13125550102,Ben,,America/Chicago',
  '+12135550103,Cy,7,America/Los_Angeles',
  'none,Dee,1,America/New_York',
  '',
];

/** A list that waits; `check`: every row was looked at. */
async function upload(check: 'draft' | 'check', lines: readonly string[] = CSV): Promise<string> {
  const answer = await world.ask('POST', `/v1/imports?fileName=people.csv&${check}=true`, {
    raw: lines.join('\n'),
    headers: { 'content-type': 'text/csv' },
  });
  const importId = answer.field('importId');
  if (check === 'check') await runImport(world.engine, importId);
  return importId;
}

describe('messages before there is a campaign', () => {
  it('are written for the first rows by what writes them later, with encoding, price and what is missing', async () => {
    const importId = await upload('draft');
    const steps = [
      { channel: 'sms', accountId: seeded.accountId, text: 'Hi {{ first_name }}, {{ amount }} – {{ town }}' },
    ];
    const answer = await world.ask('POST', `/v1/imports/${importId}/messages`, { body: { steps } });
    expect(answer.body).toMatchObject({ needed: ['amount', 'first_name', 'town'], missing: ['town'], unreadable: [] });
    const told = steps.map((step) => ({ ...step, text: 'Hi {{ first_name }}, {{ amount }} – you owe it' }));
    const { body } = await world.ask('POST', `/v1/imports/${importId}/messages`, { body: { steps: told } });
    expect(body).toMatchObject({
      missing: [],
      prices: [{ currency: 'USD' }],
      rows: [
        {
          rowNumber: 2,
          phone: '+12125550101',
          steps: [
            { text: 'Hi Zoë, 40 – you owe it', sms: { encoding: 'UCS-2', segments: 1, unicodeCharacters: ['ë', '–'] } },
          ],
        },
        { rowNumber: 3, steps: [{ text: null, problem: 'no value for amount' }] },
        { rowNumber: 4 },
        {
          rowNumber: 5,
          phone: null,
          steps: [{ text: null, problem: expect.stringContaining('expected a phone number') }],
        },
      ],
    });
  });

  it('say what cannot be read of a text that is half written', async () => {
    const importId = await upload('draft');
    const steps = [{ channel: 'sms', text: 'Hi {{ first_' }];
    const answer = await world.ask('POST', `/v1/imports/${importId}/messages`, { body: { steps } });
    expect(answer.body).toMatchObject({ prices: [null], unreadable: [{ pointer: '/steps/0/text' }] });
  });
});

describe('the forecast of a campaign', () => {
  it('counts a list from its check on, by hour, and writes nothing', async () => {
    const importId = await upload('check');
    const { campaignId } = seeded;
    const forecast = async () => (await world.ask('GET', `/v1/campaigns/${campaignId}/forecast`)).body;
    const before = await forecast();
    expect(before).toMatchObject({ contacts: 1, never: [] });
    expect((await world.ask('POST', `/v1/campaigns/${campaignId}/imports`, { body: { importId } })).status).toBe(200);
    const after = await forecast();
    expect(after).toMatchObject({ contacts: 4, willDial: 4, left: 0 });
    const hours: unknown = after['hours'];
    const calls = (Array.isArray(hours) ? hours : []).map(({ calls: made }: { calls: number }) => made);
    expect(calls).toHaveLength(168);
    expect(calls.reduce((sum, made) => sum + made, 0)).toBe(4);
    expect((await world.ask('GET', `/v1/imports/${importId}`)).body).toMatchObject({
      state: 'checked',
      committedRows: 0,
    });
    const nobody = '00000000-0000-7000-8000-000000000000';
    expect((await world.ask('GET', `/v1/campaigns/${nobody}/forecast`)).status).toBe(404);
  });

  it('moves calls out of hours that are closed, and says when nobody would be called', async () => {
    const { campaignId } = seeded;
    const hours = { weekly: {}, skipFederalHolidays: false };
    const closed = await world.ask('PATCH', `/v1/campaigns/${campaignId}/settings`, {
      body: { startsAt: '2027-01-04T12:00:00Z', hours: { ...hours, weekly: { mon: [['10:00', '11:00']] } } },
    });
    expect(closed.status).toBe(200);
    const { body } = await world.ask('GET', `/v1/campaigns/${campaignId}/forecast`);
    // 4 January 2027 is a Monday: 10:00 in New York is 15:00 UTC, in Chicago 16:00, in Los Angeles 18:00.
    const open = (Array.isArray(body['hours']) ? body['hours'] : [])
      .filter(({ calls }: { calls: number }) => calls > 0)
      .map(({ at }: { at: string }) => at.slice(0, 13));
    expect(open.at(0)).toBe('2027-01-04T15');
    expect(open.at(-1)).toBe('2027-01-04T18');
    expect(body).toMatchObject({ now: 0, later: 4, startsAt: '2027-01-04T12:00:00.000Z' });
  });

  it('lists who is outside of their hours, page by page, with when these open', async () => {
    // Open in New York since half an hour, in Chicago in half an hour.
    await change({ startsAt: '2027-01-04T15:30:00Z' });
    const [{ body: counts }, later] = [await ask('/forecast'), await people('later')];
    expect(counts).toMatchObject({ now: 2, later: 2 });
    expect(later).toMatchObject([
      { rowNumber: 3, name: 'Ben', phone: '+13125550102', zones: ['America/Chicago'], opensAt: at('16:00') },
      { rowNumber: 4, name: 'Cy', phone: '+12135550103', zones: ['America/Los_Angeles'], opensAt: at('18:00') },
    ]);
    const { body: first } = await ask('/forecast/contacts?part=later&limit=1');
    expect(first).toMatchObject({ items: [later[0]], nextCursor: String(later[0]?.['contactId']) });
    const { body: second } = await ask(`/forecast/contacts?part=later&limit=1&cursor=${String(first['nextCursor'])}`);
    expect(second).toMatchObject({ items: [later[1]] });
    const viewer = await join(world, 'viewer', 'vera@example.org');
    const seen = await viewer.ask('GET', `/v1/campaigns/${seeded.campaignId}/forecast/contacts?part=later`);
    expect(seen.body['items']).toMatchObject([{ phone: '+1••••••0102' }, { phone: '+1••••••0103' }]);
    expect((await ask('/forecast/contacts')).status).toBe(400);
  });

  it('lists who has no known zone, and who lacks the consent that is asked for, by the number that is wanting', async () => {
    const importId = await upload('check', ['phone,name', '+12125550105,Eve', '+12125550104,Flo', '']);
    await world.ask('POST', `/v1/campaigns/${seeded.campaignId}/imports`, { body: { importId } });
    await world.test.db.execute(
      sql`update contacts set zone_key = '' where import_id = ${importId} and row_number = 2`,
    );
    expect(await people('unknown_zone')).toMatchObject([
      { importId, rowNumber: 2, name: 'Eve', phone: '+12125550105', zones: [], opensAt: null },
    ]);
    expect(await people('no_consent')).toEqual([]);
    await change({ purpose: 'marketing' });
    const { body } = await ask('/forecast');
    const never = z.array(z.object({ state: z.string(), contacts: z.int() })).parse(body['never']);
    const lacking = await people('no_consent');
    expect(lacking).toHaveLength(never.find(({ state }) => state === 'no_consent')?.contacts ?? 0);
    expect(lacking.map(({ name }) => name)).toContain('Flo');
  });
});

const at = (clock: string): string => `2027-01-04T${clock}:00.000Z`;
const ask = (path: string) => world.ask('GET', `/v1/campaigns/${seeded.campaignId}${path}`);
async function change(body: object): Promise<void> {
  const { status } = await world.ask('PATCH', `/v1/campaigns/${seeded.campaignId}/settings`, { body });
  expect(status).toBe(200);
}
async function people(part: string): Promise<Record<string, unknown>[]> {
  const { body } = await ask(`/forecast/contacts?part=${part}`);
  return z.array(z.record(z.string(), z.unknown())).parse(body['items']);
}

it('tells what a list may be and which holidays there are, and renames a campaign in the audit trail', async () => {
  expect((await world.ask('GET', '/v1/import-limits')).body).toMatchObject({ maxRows: 2 ** 24 });
  expect((await world.ask('GET', '/v1/holiday-calendars')).status).toBe(200);
  const renamed = await world.ask('PATCH', `/v1/campaigns/${seeded.campaignId}`, { body: { name: 'Second thoughts' } });
  expect(renamed.body).toEqual({ campaignId: seeded.campaignId, name: 'Second thoughts' });
  const trail = await world.ask('GET', '/v1/audit?action=campaign.rename');
  expect(trail.body['items']).toMatchObject([
    { subject: `campaign:${seeded.campaignId}`, details: { to: 'Second thoughts' } },
  ]);
});
