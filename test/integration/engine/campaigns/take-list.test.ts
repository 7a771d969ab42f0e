import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import type { ImportState } from '../../../../db/schema/imports.ts';
import { attachImport } from '../../../../engine/campaigns/attach-import.ts';
import { estimateCampaign } from '../../../../engine/campaigns/estimate.ts';
import { launchCampaign } from '../../../../engine/campaigns/launch.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { contactsOf } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, seedContacts } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

const actor = 'test';
const put = (importId: string, state: ImportState, wanted = 'commit') =>
  test.db.execute(sql`update imports set state = ${state}, wanted = ${wanted} where id = ${importId}`);
const importOf = async (campaignId: string): Promise<string> =>
  (await firstRow<{ id: string }>(test.db, sql`select id from imports where campaign_id = ${campaignId}`))?.id ?? '';

describe('a launch', () => {
  const open: [ImportState, string, RegExp][] = [
    ['receiving', 'commit', /send the rest of the file/i],
    ['uploaded', 'upload', /check it, then commit it/i],
    ['checking', 'check', /wait until it is checked, then commit it/i],
    ['checked', 'check', /^commit it/i],
    ['checked', 'commit', /wait until it is done/i],
    ['committing', 'check', /wait until it is done/i],
  ];

  it.each(open)(
    'waits for a list that is %s (as far as: %s), and says what comes next',
    async (state, wanted, step) => {
      const { campaignId } = await seedCampaign(deps, test, { contacts: 1, launch: false });
      await put(await importOf(campaignId), state, wanted);
      const refused = launchCampaign(deps, { campaignId, actor });
      await expect(refused).rejects.toMatchObject({ code: 'import_not_done', repair: expect.stringMatching(step) });
    },
  );

  it.each(['failed', 'cancelled', 'undone', 'undoing'] as const)('has no list in one that is %s', async (state) => {
    const { campaignId, runId } = await seedCampaign(deps, test, { contacts: 1, launch: false });
    await put(await importOf(campaignId), state);
    await expect(launchCampaign(deps, { campaignId, actor })).rejects.toMatchObject({ code: 'no_list' });
    const other = await seedContacts(test, { contacts: 2 });
    await attachImport(deps, { campaignId, importId: other, actor });
    await test.db.execute(sql`update contact_states set run_id = null where run_id = ${runId}`);
    expect(await launchCampaign(deps, { campaignId, actor })).toMatchObject({ contacts: 2 });
  });
});

describe('a list', () => {
  it('that takes people out of a campaign is never taken into one', async () => {
    const { campaignId, runId } = await seedCampaign(deps, test, { contacts: 1 });
    const importId = await seedContacts(test, { contacts: 3 });
    await test.db.execute(sql`update imports set purpose = 'stop' where id = ${importId}`);
    await expect(attachImport(deps, { campaignId, importId, actor })).rejects.toMatchObject({ code: 'import_stops' });
    expect(await contactsOf(test, { runId })).toEqual({ ready: 1 });
  });

  it.each(['failed', 'cancelled', 'undone', 'undoing'] as const)('that is %s is refused', async (state) => {
    const { campaignId } = await seedCampaign(deps, test, { contacts: 1 });
    const importId = await seedContacts(test, { contacts: 1 });
    await put(importId, state);
    await expect(attachImport(deps, { campaignId, importId, actor })).rejects.toMatchObject({ code: 'import_failed' });
  });

  it('gives its own people to the run, and nobody of the lists before and after it', async () => {
    const before = await seedContacts(test, { contacts: 2 });
    const { campaignId, runId } = await seedCampaign(deps, test, { contacts: 3 });
    await seedContacts(test, { contacts: 4 });
    expect(await contactsOf(test, { runId })).toEqual({ ready: 3 });
    await attachImport(deps, { campaignId, importId: before, actor });
    expect(await contactsOf(test, { runId })).toEqual({ ready: 5 });
  });
});

describe('an estimate', () => {
  it('leaves out who said no on any number, and who has no number in a known zone', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 3, morePhones: 1, launch: false });
    const [, one, two] = seeded.contactIds;
    const other = await firstRow<{ phone: number }>(
      test.db,
      sql`select phone from contact_phones where contact_id = ${seeded.contactIds[0] ?? 0}`,
    );
    await test.adminDb.execute(sql`update contacts set zone_key = '' where id in (${one}, ${two})`);
    await test.adminDb.execute(sql`update contact_phones set zone_key = '' where contact_id = ${two}`);
    expect(await estimateCampaign(deps, seeded)).toMatchObject({ contacts: 3, notDialled: 1 });
    // The first number is the person's id, with or without a row of its own.
    await test.adminDb.execute(sql`delete from person_phones where phone = person_id`);
    await test.db.execute(
      sql`insert into suppressions (phone, source, created_by) values (${other?.phone ?? 0}, 'api', 'test')`,
    );
    expect(await estimateCampaign(deps, seeded)).toMatchObject({ contacts: 3, notDialled: 2 });
    await suppress(deps, { phone: other?.phone ?? 0, actor });
    expect(await estimateCampaign(deps, seeded)).toMatchObject({ contacts: 3, notDialled: 2 });
  });
});
