import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { estimateCampaign } from '../../../../engine/campaigns/estimate.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { contactHistory } from '../../../../engine/reading/contact-history.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

it('leaves out of an estimate whom the campaign holds nothing for, and shows each no of a contact with its scope', async () => {
  const seeded = await seedCampaign(deps, test, {
    contacts: 4,
    morePhones: 1,
    launch: false,
    settings: { purpose: 'informational' },
  });
  const phones = await rows<{ first: number; further: number }>(
    test.db,
    sql`select c.phone as first, n.phone as further from contacts c join contact_phones n on n.contact_id = c.id
        where c.id = any(${sql.param(seeded.contactIds)}::bigint[]) order by c.id`,
  );
  const [calls, texts, marketing, both] = phones;
  const no = (phone: number | undefined, purpose: string, channel: string) =>
    test.adminDb.execute(
      sql`insert into suppressions (phone, purpose, channel, source, created_by)
          values (${phone}, ${purpose}, ${channel}, 'api', 'test')`,
    );
  await no(calls?.further, '', 'call');
  await no(texts?.first, '', 'sms');
  await no(marketing?.first, 'marketing', '');
  await no(both?.first, 'informational', 'sms');
  // The campaign calls, and nobody else is held.
  expect(await estimateCampaign(deps, seeded)).toMatchObject({ contacts: 4, notDialled: 1 });
  await test.adminDb.execute(sql`
    update campaigns set settings = jsonb_set(settings, '{steps}',
      (settings -> 'steps') || jsonb_set(settings -> 'steps' -> 0, '{channel}', '"sms"')) where id = ${seeded.campaignId}`);
  expect(await estimateCampaign(deps, seeded)).toMatchObject({ contacts: 4, notDialled: 0 });
  await no(both?.further, '', 'call');
  expect(await estimateCampaign(deps, seeded)).toMatchObject({ contacts: 4, notDialled: 1 });

  const history = await contactHistory(deps, { contactId: seeded.contactIds[3] ?? 0 });
  expect(history.suppressions).toMatchObject([
    { purpose: 'informational', channel: 'sms', phone: `+${both?.first}` },
    { purpose: '', channel: 'call', phone: `+${both?.further}` },
  ]);
});
