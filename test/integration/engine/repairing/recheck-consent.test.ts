import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import type { CampaignSettings } from '../../../../domain/campaign-settings.ts';
import type { LineType } from '../../../../domain/line-type.ts';
import { recordConsents } from '../../../../engine/consent/records/record-consent.ts';
import { revokeConsent } from '../../../../engine/consent/records/revoke-consent.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { loadRun } from '../../../../engine/dialing/run-context.ts';
import { assignReviews } from '../../../../engine/failures/assigning/assign-reviews.ts';
import { planReady } from '../../../../engine/planning/plan-ready.ts';
import type { ConsentGap } from '../../../../engine/repairing/consent-verdicts.ts';
import { recheckConsent } from '../../../../engine/repairing/recheck-consent.ts';
import { reviewConsent } from '../../../../engine/repairing/review-consent.ts';
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

const LONG_AGO_MS = Date.UTC(2026, 0, 1);
type Told = Seeded & { phones: number[] };

/** A marketing campaign in New York (written consent is needed), before its first plan. */
async function campaign(
  contacts: number,
  options: { settings?: Partial<CampaignSettings>; lineTypes?: readonly LineType[]; morePhones?: number } = {},
): Promise<Told> {
  const { settings, ...people } = options;
  const seeded = await seedCampaign(deps, test, {
    contacts,
    ...people,
    settings: { purpose: 'marketing', ...settings },
  });
  await test.adminDb.execute(
    sql`update contacts set place_key = 'US-NY' where id = any(${sql.param(seeded.contactIds)}::bigint[])`,
  );
  const phones = await rows<{ phone: number }>(
    test.db,
    sql`select phone from contacts where id = any(${sql.param(seeded.contactIds)}::bigint[]) order by id`,
  );
  return { ...seeded, phones: phones.map(({ phone }) => phone) };
}
async function plan({ runId }: Seeded): Promise<void> {
  const run = await loadRun(deps, runId);
  if (run) await planReady(deps, run);
}
const give = (
  phone: number | undefined,
  said: { consentClass?: string; expiresAtMs?: number; channel?: string } = {},
) =>
  recordConsents(deps, {
    items: [
      {
        phone: phone ?? 0,
        purpose: 'marketing',
        channel: '',
        consentClass: 'written',
        method: 'web_form',
        textShown: null,
        evidence: null,
        happenedAtMs: LONG_AGO_MS,
        expiresAtMs: null,
        ...said,
      },
    ],
    actor: 'test',
  });
const recheck = (seeded: Seeded, most?: number) =>
  recheckConsent(deps, { campaignId: seeded.campaignId, actor: 'test' }, most);
const states = async ({ runId }: Seeded): Promise<string[]> =>
  (
    await rows<{ state: string }>(
      test.db,
      sql`select state from contact_states where run_id = ${runId} order by contact_id`,
    )
  ).map(({ state }) => state);

describe('reviewConsent', () => {
  it('says what is missing, and what the law asks for', async () => {
    const seeded = await campaign(6);
    const [, weak, over, revoked, , later] = seeded.phones;
    await give(weak, { consentClass: 'express' });
    await give(over, { expiresAtMs: LONG_AGO_MS + 1_000 });
    await give(revoked);
    await revokeConsent(deps, { phone: revoked ?? 0, reason: 'mail', actor: 'test' });
    await plan(seeded);
    expect(await states(seeded)).toEqual(Array.from({ length: 6 }, () => 'no_consent'));
    await give(later);
    const review = await reviewConsent(deps, seeded);
    expect(review).toMatchObject({ contacts: 6, suppressed: 0, runState: 'running' });
    expect(review.groups.map(({ missing, contacts, channel, wanted }) => [missing, contacts, channel, wanted])).toEqual(
      [
        ['no_record', 2, 'call', 'written'],
        ['expired', 1, 'call', 'written'],
        ['nothing', 1, 'call', 'written'],
        ['revoked', 1, 'call', 'written'],
        ['wrong_class', 1, 'call', 'written'],
      ],
    );
    expect(review.groups.find(({ missing }) => missing === 'expired')?.examples).toEqual([
      {
        contactId: seeded.contactIds[2],
        phone: `+${over}`,
        given: 'written',
        happenedAt: '2026-01-01T00:00:00.000Z',
        expiresAt: '2026-01-01T00:00:01.000Z',
      },
    ]);
  });

  it('says who looks after what, and has only that where it is asked for', async () => {
    const seeded = await campaign(3);
    await give(seeded.phones[1], { consentClass: 'express' });
    await plan(seeded);
    const user = await firstRow<{ id: string }>(
      test.adminDb,
      sql`insert into users (email, name, role, created_by) values ('ann@example.com', 'Ann', 'operator', 'test') returning id`,
    );
    const userId = user?.id ?? '';
    const { campaignId } = seeded;
    const consent = { campaignId, channel: 'call', wanted: 'written' } as const;
    const given = (missing: ConsentGap) =>
      assignReviews(deps, { what: { consent: { ...consent, missing } }, userId, actor: 'test' });
    expect(await given('no_record')).toEqual({ assigned: 1, already: 0, decided: 0 });
    const groups = async (assignee?: string) =>
      (await reviewConsent(deps, { campaignId, assignee })).groups.map(({ missing, assignment }) => [
        missing,
        assignment?.user.name,
      ]);
    expect(await groups()).toEqual([
      ['no_record', 'Ann'],
      ['wrong_class', undefined],
    ]);
    expect(await groups(userId)).toEqual([['no_record', 'Ann']]);
    expect(await groups('none')).toEqual([['wrong_class', undefined]]);
    await expect(given('revoked')).rejects.toMatchObject({ kind: 'not_found', code: 'unknown_group' });
    await given('wrong_class');
    await give(seeded.phones[1]);
    await recheck(seeded);
    expect(
      await rows(
        test.adminDb,
        sql`select key, ended_by as by from assignments where user_id = ${userId} and ended_at is not null`,
      ),
    ).toEqual([{ key: `consent:${campaignId}:wrong_class:call:written`, by: 'test' }]);
    expect(await groups()).toEqual([['no_record', 'Ann']]);
  });

  it('is empty for a campaign that lacks nothing', async () => {
    const seeded = await campaign(1, { settings: { purpose: 'emergency' } });
    await plan(seeded);
    expect(await reviewConsent(deps, seeded)).toMatchObject({ contacts: 0, suppressed: 0, groups: [] });
  });
});

