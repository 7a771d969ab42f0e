import { sql } from 'drizzle-orm';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { seedFailures } from '../../support/seed-failures.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let seeded: Seeded;
beforeAll(async () => {
  world = await openApi();
  seeded = await seedCampaign(world.engine, world.test, { contacts: 700, launch: false });
  await seedFailures(world.test, seeded, { cause: 'busy', contactIds: seeded.contactIds.slice(0, 600) });
  await seedFailures(world.test, seeded, {
    cause: 'no_answer',
    contactIds: seeded.contactIds.slice(600),
    providerReason: '=HYPERLINK("http://x")',
  });
});
afterAll(() => world.close());

async function rowsOf(url: string, body?: object): Promise<string[]> {
  const answer = await (body === undefined ? world.ask('GET', url) : world.ask('POST', url, { body }));
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
  return answer.text.split('\r\n').slice(0, -1);
}

it('hands out every list whole, under the same filters', async () => {
  const { campaignId } = seeded;
  expect(await rowsOf(`/v1/campaigns/${campaignId}/attempts.csv`)).toHaveLength(701);
  expect(await rowsOf(`/v1/attempts.csv?campaignId=${campaignId}&outcome=busy`)).toHaveLength(601);
  expect(await rowsOf(`/v1/contacts.csv?campaignId=${campaignId}&state=exhausted`)).toHaveLength(701);
  expect(await rowsOf(`/v1/failures/busy/contacts.csv?campaignId=${campaignId}`)).toHaveLength(601);
  expect(await rowsOf(`/v1/failures/no_answer/contacts.csv?prefix=1212`)).toHaveLength(101);
  expect(await rowsOf(`/v1/failures/no_answer/contacts.csv?country=us`)).toHaveLength(101);
  expect(await rowsOf(`/v1/failures/no_answer/contacts.csv?country=GB`)).toHaveLength(1);
  expect(await rowsOf('/v1/numbers.csv')).toHaveLength(2);
  expect((await rowsOf('/v1/audit.csv?action=campaign.create')).length).toBeGreaterThan(1);
  expect(await rowsOf('/v1/ledger/entries.csv?kind=topup')).toHaveLength(2);
  for (const list of ['suppressions', 'reviews', 'appointments'])
    expect(await rowsOf(`/v1/${list}.csv`)).toHaveLength(1);
});

it('hands out the chosen ones of a group, or all but some', async () => {
  const { campaignId, contactIds } = seeded;
  const [one, two] = contactIds;
  const of = `/v1/failures/busy/contacts.csv?campaignId=${campaignId}`;
  const rowsOfChosen = (body: object) => rowsOf(of, body);
  const chosen = await rowsOfChosen({ contactIds: [one, two] });
  expect(
    chosen
      .slice(1)
      .map((line) => Number(line.split(',')[0]))
      .toSorted((a, b) => a - b),
  ).toEqual([one, two]);
  expect(await rowsOfChosen({ exceptContactIds: [one] })).toHaveLength(600);
  expect(await rowsOfChosen({ contactIds: [one, contactIds[650]] })).toHaveLength(2);
  // More than any address has room for.
  const many = [...contactIds.slice(0, 590), ...Array.from({ length: 45_000 }, (_, n) => 1_000_000_000 + n)];
  expect(await rowsOfChosen({ contactIds: many })).toHaveLength(591);
  expect(await rowsOfChosen({ exceptContactIds: many })).toHaveLength(11);
  expect(await rowsOfChosen({ exceptContactIds: [] })).toHaveLength(601);
  for (const body of [{ contactIds: 'all' }, {}, { contactIds: [one], exceptContactIds: [two] }])
    expect((await world.ask('POST', of, { body })).body).toMatchObject({ status: 400, code: 'request_invalid' });
});

