import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import type { LineType } from '../../../../domain/line-type.ts';
import { prefixOf } from '../../../../domain/number-prefix.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { loadRun } from '../../../../engine/dialing/run-context.ts';
import { planReady } from '../../../../engine/planning/plan-ready.ts';
import { repairZones, type ZoneRepairFor } from '../../../../engine/repairing/repair-zones.ts';
import { prefixIn, reviewZones } from '../../../../engine/repairing/review-zones.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

const TOLL_FREE = 18_005_550_100;
const UNKNOWN_AREA = 16_665_550_100;
const BRITISH_MOBILE = 447_400_123_450;
let spread = 0;

/** A campaign whose planner has found no zone for its people: `phones` in their order. */
async function lost(
  phones: readonly { phone: number; lineType?: LineType; more?: number }[],
  options: { launch?: boolean } = {},
): Promise<Seeded & { phones: number[] }> {
  const seeded = await seedCampaign(deps, test, {
    contacts: phones.length,
    zoneKey: '',
    settings: { purpose: 'emergency' },
    launch: options.launch ?? true,
  });
  // Each trial has people of its own.
  spread += 1_000;
  const given = phones.map(({ phone }, n) => phone + spread + n);
  for (const [n, { lineType = 'unknown', more }] of phones.entries()) {
    const id = seeded.contactIds[n];
    await test.adminDb.execute(sql`update contacts set phone = ${given[n]}, line_type = ${lineType} where id = ${id}`);
    if (more !== undefined) {
      await test.adminDb.execute(
        sql`insert into contact_phones (contact_id, place, phone, zone_key) values (${id}, 1, ${more + spread + n}, '')`,
      );
    }
  }
  if (options.launch ?? true) await plan(seeded);
  else {
    await test.adminDb.execute(
      sql`update contact_states set state = 'unknown_zone', reason = 'zone_unknown' where run_id = ${seeded.runId}`,
    );
  }
  return { ...seeded, phones: given };
}

async function plan({ runId }: Seeded): Promise<void> {
  const run = await loadRun(deps, runId);
  if (run) await planReady(deps, run);
}
const repair = (seeded: Seeded, who: ZoneRepairFor, zone = 'America/Denver', most?: number) =>
  repairZones(deps, { campaignId: seeded.campaignId, who, zone, actor: 'test' }, most);
const states = async ({ runId }: Seeded): Promise<string[]> =>
  (
    await rows<{ state: string }>(
      test.db,
      sql`select state from contact_states where run_id = ${runId} order by contact_id`,
    )
  ).map(({ state }) => state);
const zonesOf = async ({ contactIds }: Seeded) =>
  await rows<{ zoneKey: string; zoneSource: string; placeKey: string }>(
    test.db,
    sql`select zone_key as "zoneKey", zone_source as "zoneSource", place_key as "placeKey" from contacts
        where id = any(${sql.param(contactIds)}::bigint[]) order by id`,
  );
const nextTurnOf = async ({ runId }: Seeded) =>
  (await firstRow<{ at: string }>(test.db, sql`select next_turn_at::text as at from runs where id = ${runId}`))?.at;

describe('reviewZones', () => {
  it('groups numbers by prefix and says what keeps the prefix from telling a zone', async () => {
    const seeded = await lost([
      { phone: TOLL_FREE },
      { phone: TOLL_FREE },
      { phone: TOLL_FREE, lineType: 'toll_free' },
      { phone: TOLL_FREE },
      { phone: UNKNOWN_AREA, lineType: 'mobile_or_landline' },
      { phone: BRITISH_MOBILE, lineType: 'mobile', more: 442_071_230_000 },
    ]);
    expect(await states(seeded)).toEqual(Array.from({ length: 6 }, () => 'unknown_zone'));
    const review = await reviewZones(deps, seeded);
    expect(review).toMatchObject({ campaignId: seeded.campaignId, runState: 'running', contacts: 6 });
    expect(review.groups).toEqual([
      { prefix: '1800', numbers: 4, why: { toll_free: 4 }, examples: examplesOf(seeded, 0, 1, 2), assignment: null },
      {
        prefix: '44',
        numbers: 2,
        why: { mobile: 1, unknown_prefix: 1 },
        examples: expect.arrayContaining(examplesOf(seeded, 5)),
        assignment: null,
      },
      { prefix: '1666', numbers: 1, why: { non_geographic: 1 }, examples: examplesOf(seeded, 4), assignment: null },
    ]);
  });

  it('knows a zone that this installation’s data has no more', async () => {
    const seeded = await lost([{ phone: UNKNOWN_AREA }]);
    await test.adminDb.execute(sql`update contacts set zone_key = 'Mars/Base' where id = ${seeded.contactIds[0]}`);
    expect((await reviewZones(deps, seeded)).groups).toMatchObject([{ prefix: '1666', why: { zone_not_in_data: 1 } }]);
    expect(await repair(seeded, { all: true })).toMatchObject({ putBack: 1 });
    expect((await zonesOf(seeded))[0]?.zoneKey).toBe('America/Denver');
  });

  it('reads prefixes as the domain does', async () => {
    const phones = ['18005550100', '12125550100', '74951234567', '442071234567', '352621123456', '8613812345678'];
    const told = await rows<{ prefix: string }>(
      test.db,
      sql`select ${prefixIn(sql`p`)} as prefix from unnest(${sql.param(phones)}::text[]) with ordinality as i(p, n) order by n`,
    );
    expect(told.map(({ prefix }) => prefix)).toEqual(['1800', '1212', '7', '44', '352', '86']);
    expect(phones.map(prefixOf)).toEqual(told.map(({ prefix }) => prefix));
  });

  it('refuses a campaign that is not there', async () => {
    const campaignId = '01980000-0000-7000-8000-000000000009';
    await expect(reviewZones(deps, { campaignId })).rejects.toMatchObject({ code: 'unknown_campaign' });
  });
});

