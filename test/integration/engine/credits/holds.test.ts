import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { balances } from '../../../../engine/credits/balances.ts';
import { listEntries, type EntryFilter, type EntryView } from '../../../../engine/credits/list-entries.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { acceptAll, claimAll, foldAll, newFact } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let budgeted: Seeded;
let other: Seeded;
/** Cost something, cost nothing, cost more than was held, nobody knows what it cost; five are live. */
let ended: { some: string; nothing: string; more: string; parked: string };
let givenBack: string[];
let lingering: string;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  budgeted = await seedCampaign(deps, test, { contacts: 7, settings: { budgetMicros: 50_000_000 } });
  other = await seedCampaign(deps, test, { contacts: 5 });
  const { accountId } = budgeted;
  const { ids } = await acceptAll(deps, budgeted.runId);
  const [some = '', nothing = '', more = '', parked = ''] = ids;
  ended = { some, nothing, more, parked };
  const end = (attemptId: string, talkSeconds: number, costMicros?: number) =>
    newFact(accountId, {
      kind: 'ended',
      attemptId,
      outcome: talkSeconds > 0 ? 'answered' : 'no_answer',
      providerReason: 'completed',
      talkSeconds,
      ...(costMicros === undefined ? {} : { costMicros }),
    });
  await writeFacts(deps.db, [end(some, 61), end(nothing, 0), end(more, 61, 9_000_000)]);
  await foldAll(deps);
  await writeFacts(deps.db, [newFact(accountId, { kind: 'given_up', attemptId: parked, message: 'silence' })]);
  await foldAll(deps);
  const claimed = await claimAll(deps, other.runId);
  givenBack = claimed.ids.slice(0, 2);
  await giveBack(
    deps,
    givenBack.map((attemptId) => ({ attemptId, reason: 'sent_late' as const })),
    { state: 'INTENT' },
  );
  // Over, while its person stays taken.
  lingering = claimed.ids[2] ?? '';
  await test.adminDb.execute(
    sql`update open_attempts set phase = 'ended', hold_micros = 0 where attempt_id = ${lingering}`,
  );
});
afterAll(async () => await test.drop());

async function all(filter: EntryFilter): Promise<EntryView[]> {
  const page = await listEntries(deps, { limit: 2, ...filter });
  return page.nextCursor === null
    ? page.items
    : [...page.items, ...(await all({ ...filter, cursor: page.nextCursor }))];
}
const sumOf = (lines: readonly EntryView[]): number => lines.reduce((sum, { amountMicros }) => sum + amountMicros, 0);

it('lists what is held now, the newest call first, which is exactly what the balances hold', async () => {
  for (const { owner, id, heldMicros } of await balances(deps)) {
    const held = await all({ kind: 'hold', ...(owner === 'account' ? { accountId: id } : { campaignId: id }) });
    expect(heldMicros).toBeGreaterThan(0);
    expect([owner, sumOf(held)]).toEqual([owner, heldMicros]);
    expect(held.every(({ accountId, campaignId }) => (owner === 'account' ? accountId : campaignId) === id)).toBe(true);
    expect(held.every(({ accountId, campaignId }) => (accountId === null) !== (campaignId === null))).toBe(true);
  }
  const held = await all({ kind: 'hold' });
  expect(held).toHaveLength(5);
  const ids = held.map(({ attemptId }) => String(attemptId));
  expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? 1 : -1)));
  expect(held.find(({ ofCampaignId }) => ofCampaignId === other.campaignId)).toMatchObject({
    id: null,
    from: 'available',
    to: 'held',
    contactId: expect.any(Number),
    ofCampaignName: 'trial',
    balanceMicros: null,
  });
  expect(await all({ kind: 'hold', ofCampaign: other.campaignId })).toHaveLength(2);
  // It has no purse of its own, so no hold on one.
  expect(await all({ kind: 'hold', campaignId: other.campaignId })).toEqual([]);
});

it('says beside what was settled what had been held and what was released, and of other lines neither', async () => {
  const of = async (attemptId: string) =>
    (await all({ accountId: budgeted.accountId, attemptId })).toReversed().map((line) => {
      const { kind, amountMicros, heldMicros, releasedMicros } = line;
      return { kind, amountMicros, heldMicros, releasedMicros };
    });
  const [settled] = await of(ended.some);
  const hold = settled?.heldMicros ?? 0;
  expect(settled).toMatchObject({ kind: 'settle', releasedMicros: hold - (settled?.amountMicros ?? 0) });
  expect(settled?.releasedMicros).toBeGreaterThan(0);
  expect(await of(ended.nothing)).toEqual([]);
  expect(await of(ended.more)).toEqual([
    { kind: 'settle', amountMicros: hold, heldMicros: hold, releasedMicros: 0 },
    { kind: 'overrun', amountMicros: 9_000_000 - hold, heldMicros: null, releasedMicros: null },
  ]);
  expect(await of(ended.parked)).toEqual([
    { kind: 'presumed', amountMicros: hold, heldMicros: hold, releasedMicros: 0 },
  ]);
  expect(await all({ kind: 'topup' })).toContainEqual(
    expect.objectContaining({ heldMicros: null, releasedMicros: null }),
  );
});

it('lists what ended holds left, also of calls that cost nothing or were given back, so that no hold is lost', async () => {
  const released = await all({ kind: 'release' });
  expect(new Set(released.map(({ attemptId }) => attemptId))).toEqual(
    new Set([ended.some, ended.nothing, ...givenBack, lingering]),
  );
  expect(released.every(({ amountMicros, releasedMicros }) => amountMicros === releasedMicros)).toBe(true);
  for (const { accountId } of [budgeted, other]) {
    const [taken] = await rows<{ micros: number }>(
      test.db,
      sql`select sum(hold_micros)::bigint as micros from attempts where account_id = ${accountId}`,
    );
    const parts = await Promise.all(
      (['hold', 'settle', 'presumed', 'release'] as const).map((kind) => all({ accountId, kind })),
    );
    expect(sumOf(parts.flat())).toBe(taken?.micros);
  }
  expect(await all({ kind: 'release', campaignId: budgeted.campaignId })).toMatchObject([
    { accountId: null, campaignId: budgeted.campaignId },
    { from: 'held', to: 'available' },
  ]);
});

it('takes no cursor of lines for holds, nor the other way round', async () => {
  await expect(listEntries(deps, { kind: 'hold', cursor: '12' })).rejects.toMatchObject({ code: 'bad_cursor' });
  await expect(listEntries(deps, { cursor: ended.some })).rejects.toMatchObject({ code: 'bad_cursor' });
});
