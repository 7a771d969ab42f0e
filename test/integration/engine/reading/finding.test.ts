import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { suppressContact } from '../../../../engine/consent/suppress-contact.ts';
import { recordConsents } from '../../../../engine/consent/records/record-consent.ts';
import { listCampaigns } from '../../../../engine/reading/campaigns.ts';
import { contactHistory } from '../../../../engine/reading/contact-history.ts';
import { listContacts } from '../../../../engine/reading/contacts.ts';
import { readRecording } from '../../../../engine/reading/recording.ts';
import { plannedRun } from '../../../support/ledger-steps.ts';
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

  describe('sorted', () => {
    type Filter = NonNullable<Parameters<typeof listContacts>[1]>;
    const page = (filter: Filter) => listContacts(rig.deps, { campaignId: waiting.campaignId, ...filter });
    /** Who stands where in the list, read two at a time. */
    async function placesOf(filter: Filter): Promise<number[]> {
      const ids: number[] = [];
      for (let cursor: string | undefined; ;) {
        const { items, nextCursor } = await page({ ...filter, cursor, limit: 2 });
        ids.push(...items.map(({ id }) => id));
        if (nextCursor === null) break;
        cursor = nextCursor;
      }
      return ids.map((id) => waiting.contactIds.indexOf(id));
    }
    let waiting: Seeded;
    beforeAll(async () => {
      waiting = await seedCampaign(rig.deps, test, { contacts: 6 });
      await plannedRun(rig.deps, waiting.runId);
      const people = [
        ['zoe', 'waiting', 2, 3, 1],
        [null, 'in_flight', 0, null, 2],
        ['Ana', 'reached', 1, null, 3],
        ['ana', 'ready', 1, 1, 3],
        ['Émile', 'ready', 0, 2, 5],
        [null, 'waiting', 3, 2, 4],
      ] as const;
      for (const [at, [name, state, attempts, dueInHours, changedHoursAgo]] of people.entries()) {
        const id = waiting.contactIds[at];
        await test.adminDb.execute(sql`update contacts set name = ${name} where id = ${id}`);
        await test.adminDb.execute(
          sql`update contact_states set state = ${state}, attempts_made = ${attempts},
            changed_at = date_trunc('day', now()) - make_interval(hours => ${changedHoursAgo}) where contact_id = ${id}`,
        );
        const due =
          dueInHours === null
            ? sql`delete from due where contact_id = ${id}`
            : sql`update due set try_at = date_trunc('day', now()) + make_interval(hours => ${dueInHours}) where contact_id = ${id}`;
        await test.adminDb.execute(due);
      }
    });

    it('by any column in both directions, with ties in the order of the list and what is not known last', async () => {
      expect(await placesOf({ sort: 'list' })).toEqual([0, 1, 2, 3, 4, 5]);
      expect(await placesOf({ sort: 'name' })).toEqual([2, 3, 0, 4, 1, 5]);
      expect(await placesOf({ sort: 'name', direction: 'desc' })).toEqual([4, 0, 2, 3, 1, 5]);
      expect(await placesOf({ sort: 'state' })).toEqual([3, 4, 0, 5, 1, 2]);
      expect(await placesOf({ sort: 'next' })).toEqual([3, 4, 5, 0, 1, 2]);
      expect(await placesOf({ sort: 'next', direction: 'desc' })).toEqual([0, 4, 5, 3, 1, 2]);
      expect(await placesOf({ sort: 'attempts', direction: 'desc' })).toEqual([5, 0, 2, 3, 1, 4]);
      expect(await placesOf({ sort: 'changed', direction: 'desc' })).toEqual([0, 1, 2, 3, 5, 4]);
      expect(await placesOf({ sort: 'attempts', states: ['waiting', 'ready'] })).toEqual([4, 3, 0, 5]);
    });

    it('lose and repeat nobody who stays where they are, while others move', async () => {
      const first = await page({ sort: 'attempts', limit: 3 });
      const [, moved] = first.items;
      await test.adminDb.execute(sql`update contact_states set attempts_made = 9 where contact_id = ${moved?.id ?? 0}`);
      const second = await page({ sort: 'attempts', limit: 3, cursor: first.nextCursor ?? '' });
      const ids = [...first.items, ...second.items].map(({ id }) => id);
      expect(waiting.contactIds.filter((id) => !ids.includes(id))).toEqual([]);
      await test.adminDb.execute(sql`update contact_states set attempts_made = 0 where contact_id = ${moved?.id ?? 0}`);
    });

    it('tell when each may be tried next', async () => {
      const { items } = await page({ sort: 'list' });
      expect(items.map(({ nextAttemptAt }) => nextAttemptAt?.slice(11, 13))).toEqual([
        '03',
        undefined,
        undefined,
        '01',
        '02',
        '02',
      ]);
    });

    it('only within a campaign, and only on from a cursor of the same sort', async () => {
      const { nextCursor } = await page({ sort: 'name', limit: 2 });
      const cursor = nextCursor ?? '';
      await expect(page({ sort: 'name', direction: 'desc', cursor })).rejects.toMatchObject({
        code: 'cursor_of_another_sort',
        message: 'That cursor is of the list sorted by name, ascending, not sorted by name, descending.',
      });
      await expect(page({ cursor })).rejects.toMatchObject({ code: 'cursor_of_another_sort' });
      await expect(page({ sort: 'name', cursor: '17' })).rejects.toMatchObject({
        message: 'That cursor is of the list in its own order, not sorted by name, ascending.',
      });
      for (const bad of ['x', 'x.attempts.asc.', '1.attempts.asc.kYWJj']) {
        const sort = bad === 'x' ? undefined : 'attempts';
        await expect(page({ sort, cursor: bad })).rejects.toMatchObject({
          kind: 'invalid',
          code: 'bad_cursor',
          repair: 'Begin anew without a cursor.',
          details: { pointer: '/cursor' },
        });
      }
      await expect(page({ cursor: '1..' })).rejects.toMatchObject({ code: 'bad_cursor' });
      const key = (text: string): string => `k${Buffer.from(text).toString('base64url')}`;
      for (const sort of ['next', 'changed'] as const) {
        const before = page({ sort, cursor: `1.${sort}.asc.${key('-999999999999999999')}` });
        await expect(before).rejects.toMatchObject({ code: 'bad_cursor' });
        await expect(page({ sort, cursor: `1.${sort}.asc.${key('999999999999999999')}` })).resolves.toBeDefined();
        await expect(page({ sort, cursor: `1.${sort}.asc.${key('-99999999999999999')}` })).resolves.toBeDefined();
      }
      await expect(listContacts(rig.deps, { sort: 'name' })).rejects.toMatchObject({
        code: 'sort_needs_campaign',
        details: { pointer: '/campaignId' },
      });
      await expect(page({ direction: 'desc' })).rejects.toMatchObject({
        code: 'direction_without_sort',
        details: { pointer: '/direction' },
      });
    });
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