const examplesOf = (seeded: Seeded & { phones: number[] }, ...at: number[]) =>
  at.map((n) => ({
    contactId: seeded.contactIds[n],
    phone: `+${seeded.phones[n]}`,
    name: expect.stringContaining('Person'),
  }));

describe('repairZones', () => {
  it('tells the zone of a prefix, leaves all others, and the next plan dials', async () => {
    const seeded = await lost([{ phone: TOLL_FREE }, { phone: UNKNOWN_AREA }, { phone: TOLL_FREE }]);
    await test.adminDb.execute(sql`update runs set next_turn_at = 'infinity' where id = ${seeded.runId}`);
    expect(await repair(seeded, { prefix: '1800' })).toEqual({
      zones: ['America/Denver'],
      repaired: 2,
      putBack: 2,
      suppressed: 0,
      notOnList: 0,
      nextCursor: null,
    });
    expect(await states(seeded)).toEqual(['ready', 'unknown_zone', 'ready']);
    expect(await nextTurnOf(seeded)).toBe('-infinity');
    const [repaired, other] = await zonesOf(seeded);
    expect(repaired).toMatchObject({ zoneKey: 'America/Denver', zoneSource: 'operator' });
    expect(repaired?.placeKey.split(',')).toEqual(expect.arrayContaining(['US-CO', 'US-WY']));
    expect(other).toMatchObject({ zoneKey: '', placeKey: '' });
    await plan(seeded);
    expect(await states(seeded)).toEqual(['waiting', 'unknown_zone', 'waiting']);
  });

  it('changes nothing when it is repeated', async () => {
    const seeded = await lost([{ phone: TOLL_FREE }, { phone: TOLL_FREE }]);
    await repair(seeded, { all: true });
    const before = await zonesOf(seeded);
    expect(await repair(seeded, { all: true }, 'Asia/Tokyo')).toMatchObject({ repaired: 0, putBack: 0 });
    expect(await zonesOf(seeded)).toEqual(before);
  });

  it('takes exactly the contacts that were named, and counts those that are not on the list', async () => {
    const seeded = await lost([{ phone: TOLL_FREE }, { phone: TOLL_FREE }, { phone: TOLL_FREE }]);
    const elsewhere = await lost([{ phone: TOLL_FREE }]);
    const contactIds = [seeded.contactIds[0] ?? 0, seeded.contactIds[2] ?? 0, elsewhere.contactIds[0] ?? 0];
    expect(await repair(seeded, { contactIds })).toMatchObject({ repaired: 2, putBack: 2, notOnList: 1 });
    expect(await states(seeded)).toEqual(['ready', 'unknown_zone', 'ready']);
    expect(await states(elsewhere)).toEqual(['unknown_zone']);
  });

  it('gives a prefix’s zone to that number only, and the zone of a person to all numbers that had none', async () => {
    const british = 442_071_230_000;
    const byPrefix = await lost([{ phone: TOLL_FREE, more: british }]);
    await repair(byPrefix, { prefix: '44' }, 'Europe/London');
    const byPerson = await lost([{ phone: TOLL_FREE, more: british }]);
    await repair(byPerson, { all: true }, 'Europe/London');
    const moreOf = ({ contactIds }: Seeded) =>
      rows(
        test.db,
        sql`select zone_key as "zoneKey", place_key as "placeKey" from contact_phones where contact_id = ${contactIds[0]}`,
      );
    const told = { zoneKey: 'Europe/London', placeKey: expect.stringContaining('GB') };
    expect([await zonesOf(byPrefix), await moreOf(byPrefix)]).toMatchObject([[{ zoneKey: '' }], [told]]);
    expect([await zonesOf(byPerson), await moreOf(byPerson)]).toMatchObject([[told], [told]]);
  });

  it('keeps out who said no meanwhile', async () => {
    const seeded = await lost([{ phone: TOLL_FREE }, { phone: TOLL_FREE }]);
    await suppress(deps, { phone: seeded.phones[0] ?? 0, actor: 'test' });
    expect(await repair(seeded, { all: true })).toMatchObject({ repaired: 2, putBack: 1, suppressed: 1 });
    expect(await states(seeded)).toEqual(['suppressed', 'ready']);
  });

  it('works in batches, and says where to go on', async () => {
    const seeded = await lost([{ phone: TOLL_FREE }, { phone: TOLL_FREE }, { phone: TOLL_FREE }]);
    const first = await repair(seeded, { all: true }, 'America/Denver', 2);
    expect(first).toMatchObject({ repaired: 2, nextCursor: String(seeded.contactIds[1]) });
    const rest = await repairZones(deps, {
      campaignId: seeded.campaignId,
      who: { all: true },
      zone: 'America/Denver',
      ...(first.nextCursor === null ? {} : { cursor: first.nextCursor }),
      actor: 'test',
    });
    expect(rest).toMatchObject({ repaired: 1, nextCursor: null });
  });

  it('repairs a campaign that was not launched, and does not start it', async () => {
    const seeded = await lost([{ phone: TOLL_FREE }], { launch: false });
    await repair(seeded, { all: true });
    expect(await states(seeded)).toEqual(['ready']);
    expect(await nextTurnOf(seeded)).toBe('infinity');
  });

  it.each(['completed', 'cancelled'])('refuses a campaign that is %s', async (state) => {
    const seeded = await lost([{ phone: TOLL_FREE }]);
    await test.adminDb.execute(sql`update runs set state = ${state} where id = ${seeded.runId}`);
    await expect(repair(seeded, { all: true })).rejects.toMatchObject({ kind: 'conflict', code: `campaign_${state}` });
    expect(await states(seeded)).toEqual(['unknown_zone']);
  });

  it('does not lose anybody to a run that ends at this very moment', async () => {
    const seeded = await lost([{ phone: TOLL_FREE }]);
    let repairing: Promise<unknown> = Promise.resolve();
    await test.adminDb.transaction(async (tx) => {
      await tx.execute(sql`update runs set state = 'completed' where id = ${seeded.runId}`);
      repairing = repair(seeded, { all: true }).catch((error: unknown) => error);
      // It has read the run as it was, has moved the contact, and waits for us.
      await untilLocked();
    });
    expect(await repairing).toMatchObject({ code: 'campaign_completed' });
    expect(await states(seeded)).toEqual(['unknown_zone']);
  });

  it('refuses a zone and a prefix that are none', async () => {
    const seeded = await lost([{ phone: TOLL_FREE }]);
    await expect(repair(seeded, { all: true }, 'Mars/Base')).rejects.toMatchObject({ code: 'unknown_zone' });
    await expect(repair(seeded, { all: true }, '')).rejects.toMatchObject({ code: 'unknown_zone' });
    await expect(repair(seeded, { prefix: '1%' })).rejects.toMatchObject({ code: 'bad_prefix' });
  });

  it('leaves a line in the audit trail', async () => {
    const seeded = await lost([{ phone: TOLL_FREE }]);
    await repair(seeded, { prefix: '1800' });
    expect(
      await rows(
        test.db,
        sql`select actor, action, details from audit_entries where subject = ${`campaign:${seeded.campaignId}`}
        and action = 'campaign.repair_zones'`,
      ),
    ).toEqual([
      {
        actor: 'test',
        action: 'campaign.repair_zones',
        details: { zones: 'America/Denver', prefix: '1800', putBack: 1, suppressed: 0 },
      },
    ]);
  });
});

async function untilLocked(): Promise<void> {
  await expect
    .poll(
      async () =>
        (
          await rows(
            test.adminDb,
            sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).length,
      { timeout: 1_500, interval: 10 },
    )
    .toBeGreaterThan(0);
}
