import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { countFailedContacts } from '../../../../engine/failures/count-contacts.ts';
import { listFailedContacts, type FailedContactFilter } from '../../../../engine/failures/list-contacts.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { seedFailures } from '../../../support/seed-failures.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let first: Seeded;
let second: Seeded;
let otherNumber: string;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  first = await seedCampaign(deps, test, { contacts: 12, launch: false });
  second = await seedCampaign(deps, test, { contacts: 30, launch: false });
  const number = await firstRow<{ id: string }>(
    test.db,
    sql`insert into numbers (account_id, provider_ref, phone) values (${second.accountId}, 'other', 14155550101) returning id`,
  );
  otherNumber = number?.id ?? '';
  await seedFailures(test, first, { cause: 'busy', contactIds: first.contactIds.slice(0, 10) });
  await seedFailures(test, first, { cause: 'no_answer', contactIds: first.contactIds.slice(10) });
  await seedFailures(test, second, {
    cause: 'busy',
    contactIds: second.contactIds.slice(0, 20),
    numberId: otherNumber,
  });
});
afterAll(() => test.drop());

it('counts what a list would show, by campaign, the most first', async () => {
  expect(await countFailedContacts(deps, { cause: 'busy' })).toMatchObject({
    contacts: 30,
    campaigns: [
      { id: second.campaignId, contacts: 20, kind: 'campaign' },
      { id: first.campaignId, contacts: 10, kind: 'campaign' },
    ],
  });
  expect(await countFailedContacts(deps, { cause: 'no_such_cause' })).toMatchObject({ contacts: 0, campaigns: [] });
});

it.each<[string, () => Partial<FailedContactFilter>]>([
  ['a campaign', () => ({ campaignId: first.campaignId })],
  ['a caller ID', () => ({ numberId: otherNumber })],
  ['a prefix', () => ({ prefix: '1212' })],
  ['a country', () => ({ country: 'US' })],
  ['a country that nobody was dialled in', () => ({ country: 'CA' })],
  ['a time', () => ({ fromMs: Date.now() + 60_000 })],
  ['what is resolved', () => ({ resolved: true })],
])('agrees with the list that asks for %s', async (_, filter) => {
  const wanted = { cause: 'busy', ...filter() };
  const { items } = await listFailedContacts(deps, { ...wanted, limit: 500 });
  expect((await countFailedContacts(deps, wanted)).contacts).toBe(items.length);
});

it('refuses a campaign that does not exist', async () => {
  const campaignId = '01980000-0000-7000-8000-000000000001';
  await expect(countFailedContacts(deps, { cause: 'busy', campaignId })).rejects.toMatchObject({
    code: 'unknown_campaign',
  });
});
