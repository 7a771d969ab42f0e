import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { CHANNELS } from '../../../../domain/channel.ts';
import { CAMPAIGN_PURPOSES } from '../../../../domain/purpose.ts';
import { holdsWholeCampaign, suppressionHolds as holds } from '../../../../domain/suppression-scope.ts';
import { campaignHeld, suppressionHolds } from '../../../../engine/consent/holding.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(() => test.drop());

const scope = fc.record({
  purpose: fc.constantFrom(...CAMPAIGN_PURPOSES, '' as const),
  channel: fc.constantFrom(...CHANNELS, '' as const),
  lifted: fc.boolean(),
});
const oneCase = fc.record({
  scopes: fc.uniqueArray(scope, { maxLength: 4, selector: ({ purpose, channel }) => `${purpose} ${channel}` }),
  purpose: fc.constantFrom(...CAMPAIGN_PURPOSES, 'notice' as const),
  channels: fc.array(fc.constantFrom(...CHANNELS), { maxLength: 2 }),
});

it('says in SQL what the domain says, for every scope, purpose and channel', async () => {
  const cases = fc.sample(oneCase, 2_000);
  const base = 12_125_600_000;
  const numbered = cases.map((one, i) => ({ ...one, phone: base + i }));
  await test.adminDb.execute(sql`
    insert into suppressions (phone, purpose, channel, source, created_by, lifted_at)
    select i.phone, s.purpose, s.channel, 'api', 'test', case when s.lifted then now() end
    from jsonb_to_recordset(${JSON.stringify(numbered)}::jsonb) as i(phone bigint, scopes jsonb),
      jsonb_to_recordset(i.scopes) as s(purpose text, channel text, lifted boolean)`);
  const found = await rows<{ call: boolean; sms: boolean; whole: boolean }>(
    test.db,
    sql`select exists (${suppressionHolds(sql`array[i.phone]`, sql`i.purpose`, sql`'call'`)}) as call,
          exists (${suppressionHolds(sql`array[i.phone]`, sql`i.purpose`, sql`'sms'`)}) as sms,
          ${campaignHeld(sql`array[i.phone]`, sql`i.settings`)} as whole
        from (select phone, purpose, jsonb_build_object('purpose', purpose, 'steps',
            (select coalesce(jsonb_agg(jsonb_build_object('channel', c)), '[]') from jsonb_array_elements_text(channels) c)) as settings
          from jsonb_to_recordset(${JSON.stringify(numbered)}::jsonb) as i(phone bigint, purpose text, channels jsonb)) i
        order by i.phone`,
  );
  const expected = cases.map(({ scopes, purpose, channels }) => {
    const active = scopes.filter(({ lifted }) => !lifted);
    return {
      call: active.some((one) => holds(one, purpose, 'call')),
      sms: active.some((one) => holds(one, purpose, 'sms')),
      whole: holdsWholeCampaign(active, { purpose, channels }),
    };
  });
  expect(found).toEqual(expected);
  // Else the cases would show nothing.
  for (const field of ['call', 'sms', 'whole'] as const) {
    expect(new Set(expected.map((one) => one[field]))).toEqual(new Set([true, false]));
  }
});

it('finds a no on any number of the person', async () => {
  await test.adminDb.execute(
    sql`insert into suppressions (phone, channel, source, created_by) values (12125609999, 'sms', 'api', 'test')`,
  );
  const [found] = await rows<{ sms: boolean; call: boolean }>(
    test.db,
    sql`select exists (${suppressionHolds(sql`array[12125609998, 12125609999]`, sql`'marketing'`, sql`'sms'`)}) as sms,
          exists (${suppressionHolds(sql`array[12125609998, 12125609999]`, sql`'marketing'`, sql`'call'`)}) as call`,
  );
  expect(found).toEqual({ sms: true, call: false });
});

it('holds a campaign without a purpose by what was said to every purpose: nobody is called by mistake', async () => {
  await test.adminDb.execute(
    sql`insert into suppressions (phone, source, created_by) values (12125609997, 'api', 'test')`,
  );
  const [found] = await rows<{ held: boolean }>(
    test.db,
    sql`select exists (${suppressionHolds(sql`array[12125609997]`, sql`null::text`, sql`'call'`)}) as held`,
  );
  expect(found?.held).toBe(true);
});
