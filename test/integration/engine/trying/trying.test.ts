import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { auditLedger } from '../../../../engine/auditing/audit-ledger.ts';
import { stopAll, startAll } from '../../../../engine/accounts/stop-all.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import { campaignProgress } from '../../../../engine/reading/progress.ts';
import { listCampaigns } from '../../../../engine/reading/campaigns.ts';
import { exportContacts } from '../../../../engine/reading/export-contacts.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { listImports } from '../../../../engine/reading/imports.ts';
import { contactHistory } from '../../../../engine/reading/contact-history.ts';
import { explainPhone } from '../../../../engine/reading/explain-phone.ts';
import { failureTotals } from '../../../../engine/reading/failure-totals.ts';
import { listFailureGroups } from '../../../../engine/failures/list-groups.ts';
import { cancelTest } from '../../../../engine/trying/cancel-test.ts';
import { previewTest } from '../../../../engine/trying/preview-test.ts';
import { sendTest } from '../../../../engine/trying/send-test.ts';
import { listTests, showTest, type TestView } from '../../../../engine/trying/show-test.ts';
import { newFact } from '../../../support/ledger-steps.ts';
import { retryRig, type RetryRig } from '../../../support/retry-rig.ts';
import { seedCampaign, type SeedOptions, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let rig: RetryRig;
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
});
beforeEach(() => {
  rig = retryRig(test);
});
afterAll(async () => await test.drop());

let last = 12_125_557_000;
const anotherPhone = (): string => `+${++last}`;
const by = { actor: 'user:ana@example.org' };
const campaign = async (options: Partial<SeedOptions> = {}): Promise<Seeded> =>
  await seedCampaign(rig.deps, test, { contacts: 3, launch: false, ...options });
const send = async ({ campaignId }: Seeded, phone: string, more: Record<string, unknown> = {}) =>
  await sendTest(rig.deps, { campaignId, phone, ...more, ...by });
const show = async ({ campaignId }: Seeded, testId: string): Promise<TestView> =>
  await showTest(rig.deps, { campaignId, testId });
