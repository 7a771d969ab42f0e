import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let accountId: string;
beforeAll(async () => {
  test = await testDb();
  const deps = engineOver(test, scriptedTelephony());
  ({ accountId } = await seedCampaign(deps, test, { contacts: 1, launch: false }));
  await test.adminDb.execute(sql`
    insert into provider_events (account_id, dedupe_key, source, fact, state, tries)
    select ${accountId}, 'k' || n, 'webhook', jsonb_build_object('kind', 'accepted', 'providerRef', 'ref_' || n), 'new', 1
    from generate_series(1, 20000) n`);
  await test.adminDb.execute(sql`analyze provider_events`);
});
afterAll(() => test.drop());

it('finds the waiting facts about a provider id by index, however many wait', async () => {
  const plan = await rows(
    test.db,
    sql`
      explain select id from provider_events
      where account_id = ${accountId} and state = 'new' and fact ->> 'providerRef' = 'ref_7'`,
  );
  expect(JSON.stringify(plan)).toContain('provider_events_pending_idx');
});
