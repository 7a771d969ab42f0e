import { parse } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { stopAccount } from '../../../../engine/accounts/stop-account.ts';
import { startAll, stopAll } from '../../../../engine/accounts/stop-all.ts';
import { startAccount } from '../../../../engine/accounts/stop-account.ts';
import { attachImport } from '../../../../engine/campaigns/attach-import.ts';
import { pauseCampaign } from '../../../../engine/campaigns/pause.ts';
import { resumeCampaign } from '../../../../engine/campaigns/resume.ts';
import { updateSettings } from '../../../../engine/campaigns/update-settings.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import { balances } from '../../../../engine/credits/balances.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { createSender } from '../../../../engine/dialing/sender.ts';
import { turn } from '../../../../engine/dialing/turn.ts';
import { fold } from '../../../../engine/folding/fold.ts';
import { writeFacts, type NewFact } from '../../../../engine/folding/inbox.ts';
import { listAttempts } from '../../../../engine/reading/attempts.ts';
import { contactHistory } from '../../../../engine/reading/contact-history.ts';
import { listContacts } from '../../../../engine/reading/contacts.ts';
import { explainContact } from '../../../../engine/reading/explain.ts';
import { exportContacts } from '../../../../engine/reading/export-contacts.ts';
import { campaignProgress } from '../../../../engine/reading/progress.ts';
import { createWakes } from '../../../../engine/wakes.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { plannedRun } from '../../../support/ledger-steps.ts';
import { engineOver, seedCampaign, seedContacts, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb({ maxConnections: 12 });
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

async function takeTurn(runId: string): Promise<void> {
  const sender = createSender(deps);
  await turn(
    { ...deps, sender, wakes: createWakes(), mayDial: () => true },
    { runId, budgetMs: 300, heartbeat: () => {} },
  );
  await sender.drain();
}

async function endFirst(seeded: Seeded, count: number): Promise<void> {
  const open = await rows<{ ref: string }>(
    test.db,
    sql`select provider_ref as ref from attempts where run_id = ${seeded.runId} and state = 'ACCEPTED' order by contact_id limit ${count}`,
  );
  await writeFacts(
    test.db,
    open.map(({ ref }): NewFact => ({
      accountId: seeded.accountId,
      source: 'webhook',
      dedupeKey: `ended:${ref}`,
      fact: { kind: 'ended', providerRef: ref, outcome: 'answered', providerReason: 'done', talkSeconds: 61 },
    })),
  );
  while ((await fold(deps)).events > 0);
}

/** Five contacts: two reached, two in flight, one who had said no. */
async function halfWay(): Promise<Seeded> {
  const seeded = await seedCampaign(deps, test, { contacts: 5 });
  const last = await listContacts(deps, { campaignId: seeded.campaignId });
  await suppress(deps, { phone: Number(last.items.at(-1)?.phone.slice(1)), actor: 'test' });
  await takeTurn(seeded.runId);
  await endFirst(seeded, 2);
  return seeded;
}

it('shows progress whose states sum to the list and whose money is the ledger’s', async () => {
  const { campaignId } = await halfWay();
  const progress = await campaignProgress(deps, { campaignId });
  expect(progress.contacts).toMatchObject({
    total: 5,
    done: 3,
    byState: { reached: 2, in_flight: 2, suppressed: 1, ready: 0 },
  });
  expect(Object.values(progress.contacts.byState).reduce((a, b) => a + b)).toBe(5);
  expect(progress.attempts).toMatchObject({ total: 4, byState: { ACCEPTED: 2, DISPOSED: 2 } });
  expect(progress).toMatchObject({
    outcomes: { answered: 2 },
    spentMicros: 200_000,
    presumedMicros: 0,
    stopped: false,
  });
  expect(progress.heldMicros).toBeGreaterThan(0);
  expect(progress.sendsPerSecond).toBeCloseTo(4 / 60);
  // Launched seconds ago, so it is the mean of one minute, and does not depend on who looks since when.
  expect(progress).toMatchObject({ answeredPerMinute: 2, failuresPerMinute: 0, ratesOverSeconds: 60 });
});

it('counts a pause’s calls in flight and says when the last can end', async () => {
  const { campaignId } = await halfWay();
  const answer = await pauseCampaign(deps, { campaignId, actor: 'test' });
  expect(answer).toMatchObject({ state: 'paused', inFlight: 2, mayStillBegin: 0 });
  const endsInMs = Date.parse(answer.lastCanEndAt ?? '') - Date.now();
  // Queue 1 s, ringing 30 s and the longest call of the account, 10 minutes, less what has passed.
  expect(endsInMs).toBeGreaterThan(600_000);
  expect(endsInMs).toBeLessThanOrEqual(631_000);
});

it('tells a contact’s whole story, from its row to the last ledger line', async () => {
  const { contactIds, campaignId } = await halfWay();
  const history = await contactHistory(deps, { contactId: contactIds[0] ?? 0 });
  expect(history).toMatchObject({
    campaignId,
    state: 'reached',
    due: [],
    suppressions: [],
    attempts: [
      {
        state: 'DISPOSED',
        outcome: 'answered',
        costMicros: 100_000,
        ledger: [{ kind: 'settle', amountMicros: 100_000, to: 'spent' }],
        money: [{ kind: 'hold' }, { kind: 'settle', micros: 100_000 }, { kind: 'release' }],
      },
    ],
  });
  expect(history.attempts[0]?.events.map((event) => event.fact.kind)).toContain('ended');
  const silent = await contactHistory(deps, { contactId: contactIds[4] ?? 0 });
  expect(silent).toMatchObject({ state: 'suppressed', attempts: [], suppressions: [{ source: 'api' }] });
  await expect(contactHistory(deps, { contactId: 999_999_999 })).rejects.toMatchObject({ code: 'unknown_contact' });
});

it('explains why somebody is called, waits, or will not be called', async () => {
  const draft = await seedCampaign(deps, test, { contacts: 1, launch: false });
  const code = async (contactId: number | undefined) =>
    (await explainContact(deps, { contactId: contactId ?? 0 })).code;
  expect(await code(draft.contactIds[0])).toBe('not_launched');

  const seeded = await halfWay();
  expect(await code(seeded.contactIds[0])).toBe('answered');
  expect(await code(seeded.contactIds[2])).toBe('in_flight_accepted');
  expect(await code(seeded.contactIds[4])).toBe('opted_out');

  const waiting = await seedCampaign(deps, test, { contacts: 1 });
  const [contactId] = waiting.contactIds;
  expect(await code(contactId)).toBe('waits_for_plan');
  await stopAll(deps, { actor: 'test' });
  expect(await code(contactId)).toBe('installation_stopped');
  await startAll(deps, { actor: 'test' });
  await stopAccount(deps, { accountId: waiting.accountId, actor: 'test' });
  expect(await code(contactId)).toBe('account_stopped');
  await startAccount(deps, { accountId: waiting.accountId, actor: 'test' });
  await pauseCampaign(deps, { campaignId: waiting.campaignId, actor: 'test' });
  expect(await code(contactId)).toBe('campaign_paused');
  await resumeCampaign(deps, { campaignId: waiting.campaignId, actor: 'test' });
  await test.db.execute(sql`
    update provider_accounts set breaker_state = 'open', breaker_reason = 'rate_limited', resume_at = outdial_now() + interval '1 minute'
    where id = ${waiting.accountId}`);
  expect(await explainContact(deps, { contactId: contactId ?? 0 })).toMatchObject({
    code: 'account_breaker_open',
    nextAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  });
});

it('exports everyone, the never-dialled too, with the columns of their list', async () => {
  const { campaignId, contactIds } = await halfWay();
  await test.adminDb.execute(
    sql`update contacts set variables = '{"city": "=HYPERLINK(1)", "state": "NY"}' where id = ${contactIds[4]}`,
  );
  let text = '';
  for await (const piece of exportContacts(deps, { campaignId })) text += piece;
  const read: Record<string, string>[] = parse(text, { columns: true });
  expect(read).toHaveLength(5);
  expect(read[0]).toMatchObject({ state: 'reached', dials: '1', talk_seconds: '61', cost_micros: '100000', city: '' });
  expect(read[4]).toMatchObject({
    state: 'suppressed',
    dials: '0',
    cost_micros: '',
    city: "'=HYPERLINK(1)",
    list_state: 'NY',
  });
  await expect(
    exportContacts(deps, { campaignId: '01900000-0000-7000-8000-000000000000' }).next(),
  ).rejects.toMatchObject({
    code: 'unknown_campaign',
  });
});

it('filters and pages lists without losing or repeating anybody', async () => {
  const { campaignId } = await halfWay();
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listContacts(deps, { campaignId, limit: 2, cursor });
    ids.push(...page.items.map((contact) => contact.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(ids).toHaveLength(5);
  expect(new Set(ids).size).toBe(5);
  expect((await listContacts(deps, { campaignId, states: ['reached'] })).items).toHaveLength(2);
  expect((await listAttempts(deps, { campaignId, outcome: 'answered' })).items).toHaveLength(2);
  expect((await listAttempts(deps, { campaignId, state: 'ACCEPTED' })).items).toHaveLength(2);
  expect((await listAttempts(deps, { campaignId, state: 'PARKED' })).items).toEqual([]);
});

it('counts what was spent before a budget was set against it', async () => {
  const { campaignId } = await halfWay();
  await updateSettings(deps, { campaignId, change: { budgetMicros: 1_500_000 }, actor: 'test' });
  const budget = (await balances(deps)).find((view) => view.id === campaignId);
  expect(budget).toMatchObject({ fundedMicros: 1_500_000, availableMicros: 1_300_000, spentMicros: 200_000 });
});

it('shows a contact with all its numbers, finds it by each of them, and says which is next', async () => {
  const seeded = await seedCampaign(deps, test, {
    contacts: 2,
    morePhones: 1,
    lineTypes: ['mobile', 'landline'],
    moreZoneKeys: ['America/Chicago,America/Denver'],
  });
  const [contactId = 0] = seeded.contactIds;
  await plannedRun(deps, seeded.runId);
  const history = await contactHistory(deps, { contactId });
  expect(history.numbers).toEqual([
    { place: 0, phone: history.phone, lineType: 'mobile', zones: ['America/New_York'] },
    {
      place: 1,
      phone: expect.stringMatching(/^\+\d+$/),
      lineType: 'landline',
      zones: ['America/Chicago', 'America/Denver'],
    },
  ]);
  expect(history.due).toMatchObject([{ phone: history.phone }]);
  for (const { phone } of history.numbers) {
    const { items } = await listContacts(deps, { phone: Number(phone.slice(1)) });
    expect(items.map(({ id }) => id)).toEqual([contactId]);
  }
  await suppress(deps, { phone: Number(history.numbers[1]?.phone.slice(1)), actor: 'test' });
  expect((await contactHistory(deps, { contactId })).suppressions).toMatchObject([
    { phone: history.numbers[1]?.phone },
  ]);
});

it('pages and exports the contacts of all lists of a campaign, and of no other', async () => {
  const before = await seedContacts(test, { contacts: 3 });
  const seeded = await seedCampaign(deps, test, { contacts: 2, launch: false });
  const between = await seedCampaign(deps, test, { contacts: 4, launch: false });
  const after = await seedContacts(test, { contacts: 5 });
  const { campaignId } = seeded;
  for (const importId of [before, after]) await attachImport(deps, { campaignId, importId, actor: 'test' });
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listContacts(deps, { campaignId, limit: 3, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(10);
  expect(new Set(seen).size).toBe(10);
  expect(seen.filter((id) => between.contactIds.includes(id))).toEqual([]);
  let csv = '';
  for await (const text of exportContacts(deps, { campaignId })) csv += text;
  const exported: { contact_id: string }[] = parse(csv, { columns: true });
  expect(exported.map((line) => Number(line.contact_id))).toEqual(seen.toSorted((a, b) => a - b));
});

it('explains that a contact waits for the time that its own row asks for', async () => {
  const seeded = await seedCampaign(deps, test, { contacts: 1, overrides: { sendAtMs: Date.now() + 7_200_000 } });
  await plannedRun(deps, seeded.runId);
  expect(await explainContact(deps, { contactId: seeded.contactIds[0] ?? 0 })).toMatchObject({
    code: 'waits_for_its_time',
    nextAt: expect.any(String),
  });
});