const offences = async (): Promise<unknown[]> => (await auditLedger(test)).filter((result) => !result.ok);
const heldMicros = async ({ accountId }: Seeded): Promise<number> => {
  const row = await firstRow<{ held: number }>(
    test.db,
    sql`select coalesce(sum(hold_micros), 0)::bigint as held from open_attempts where account_id = ${accountId}`,
  );
  return row?.held ?? 0;
};
describe('a test', () => {
  it('dials its number once, holds and pays for it, and tells what became of it', async () => {
    const seeded = await campaign();
    const phone = anotherPhone();
    const { testId } = await send(seeded, phone);
    expect(await show(seeded, testId)).toMatchObject({ state: 'waiting', open: true, phone, step: 0, attempt: null });
    await rig.takeTurn(testId);
    expect(rig.telephony.begun.map(({ to }) => to)).toEqual([phone]);
    expect(await heldMicros(seeded)).toBeGreaterThan(0);
    expect(await show(seeded, testId)).toMatchObject({ state: 'in_progress', attempt: { state: 'ACCEPTED' } });
    await rig.endAll('busy');
    expect(await rig.takeTurn(testId)).toMatchObject({ kind: 'done' });
    const done = await show(seeded, testId);
    expect(done).toMatchObject({ state: 'done', open: false, attempt: { outcome: 'busy' } });
    expect(done.attempt?.costMicros).not.toBeNull();
    expect(await heldMicros(seeded)).toBe(0);
    expect(rig.telephony.begun).toHaveLength(1);
    expect(await offences()).toEqual([]);
  });

  it('is one test when it is asked for twice at the same moment: the second is told of the first', async () => {
    const seeded = await campaign();
    const phone = anotherPhone();
    const asked = await Promise.allSettled(Array.from({ length: 4 }, () => send(seeded, phone)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const refused of asked.filter((each) => each.status === 'rejected')) {
      expect(refused.reason).toMatchObject({ code: 'test_is_open' });
    }
    const { items } = await listTests(rig.deps, seeded);
    expect(items).toHaveLength(1);
    await rig.takeTurn(items[0]?.id ?? '');
    await rig.takeTurn(items[0]?.id ?? '');
    expect(rig.telephony.begun).toHaveLength(1);
    await rig.endAll('answered');
    await rig.takeTurn(items[0]?.id ?? '');
    // Once it is over there can be another.
    await send(seeded, phone);
  });

  it('leaves everything of its campaign as it was, also while that runs', async () => {
    const seeded = await campaign({ launch: true });
    const look = async () => {
      const progress = { ...(await campaignProgress(rig.deps, seeded)), at: '', lastTurnAt: '' };
      const lines: string[] = [];
      for await (const line of exportContacts(rig.deps, seeded)) lines.push(String(line));
      const campaigns = await listCampaigns(rig.deps, {});
      const imports = await listImports(rig.deps);
      const groups = await listFailureGroups(rig.deps, { campaignId: seeded.campaignId });
      const everywhere = await listFailureGroups(rig.deps, {});
      return {
        progress,
        everywhere: everywhere.items.map(({ cause, attempts }) => ({ cause, attempts })),
        totals: await failureTotals(rig.deps),
        lines,
        campaigns: campaigns.items.map(({ id, contacts, spentMicros }) => ({ id, contacts, spentMicros })),
        imports: imports.items.map(({ id }) => id),
        groups: groups.items.map(({ cause, attempts, openContacts }) => ({ cause, attempts, openContacts })),
      };
    };
    const before = await look();
    const { testId, contactId } = await send(seeded, anotherPhone());
    await rig.takeTurn(testId);
    await rig.endAll('provider_failure');
    await rig.takeTurn(testId);
    expect(await look()).toEqual(before);
    expect(await contactHistory(rig.deps, { contactId })).toMatchObject({
      testOf: { campaignId: seeded.campaignId, name: 'trial' },
      attempts: [{ outcome: 'provider_failure' }],
    });
    expect(await offences()).toEqual([]);
  });

  it('is found by its number, and stands in the audit trail without it', async () => {
    const seeded = await campaign();
    const phone = anotherPhone();
    const { testId, contactId } = await send(seeded, phone);
    const why = await explainPhone(rig.deps, { phone: Number(phone.slice(1)) });
    expect(why.contacts).toMatchObject([{ contactId, campaign: 'Test of trial' }]);
    const lines = await rows<{ actor: string; details: object }>(
      test.db,
      sql`select actor, details from audit_entries where subject = ${`campaign:${seeded.campaignId}`} and action = 'campaign.test'`,
    );
    expect(lines).toMatchObject([{ actor: by.actor, details: { testId, contactId, step: 0 } }]);
    expect(JSON.stringify(lines)).not.toContain(phone.slice(1));
  });

  it('says with the values of a row what would be sent, and takes typed ones instead', async () => {
    const text = 'Hi {{ first }}, {{ city | default: "hello" }}';
    const seeded = await campaign({ channel: 'sms', settings: {} });
    await test.adminDb.execute(
      sql`update campaigns set settings = jsonb_set(settings, '{steps,0,text}', to_jsonb(${text}::text)) where id = ${seeded.campaignId}`,
    );
    await test.adminDb.execute(
      sql`update contacts set variables = '{"first":"Ana","city":"Bonn"}' where id = ${seeded.contactIds[1]}`,
    );
    const phone = anotherPhone();
    const draft = { campaignId: seeded.campaignId, phone };
    expect((await previewTest(rig.deps, draft)).script).toMatchObject({
      missing: ['first'],
      text: 'Hi [first], hello',
      variables: [
        { name: 'city', value: '', required: false },
        { name: 'first', value: '', required: true },
      ],
    });
    await expect(send(seeded, phone)).rejects.toMatchObject({ code: 'variables_missing' });
    const row = Number(seeded.contactIds[1]) % 2 ** 24;
    const preview = await previewTest(rig.deps, { ...draft, row, values: { city: 'Rome' } });
    expect(preview).toMatchObject({
      go: 'now',
      row: { rowNumber: row },
      script: { missing: [], text: 'Hi Ana, Rome', sms: { segments: 1 } },
    });
    const { testId } = await send(seeded, phone, { row, values: { city: 'Rome' } });
    await rig.takeTurn(testId);
    expect((await show(seeded, testId)).attempt?.rendered?.text).toBe('Hi Ana, Rome');
    await expect(send(seeded, anotherPhone(), { row: 4_000 })).rejects.toMatchObject({ code: 'unknown_row' });
  });

  it('goes to nobody who said no, and to nobody without credit', async () => {
    const seeded = await campaign();
    const phone = anotherPhone();
    await suppress(rig.deps, { phone: Number(phone.slice(1)), actor: 'test' });
    expect(await previewTest(rig.deps, { campaignId: seeded.campaignId, phone })).toMatchObject({
      go: 'cannot',
      code: 'opted_out',
    });
    await expect(send(seeded, phone)).rejects.toMatchObject({ code: 'test_cannot_go', details: { why: 'opted_out' } });
    const poor = await campaign({ topUpMicros: 1 });
    await expect(send(poor, anotherPhone())).rejects.toMatchObject({ code: 'credit_too_low' });
    expect(rig.telephony.begun).toEqual([]);
  });

  it('in which somebody says no is a no like any other', async () => {
    const seeded = await campaign();
    const phone = anotherPhone();
    const { testId } = await send(seeded, phone);
    await rig.takeTurn(testId);
    const { attempt } = await show(seeded, testId);
    await writeFacts(test.db, [
      newFact(seeded.accountId, {
        kind: 'opt_out',
        attemptId: attempt?.id ?? '',
        evidence: 'stop calling me',
        source: 'speech',
      }),
    ]);
    await rig.endAll('answered');
    await rig.takeTurn(testId);
    const why = await explainPhone(rig.deps, { phone: Number(phone.slice(1)) });
    expect(why.suppressions).toHaveLength(1);
    await expect(send(await campaign(), phone)).rejects.toMatchObject({ details: { why: 'opted_out' } });
    expect(await offences()).toEqual([]);
  });

  it('waits while all dialing is stopped, says so, and is over after its time instead of ringing later', async () => {
    const seeded = await campaign();
    await stopAll(rig.deps, { reason: 'fire drill', actor: 'test' });
    const { testId } = await send(seeded, anotherPhone());
    await rig.takeTurn(testId, 0);
    expect(await show(seeded, testId)).toMatchObject({ state: 'waiting', code: 'installation_stopped' });
    await rig.jump(601_000);
    await startAll(rig.deps, { actor: 'test' });
    expect(await show(seeded, testId)).toMatchObject({ state: 'expired', open: false });
    expect(await rig.takeTurn(testId)).toMatchObject({ kind: 'done' });
    expect(await show(seeded, testId)).toMatchObject({ state: 'expired' });
    expect(rig.telephony.begun).toEqual([]);
    expect(await offences()).toEqual([]);
  });

  it('that nobody ever planned expires all the same', async () => {
    const seeded = await campaign();
    const { testId } = await send(seeded, anotherPhone());
    await rig.jump(601_000);
    expect(await show(seeded, testId)).toMatchObject({ state: 'expired' });
    expect(await rig.takeTurn(testId)).toMatchObject({ kind: 'done' });
    expect(rig.telephony.begun).toEqual([]);
  });

  it('is cancelled before it was dialled, twice is once, and not after', async () => {
    const seeded = await campaign();
    const first = await send(seeded, anotherPhone());
    const input = { campaignId: seeded.campaignId, ...by };
    for (const _ of [1, 2]) {
      expect(await cancelTest(rig.deps, { ...input, testId: first.testId })).toMatchObject({
        state: 'cancelled',
        inFlight: 0,
        mayStillBegin: 0,
      });
    }
    expect(await rig.takeTurn(first.testId)).toMatchObject({ kind: 'done' });
    expect(rig.telephony.begun).toEqual([]);
    const second = await send(seeded, anotherPhone());
    await rig.takeTurn(second.testId);
    await expect(cancelTest(rig.deps, { ...input, testId: second.testId })).rejects.toMatchObject({
      code: 'test_under_way',
    });
    await rig.endAll('answered');
    await expect(cancelTest(rig.deps, { ...input, testId: second.testId })).rejects.toMatchObject({
      code: 'test_over',
    });
    expect(await offences()).toEqual([]);
  });

  it('is one of at most five of its campaign', async () => {
    const seeded = await campaign();
    for (let n = 0; n < 5; n++) await send(seeded, anotherPhone());
    await expect(send(seeded, anotherPhone())).rejects.toMatchObject({ code: 'tests_too_many' });
    await send(await campaign(), anotherPhone());
  });

  it('is asked for of a campaign that is open, with a step and a number that exist', async () => {
    const seeded = await campaign();
    await expect(send(seeded, '555')).rejects.toMatchObject({ kind: 'invalid' });
    await expect(send(seeded, anotherPhone(), { step: 1 })).rejects.toMatchObject({ code: 'unknown_step' });
    await expect(send(seeded, anotherPhone(), { timezone: 'Mars/Base' })).rejects.toMatchObject({
      code: 'zone_unknown',
    });
    const over = await rig.failed(1);
    await expect(send(over, anotherPhone())).rejects.toMatchObject({ code: 'campaign_completed' });
    await expect(showTest(rig.deps, { campaignId: seeded.campaignId, testId: over.runId })).rejects.toMatchObject({
      code: 'unknown_test',
    });
  });
});

describe('a test under the law', () => {
  const MARKETING = { settings: { purpose: 'marketing' as const } };
  /** A Wednesday without a holiday, in its night or its day in New York. */
  const [NIGHT, NOON] = ['2031-03-05T08:00:00Z', '2031-03-05T17:00:00Z'];
  const to = async (instant: string): Promise<void> => {
    const row = await firstRow<{ nowMs: number }>(test.db, sql`select to_ms(outdial_now()) as "nowMs"`);
    await rig.jump(Math.round(Date.parse(instant) - (row?.nowMs ?? 0)));
  };

  it('does not ring at night, whatever the hours of the campaign are, and says when it could', async () => {
    const seeded = await campaign(MARKETING);
    await to(NIGHT);
    const preview = await previewTest(rig.deps, { campaignId: seeded.campaignId, phone: anotherPhone(), agrees: true });
    expect(preview).toMatchObject({ go: 'cannot', code: 'waits_for_window' });
    expect(preview.nextAt).not.toBeNull();
    await expect(send(seeded, anotherPhone(), { agrees: true })).rejects.toMatchObject({
      code: 'test_cannot_go',
      details: { why: 'waits_for_window' },
    });
  });

  it('wants the consent that the law wants, and what is said with it ends with it', async () => {
    const seeded = await campaign(MARKETING);
    await to(NOON);
    const phone = anotherPhone();
    const draft = { campaignId: seeded.campaignId, phone };
    expect(await previewTest(rig.deps, draft)).toMatchObject({
      go: 'cannot',
      code: 'no_consent',
      consent: { needed: true, mayBeSaidHere: true },
    });
    await expect(send(seeded, phone)).rejects.toMatchObject({ code: 'consent_needed' });
    const { testId } = await send(seeded, phone, { agrees: true });
    await rig.takeTurn(testId);
    expect(rig.telephony.begun.map(({ to }) => to)).toEqual([phone]);
    await rig.endAll('answered');
    await rig.jump(601_000);
    expect(await previewTest(rig.deps, draft)).toMatchObject({ code: 'no_consent', consent: { mayBeSaidHere: true } });
    await test.adminDb.execute(
      sql`insert into consent_events (phone, kind, method, happened_at, created_by) values (${Number(phone.slice(1))}, 'revoked', 'call', outdial_now(), 'test')`,
    );
    await expect(send(seeded, phone, { agrees: true })).rejects.toMatchObject({
      code: 'consent_needed',
      details: { mayBeSaidHere: false },
    });
    expect(await offences()).toEqual([]);
  });
});