it('hands out lists of what is run and of who runs it, under the filters and the scopes of the lists', async () => {
  const { campaignId } = seeded;
  const campaigns = await rowsOf('/v1/campaigns.csv');
  expect(campaigns[0]).toMatch(/^campaign_id,name,state,channels,contacts,/);
  expect(campaigns.filter((line) => line.startsWith(campaignId))).toHaveLength(1);
  expect(await rowsOf('/v1/campaigns.csv?q=no+such+name')).toHaveLength(1);
  const imports = await rowsOf(`/v1/imports.csv?campaignId=${campaignId}`);
  expect(imports.every((line, at) => at === 0 || line.includes(campaignId))).toBe(true);
  for (const list of ['retries', 'reminders/missed']) expect(await rowsOf(`/v1/${list}.csv`)).toHaveLength(1);
  const keys = await rowsOf('/v1/keys.csv');
  expect(keys[0]).toBe('key_id,name,public_id,scopes,created_at,expires_at,last_used_at,revoked_at');
  expect(keys.length).toBeGreaterThan(1);
  expect((await rowsOf('/v1/users.csv'))[0]).toMatch(/^user_id,email,name,role,state,/);
  expect((await world.ask('GET', '/v1/users.csv', { key: await world.keyWith('read') })).status).toBe(403);
});

it('gives no list a formula', async () => {
  const rows = await rowsOf('/v1/failures/no_answer/contacts.csv');
  expect(rows[1]).toContain(`"'=HYPERLINK(""http://x"")"`);
});

it('hands out consents and withdrawals, with what was shown', async () => {
  const item = {
    phone: '+12025550177',
    consentClass: 'written',
    method: 'web_form',
    textShown: '=1+1',
    happenedAt: '2026-01-02T15:04:05Z',
  };
  await world.ask('POST', '/v1/consents', { body: { items: [item] } });
  await world.ask('POST', '/v1/consents/revoke', { body: { phone: item.phone, reason: 'a letter' } });
  const [header, withdrawn, given, ...more] = await rowsOf('/v1/consents/events.csv');
  expect(header).toBe(
    'consent_id,phone,kind,purpose,channel,class,method,text_shown,evidence,happened_at,expires_at,created_by,created_at,import_id,row',
  );
  expect(withdrawn).toContain('revoked');
  expect(given).toContain(`given,,,written,web_form,'=1+1`);
  expect(more).toEqual([]);
  expect(await rowsOf('/v1/consents/events.csv?kind=given')).toHaveLength(2);
});

it('refuses before the first byte, as the list does', async () => {
  const nobody = '00000000-0000-7000-8000-000000000000';
  expect(await world.ask('GET', `/v1/failures/busy/contacts.csv?campaignId=${nobody}`)).toMatchObject({
    status: 404,
    body: { code: 'unknown_campaign' },
  });
  expect((await world.ask('GET', `/v1/retries/${nobody}/members.csv`)).status).toBe(404);
  expect((await world.ask('GET', '/v1/attempts.csv?limit=5')).status).toBe(400);
});

it('streams 200,000 rows without holding them', async () => {
  const ROWS = 200_000;
  await world.test.adminDb.execute(
    sql`insert into suppressions (phone, source, evidence, created_by)
        select 12130000000 + n, 'api', repeat('said no ', 20), 'test' from generate_series(1, ${ROWS}) n`,
  );
  await world.test.adminDb.execute(sql`analyze suppressions`);
  await world.app.listen({ host: '127.0.0.1', port: 0 });
  const address = world.app.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const before = liveBytes();
  const response = await fetch(`http://127.0.0.1:${address.port}/v1/suppressions.csv`, {
    headers: { authorization: `Bearer ${world.adminKey}` },
  });
  let lines = 0;
  let bytes = 0;
  let looked = 0;
  let most = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    for (const byte of chunk) if (byte === 10) lines++;
    if (bytes < looked + 5_000_000) continue;
    looked = bytes;
    most = Math.max(most, liveBytes() - before);
  }
  expect(lines).toBe(ROWS + 1);
  expect(bytes).toBeGreaterThan(50_000_000);
  // What is held at once is some pages, not a list: all its rows are above 50 MB.
  expect(looked).toBeGreaterThan(40_000_000);
  expect(most).toBeLessThan(25_000_000);
});

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** What is still held, once the rest was collected. */
function liveBytes(): number {
  if (typeof collect !== 'function') throw new Error('no collector');
  collect();
  return process.memoryUsage().heapUsed;
}
