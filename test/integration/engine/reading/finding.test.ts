import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { suppressContact } from '../../../../engine/consent/suppress-contact.ts';
import { recordConsents } from '../../../../engine/consent/records/record-consent.ts';
import { listCampaigns } from '../../../../engine/reading/campaigns.ts';
import { contactHistory } from '../../../../engine/reading/contact-history.ts';
import { listContacts } from '../../../../engine/reading/contacts.ts';
import { readRecording } from '../../../../engine/reading/recording.ts';
import { retryRig, type RetryRig } from '../../../support/retry-rig.ts';
import { seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let rig: RetryRig;
let ended: Seeded;
let draft: Seeded;
const rename = ({ campaignId }: Seeded, name: string) =>
  test.adminDb.execute(sql`update campaigns set name = ${name} where id = ${campaignId}`);
beforeAll(async () => {
  test = await testDb();
  rig = retryRig(test);
  ended = await rig.failed(6, 'busy');
  draft = await seedCampaign(rig.deps, test, { contacts: 2, launch: false });
  await rename(ended, 'March 50% off');
  await rename(draft, 'a draft');
});
afterAll(async () => await test.drop());

describe('the list of campaigns', () => {
  const names = async (filter: Parameters<typeof listCampaigns>[1]) =>
    (await listCampaigns(rig.deps, filter)).items.map(({ name }) => name);

  it('finds by a part of the name, taken by the letter, by id and by several states', async () => {
    expect(await names({ q: 'MARCH' })).toEqual(['March 50% off']);
    expect(await names({ q: '50%' })).toEqual(['March 50% off']);
    expect(await names({ q: '%draft_' })).toEqual([]);
    expect(await names({ q: draft.campaignId })).toEqual(['a draft']);
    expect(await names({ states: ['draft', 'running'] })).toEqual(['a draft']);
    expect(await names({ states: ['draft', 'completed'] })).toHaveLength(2);
  });

  it('sorts by what is asked, and its pages hold each campaign once', async () => {
    expect(await names({ sort: 'name', direction: 'asc' })).toEqual(['a draft', 'March 50% off']);
    expect(await names({ sort: 'contacts' })).toEqual(['March 50% off', 'a draft']);
    expect(await names({ sort: 'launched' })).toEqual(['March 50% off', 'a draft']);
    const first = await listCampaigns(rig.deps, { limit: 1, sort: 'name', direction: 'asc' });
    const second = await listCampaigns(rig.deps, {
      limit: 1,
      sort: 'name',
      direction: 'asc',
      cursor: first.nextCursor ?? '',
    });
    expect([first, second].flatMap(({ items }) => items.map(({ name }) => name))).toEqual(['a draft', 'March 50% off']);
    expect(second.nextCursor).toBeNull();
  });

  it('says of each where its people stand and what it cost', async () => {
    const { items } = await listCampaigns(rig.deps);
    expect(items[1]).toMatchObject({
      channels: ['call'],
      byState: { exhausted: 6 },
      contacts: 6,
      contactsDone: 6,
      spentMicros: 0,
      budgetMicros: null,
      currency: 'USD',
    });
    expect(items[0]).toMatchObject({ byState: { ready: 2 }, contactsDone: 0 });
  });
});

describe('the contacts of a campaign', () => {
  const ids = async (filter: Parameters<typeof listContacts>[1]) =>
    (await listContacts(rig.deps, { campaignId: ended.campaignId, ...filter })).items.map(({ id }) => id);

  it('are found by name, external id, number, its last digits, outcome and when they came into their state', async () => {
    const [one = 0, two = 0, ...others] = ended.contactIds;
    await test.adminDb.execute(sql`update contacts set name = 'Ana 100%', external_id = 'crm-7' where id = ${one}`);
    const {
      items: [, second],
    } = await listContacts(rig.deps, { campaignId: ended.campaignId });
    const phone = second?.phone ?? '';
    expect(await ids({ q: 'ana' })).toEqual([one]);
    expect(await ids({ q: '100%' })).toEqual([one]);
    expect(await ids({ q: 'crm-7' })).toEqual([one]);
    expect(await ids({ q: phone })).toEqual([two]);
    expect(await ids({ q: phone.slice(2) })).toEqual([two]);
    expect(await ids({ q: phone.slice(-4) })).toContain(two);
    expect(await ids({ q: phone.slice(-4) })).not.toContain(one);
    expect(await ids({ states: ['exhausted', 'failed'] })).toHaveLength(6);
    expect(await ids({ states: ['ready'] })).toEqual([]);
    expect(await ids({ outcome: 'busy' })).toHaveLength(6);
    expect(await ids({ outcome: 'answered' })).toEqual([]);
    await test.adminDb.execute(
      sql`update contact_states set changed_at = outdial_now() - interval '1 day' where contact_id = any(${sql.param(others)}::bigint[])`,
    );
    const hourAgoMs = Date.now() - 3_600_000;
    expect(await ids({ changedFromMs: hourAgoMs })).toEqual([one, two]);
    expect(await ids({ changedToMs: hourAgoMs })).toEqual(others);
  });

  it('tell their whole history: why an attempt failed, from where, for what currency, and what was consented', async () => {
    const [contactId = 0] = ended.contactIds;
    const before = await contactHistory(rig.deps, { contactId });
    await recordConsents(rig.deps, {
      items: [
        {
          phone: Number(before.phone.slice(1)),
          purpose: 'marketing',
          channel: 'call',
          consentClass: 'written',
          method: 'web_form',
          textShown: null,
          evidence: null,
          happenedAtMs: Date.parse('2026-01-02T10:00:00Z'),
          expiresAtMs: null,
        },
      ],
      actor: 'test',
    });
    expect(await contactHistory(rig.deps, { contactId })).toMatchObject({
      zoneSource: 'column',
      places: [],
      attempts: [
        {
          runId: ended.runId,
          retry: null,
          from: '+12125550100',
          currency: 'USD',
          account: { provider: 'agentnumber' },
          cause: { code: 'busy', class: 'retry', words: 'Busy' },
        },
      ],
      consents: [{ phone: before.phone, kind: 'given', consentClass: 'written', method: 'web_form' }],
    });
  });

  it('are suppressed without their number being said', async () => {
    const [, contactId = 0] = ended.contactIds;
    const said = await suppressContact(rig.deps, { contactId, evidence: 'asked on the phone', actor: 'test' });
    expect(said).toMatchObject({ already: false });
    const { suppressions } = await contactHistory(rig.deps, { contactId });
    expect(suppressions).toMatchObject([{ evidence: 'asked on the phone', liftedAt: null }]);
    await expect(suppressContact(rig.deps, { contactId: 1, actor: 'test' })).rejects.toMatchObject({
      code: 'unknown_contact',
    });
  });

  it('have recordings here, at the provider, or none', async () => {
    const [contactId = 0] = ended.contactIds;
    const [attempt] = (await contactHistory(rig.deps, { contactId })).attempts;
    const attemptId = attempt?.id ?? '';
    await expect(readRecording(rig.deps, { attemptId })).rejects.toMatchObject({ code: 'no_recording' });
    await test.adminDb.execute(sql`
      insert into transcripts (attempt_id, recording_url, state, try_at)
      values (${attemptId}, 'https://provider.example/r/1', 'fetched', outdial_now())`);
    expect(await readRecording(rig.deps, { attemptId })).toEqual({
      kind: 'at_provider',
      url: 'https://provider.example/r/1',
    });
  });
});
