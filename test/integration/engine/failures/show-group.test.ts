import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { listFailedContacts } from '../../../../engine/failures/list-contacts.ts';
import { countMatching } from '../../../../engine/failures/matching.ts';
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

describe('the countries of a cause', () => {
  // New York, Toronto, Kingston, London, twice San Juan, toll-free, and Almaty.
  const PHONES = [
    12124000001, 14165550101, 18765550102, 442079460103, 17875550104, 17875550105, 18005550106, 77272000107,
  ];
  const NAMED: Record<string, string> = {
    US: 'United States',
    CA: 'Canada',
    GB: 'United Kingdom, Guernsey, Isle of Man, Jersey',
    JM: 'Jamaica',
    RU: 'Russia, Kazakhstan',
  };
  let abroad: Seeded;
  beforeAll(async () => {
    abroad = await seedCampaign(deps, test, { contacts: PHONES.length, launch: false });
    await test.adminDb.execute(
      sql`update contacts c set phone = n.phone
          from unnest(${sql.param(PHONES)}::bigint[], ${sql.param(abroad.contactIds)}::bigint[]) n (phone, id) where c.id = n.id`,
    );
    await seedFailures(test, abroad, { cause: 'no_answer' });
  });

  it('add up its prefixes, and tell the North American plan apart', async () => {
    const { breakdown } = await showFailureGroup(deps, { cause: 'no_answer', campaignId: abroad.campaignId });
    expect(breakdown.countries).toEqual(
      ['US', 'CA', 'GB', 'JM', 'RU'].map((country) => ({
        country,
        name: NAMED[country],
        attempts: country === 'US' ? 3 : 1,
      })),
    );
    expect(breakdown.prefixes).toContainEqual({ prefix: '7', place: 'Russia, Kazakhstan', attempts: 1 });
  });

  it('choose exactly whom they count: in the list, and in what is done with it', async () => {
    const { breakdown } = await showFailureGroup(deps, { cause: 'no_answer', campaignId: abroad.campaignId });
    for (const { country, attempts } of breakdown.countries) {
      const filter = { campaignId: abroad.campaignId, country };
      const { items } = await listFailedContacts(deps, { ...filter, cause: 'no_answer' });
      expect([country, items.length]).toEqual([country, attempts]);
      expect(await countMatching(deps, { filter })).toEqual({ contacts: attempts });
    }
  });

  it('are refused where no number can be of it', async () => {
    const filter = { campaignId: abroad.campaignId, country: 'XX' };
    await expect(countMatching(deps, { filter })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'unknown_country',
      details: { pointer: '/filter/country' },
    });
  });

  it('say with which they are counted where the prefix does not tell them apart', async () => {
    for (const [country, host] of [
      ['KZ', 'RU'],
      ['GG', 'GB'],
      ['PR', 'US'],
      ['BQ', 'CW'],
    ] as const) {
      const asked = listFailedContacts(deps, { cause: 'no_answer', country });
      await expect(asked).rejects.toMatchObject({
        kind: 'invalid',
        code: 'country_counted_with_another',
        repair: `Ask for country=${host}.`,
        details: { pointer: '/country' },
      });
      await expect(listFailedContacts(deps, { cause: 'no_answer', country: host })).resolves.toBeDefined();
    }
  });
});

it('says when nothing failed for a cause', async () => {
  const asked = showFailureGroup(deps, { cause: 'voicemail', campaignId: seeded.campaignId });
  await expect(asked).rejects.toMatchObject({ kind: 'not_found', code: 'no_failures' });
});
