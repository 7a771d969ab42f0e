import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { removeSuppressionList } from '../../../../engine/consent/lists/remove-list.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { suppressFailed } from '../../../../engine/failures/suppress-numbers.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, joinPeople, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { seedFailures } from '../../../support/seed-failures.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let seeded: Seeded;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  seeded = await seedCampaign(deps, test, { contacts: 12, launch: false });
  await seedFailures(test, seeded, { cause: 'bad_number', contactIds: seeded.contactIds.slice(0, 8), state: 'failed' });
});
afterAll(() => test.drop());

const suppress = () =>
  suppressFailed(deps, {
    filter: { campaignId: seeded.campaignId, causes: ['bad_number'] },
    reason: 'wrong numbers',
    actor: 'user:a',
  });
const active = async (): Promise<number> =>
  (await firstRow<{ n: number }>(test.db, sql`select count(*)::int as n from suppressions where lifted_at is null`))
    ?.n ?? -1;

it('makes a list of the numbers, ends who waits with one of them, and makes none the second time', async () => {
  // The same person waits in another campaign.
  const other = await seedCampaign(deps, test, { contacts: 1 });
  await joinPeople(test, seeded.contactIds.slice(0, 1), other.contactIds);
  const made = await suppress();
  expect(made).toEqual({
    list: expect.stringMatching(/^failed-\d{4}-\d\d-\d\d-[0-9a-f]{8}$/),
    listId: expect.any(Number),
    numbers: 8,
    contactsEnded: 1,
  });
  expect(await active()).toBe(8);
  expect(
    await rows(test.db, sql`select state from contact_states where contact_id = ${other.contactIds[0] ?? 0}`),
  ).toEqual([{ state: 'suppressed' }]);
  expect(
    await rows(
      test.db,
      sql`select actor, details->'filter' as filter from audit_entries where subject = ${`suppression-list:${made.list}`}`,
    ),
  ).toEqual([{ actor: 'user:a', filter: { campaignId: seeded.campaignId, causes: ['bad_number'] } }]);
  expect(await suppress()).toEqual({ list: null, listId: null, numbers: 0, contactsEnded: 0 });

  // Removing the list is the undo.
  await removeSuppressionList(deps, { name: made.list ?? '', reason: 'a mistake', actor: 'user:a' });
  expect(await active()).toBe(0);
});
