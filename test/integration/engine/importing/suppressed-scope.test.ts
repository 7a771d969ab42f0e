import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import {
  countSuppressed,
  suppressedByFew,
  suppressedInRange,
} from '../../../../engine/importing/storing/find-suppressed.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, joinPeople, seedCampaign, seedContacts } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

/** What each contact of the list, by its place in it, has said no to: `purpose/channel`. */
const SAID = [
  '',
  '/',
  'marketing/',
  '/sms',
  'marketing/call',
  'informational/call',
  '/sms /call',
  'marketing/sms /call',
];

async function suppressedFor(campaignId: string | null): Promise<number[]> {
  const importId = await seedContacts(test, { contacts: SAID.length });
  const contacts = await rows<{ id: number; phone: number }>(
    test.db,
    sql`select id, phone from contacts where import_id = ${importId} order by id`,
  );
  for (const [at, said] of SAID.entries()) {
    for (const scope of said.split(' ').filter((one) => one !== '')) {
      const [purpose, channel] = scope.split('/');
      await test.db.execute(sql`
        insert into suppressions (phone, purpose, channel, source, created_by)
        values (${contacts[at]?.phone}, ${purpose}, ${channel}, 'api', 'test')`);
    }
  }
  const range = {
    firstContactId: contacts[0]?.id ?? 0,
    lastContactId: contacts.at(-1)?.id ?? 0,
    campaignId,
  };
  const places = (ids: readonly number[] | null) =>
    (ids ?? []).map((id) => contacts.findIndex((contact) => contact.id === id)).sort((a, b) => a - b);
  const few = places(await suppressedByFew(deps, range));
  expect(places(await suppressedInRange(deps, range))).toEqual(few);
  expect(await countSuppressed(deps, range)).toBe(few.length);
  return few;
}
const campaign = async (purpose: 'marketing' | 'informational', channel: 'call' | 'sms'): Promise<string> =>
  (await seedCampaign(deps, test, { contacts: 1, channel, settings: { purpose } })).campaignId;

it('without a campaign only a no to everything keeps somebody out', async () => {
  expect(await suppressedFor(null)).toEqual([1]);
});

it('in a campaign it is what leaves none of its steps', async () => {
  expect(await suppressedFor(await campaign('marketing', 'call'))).toEqual([1, 2, 4, 6, 7]);
  expect(await suppressedFor(await campaign('informational', 'call'))).toEqual([1, 5, 6, 7]);
  expect(await suppressedFor(await campaign('marketing', 'sms'))).toEqual([1, 2, 3, 6, 7]);
  expect(await suppressedFor(await campaign('informational', 'sms'))).toEqual([1, 3, 6]);
});

it('a no of another number of the person counts, and a lifted one does not', async () => {
  const importId = await seedContacts(test, { contacts: 3 });
  const contacts = await rows<{ id: number; phone: number }>(
    test.db,
    sql`select id, phone from contacts where import_id = ${importId} order by id`,
  );
  const ids = contacts.map(({ id }) => id);
  await joinPeople(test, ids.slice(0, 1), ids.slice(1, 2));
  await test.db.execute(
    sql`insert into suppressions (phone, source, created_by) values (${contacts[1]?.phone}, 'api', 'test')`,
  );
  await test.db.execute(sql`
    insert into suppressions (phone, source, created_by, lifted_at, lifted_by, lifted_reason)
    values (${contacts[2]?.phone}, 'api', 'test', outdial_now(), 'test', 'asked again')`);
  const range = { firstContactId: ids[0] ?? 0, lastContactId: ids[2] ?? 0, campaignId: null };
  const found = (await suppressedByFew(deps, range)) ?? [];
  expect(found.sort((a, b) => a - b)).toEqual(ids.slice(0, 2));
  expect((await suppressedInRange(deps, range)).sort((a, b) => a - b)).toEqual(ids.slice(0, 2));
});
