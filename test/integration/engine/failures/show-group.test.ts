import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { showFailureGroup } from '../../../../engine/failures/show-group.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { seedFailures } from '../../../support/seed-failures.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let seeded: Seeded;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  seeded = await seedCampaign(deps, test, { contacts: 60, launch: false });
});
afterAll(() => test.drop());

it('breaks a cause down, names places, shows raw answers, and says what stands out', async () => {
  const bad = await firstRow<{ id: string }>(
    test.db,
    sql`insert into numbers (account_id, provider_ref, phone, label) values (${seeded.accountId}, 'bad', 14155550100, 'west') returning id`,
  );
  const badNumber = bad?.id ?? '';
  // Sixty dials, a third of them from one number; it made all but two of the failures.
  await seedFailures(test, seeded, {
    cause: 'not_connected',
    contactIds: seeded.contactIds.slice(0, 18),
    numberId: badNumber,
    providerReason: 'no route 17',
  });
  await seedFailures(test, seeded, { cause: 'not_connected', contactIds: seeded.contactIds.slice(18, 20) });
  await seedFailures(test, seeded, { cause: 'busy', contactIds: seeded.contactIds.slice(20) });
  const newest = await firstRow<{ id: string }>(
    test.db,
    sql`select id from attempts where contact_id = ${seeded.contactIds[19] ?? 0}`,
  );
  await writeFacts(test.db, [
    {
      accountId: seeded.accountId,
      source: 'webhook',
      dedupeKey: 'raw',
      fact: { kind: 'transcript', attemptId: newest?.id ?? '', turns: [] },
      raw: { status: 'failed', sip: 404 },
    },
  ]);
  await test.adminDb.execute(sql`update provider_events set attempt_id = ${newest?.id}`);

  const shown = await showFailureGroup(deps, { cause: 'not_connected', campaignId: seeded.campaignId });
  expect(shown.group).toMatchObject({ cause: 'not_connected', attempts: 20, openContacts: 20, share: 20 / 60 });
  expect(shown.breakdown.numbers).toEqual([
    { numberId: badNumber, phone: '+14155550100', label: 'west', attempts: 18 },
    { numberId: seeded.numberId, phone: '+12125550100', label: null, attempts: 2 },
  ]);
  expect(shown.breakdown.prefixes).toEqual([{ prefix: '1212', place: 'New York', attempts: 20 }]);
  expect(shown.breakdown.codes).toEqual([
    { code: 'no route #', attempts: 18 },
    { code: 'none', attempts: 2 },
  ]);
  expect(shown.breakdown.hours.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(20);
  // Every dial went to New York in this hour: only the caller ID stands out.
  expect(shown.insights).toEqual([
    {
      words: '90 % of these failed from +14155550100, which made 30 % of all dials.',
      dimension: 'number',
      value: badNumber,
    },
  ]);
  expect(shown.samples).toHaveLength(5);
  expect(shown.samples[0]).toMatchObject({
    contactId: seeded.contactIds[19],
    attemptId: newest?.id,
    events: [{ source: 'webhook', raw: { status: 'failed', sip: 404 } }],
  });
  expect(shown.samples[1]?.events).toEqual([]);
});

it('says when nothing failed for a cause', async () => {
  const asked = showFailureGroup(deps, { cause: 'voicemail', campaignId: seeded.campaignId });
  await expect(asked).rejects.toMatchObject({ kind: 'not_found', code: 'no_failures' });
});