describe('recheckConsent', () => {
  it('puts back exactly those whose consent holds by now, and the next plan dials them', async () => {
    const seeded = await campaign(3);
    await plan(seeded);
    await give(seeded.phones[1]);
    await give(seeded.phones[2], { consentClass: 'express' });
    expect(await recheck(seeded)).toEqual({ looked: 3, putBack: 1, suppressed: 0, stillMissing: 2, nextCursor: null });
    expect(await states(seeded)).toEqual(['no_consent', 'ready', 'no_consent']);
    await plan(seeded);
    expect(await states(seeded)).toEqual(['no_consent', 'waiting', 'no_consent']);
    expect(await recheck(seeded)).toMatchObject({ looked: 2, putBack: 0, stillMissing: 2 });
  });

  it('goes through all of them in steps', async () => {
    const seeded = await campaign(3);
    await plan(seeded);
    for (const phone of seeded.phones) await give(phone);
    const first = await recheck(seeded, 2);
    expect(first).toMatchObject({ looked: 2, putBack: 2, nextCursor: String(seeded.contactIds[1]) });
    const cursor = first.nextCursor ?? undefined;
    expect(await recheckConsent(deps, { campaignId: seeded.campaignId, cursor, actor: 'test' })).toMatchObject({
      looked: 1,
      putBack: 1,
      nextCursor: null,
    });
  });

  it('asks for the channel of the step that comes next, on a number that can take it', async () => {
    const sms = await campaign(2, { lineTypes: ['mobile', 'landline'], morePhones: 1 });
    await test.adminDb.execute(sql`
      update campaigns set settings = jsonb_set(settings, '{steps,0,channel}', '"sms"') where id = ${sms.campaignId}`);
    await test.adminDb.execute(sql`update contact_phones set place_key = 'US-NY'`);
    await plan(sms);
    expect(await states(sms)).toEqual(['no_consent', 'no_consent']);
    const further = await rows<{ phone: number }>(
      test.db,
      sql`select phone from contact_phones where contact_id = any(${sql.param(sms.contactIds)}::bigint[]) order by contact_id`,
    );
    // A landline takes no text, and a consent to calls is none to texts.
    await give(further[0]?.phone);
    await give(sms.phones[0], { channel: 'call' });
    expect(await recheck(sms)).toMatchObject({ putBack: 0, stillMissing: 2 });
    await give(sms.phones[0], { channel: 'sms' });
    expect(await recheck(sms)).toMatchObject({ putBack: 1, stillMissing: 1 });
    await plan(sms);
    expect(await states(sms)).toEqual(['waiting', 'no_consent']);
  });

  it('goes on where a contact stood: dials made count', async () => {
    const seeded = await campaign(1);
    await plan(seeded);
    await test.adminDb.execute(
      sql`update contact_states set attempts_made = 2 where contact_id = ${seeded.contactIds[0]}`,
    );
    await give(seeded.phones[0]);
    expect(await recheck(seeded)).toMatchObject({ putBack: 1 });
    expect(
      await firstRow(
        test.db,
        sql`select state, step, attempts_made as made from contact_states where contact_id = ${seeded.contactIds[0]}`,
      ),
    ).toEqual({ state: 'waiting', step: 0, made: 2 });
  });

  it('keeps out who said no meanwhile', async () => {
    const seeded = await campaign(2);
    await plan(seeded);
    await give(seeded.phones[0]);
    await suppress(deps, { phone: seeded.phones[0] ?? 0, actor: 'test' });
    expect(await reviewConsent(deps, seeded)).toMatchObject({ contacts: 2, suppressed: 1 });
    expect(await recheck(seeded)).toMatchObject({ putBack: 0, stillMissing: 2 });
    expect(await states(seeded)).toEqual(['no_consent', 'no_consent']);
  });

  it('refuses a campaign that is over', async () => {
    const seeded = await campaign(1);
    await plan(seeded);
    await test.adminDb.execute(sql`update runs set state = 'completed' where id = ${seeded.runId}`);
    await expect(recheck(seeded)).rejects.toMatchObject({ code: 'campaign_completed' });
  });

  it('agrees with the planner: whoever it puts back is not without consent again', async () => {
    const seeded = await campaign(40);
    const classes = ['express', 'written'] as const;
    await plan(seeded);
    for (const [n, phone] of seeded.phones.entries()) {
      if (n % 3 > 0) await give(phone, { consentClass: classes[n % 2] ?? 'express' });
    }
    const { putBack } = await recheck(seeded);
    await plan(seeded);
    const after = await states(seeded);
    expect(putBack).toBe(13);
    expect(after.filter((state) => state === 'waiting')).toHaveLength(putBack);
    expect(after.filter((state) => state === 'no_consent')).toHaveLength(40 - putBack);
  });
});
