import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { balances } from '../../../../engine/credits/balances.ts';
import { checkLedger } from '../../../../engine/credits/check-ledger.ts';
import { listEntries, type EntryView } from '../../../../engine/credits/list-entries.ts';
import { adjustCredit, topUp } from '../../../../engine/credits/top-up.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { acceptAll, foldAll, newFact } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let one: Seeded;
let other: Seeded;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  one = await seedCampaign(deps, test, { contacts: 6, settings: { budgetMicros: 50_000_000 } });
  other = await seedCampaign(deps, test, { contacts: 6 });
  for (const seeded of [one, other, one]) {
    await topUp(deps, { accountId: seeded.accountId, amountMicros: 1_000_000, actor: 'test' });
    await adjustCredit(deps, { accountId: seeded.accountId, amountMicros: -250_000, note: 'invoice', actor: 'test' });
  }
  for (const seeded of [one, other]) {
    const { ids } = await acceptAll(deps, seeded.runId);
    const ended = ids.slice(0, 4).map((attemptId) =>
      newFact(seeded.accountId, {
        kind: 'ended',
        attemptId,
        outcome: 'answered',
        providerReason: 'completed',
        talkSeconds: 61,
      }),
    );
    await writeFacts(deps.db, ended);
    await foldAll(deps);
  }
  await adjustCredit(deps, { accountId: one.accountId, amountMicros: 300_000, note: 'refund', actor: 'test' });
});
afterAll(async () => await test.drop());

const all = async (filter: Parameters<typeof listEntries>[1] = {}): Promise<EntryView[]> => {
  const items: EntryView[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEntries(deps, {
      ...filter,
      withBalance: true,
      limit: filter.limit ?? 3,
      ...(cursor === undefined ? {} : { cursor }),
    });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
};
const ownerOf = ({ accountId, campaignId }: EntryView): string => `${accountId} ${campaignId}`;

it('tells what the owner had after each line, added up from the first', async () => {
  const had = new Map<string, number>();
  const entries = (await all()).toReversed();
  expect(new Set(entries.map(ownerOf)).size).toBe(3);
  for (const entry of entries) {
    const change = entry.to === 'available' ? entry.amountMicros : entry.from === 'available' ? -entry.amountMicros : 0;
    had.set(ownerOf(entry), (had.get(ownerOf(entry)) ?? 0) + change);
    expect(entry.balanceMicros, `${entry.kind} ${entry.id}`).toBe(had.get(ownerOf(entry)));
  }
  const now = await balances(deps);
  for (const { owner, id, availableMicros } of now) {
    expect(had.get(owner === 'account' ? `${id} null` : `null ${id}`)).toBe(availableMicros);
  }
});

it('tells the same whatever is filtered and however it is paged', async () => {
  const whole = new Map((await all({ limit: 500 })).map((entry) => [entry.id, entry.balanceMicros]));
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        limit: fc.integer({ min: 1, max: 9 }),
        accountId: fc.constantFrom(undefined, one.accountId, other.accountId),
        kind: fc.constantFrom(undefined, 'settle' as const, 'topup' as const, 'adjust' as const),
        ofCampaign: fc.constantFrom(undefined, one.campaignId),
      }),
      async (filter) => {
        for (const { id, balanceMicros } of await all(filter)) expect(balanceMicros).toBe(whole.get(id));
      },
    ),
    { numRuns: 15 },
  );
});

it('finds the lines of a campaign whoever paid, and names the campaign of each', async () => {
  const lines = await all({ ofCampaign: other.campaignId });
  expect(lines).toHaveLength(4);
  expect(lines.every((line) => line.accountId === other.accountId && line.ofCampaignId === other.campaignId)).toBe(
    true,
  );
  // With a budget both the account and the campaign pay.
  expect(await all({ ofCampaign: one.campaignId })).toHaveLength(8);
  expect((await all({ kind: 'topup' })).every(({ ofCampaignId }) => ofCampaignId === null)).toBe(true);
});

it('does not add up what nobody asked for', async () => {
  expect((await listEntries(deps)).items.every(({ balanceMicros }) => balanceMicros === null)).toBe(true);
});

it('foresees how long credit lasts where it is being spent', async () => {
  const found = (await balances(deps)).find(({ id }) => id === other.accountId);
  expect(found?.forecast).toMatchObject({
    perHourMicros: expect.any(Number),
    words: expect.stringContaining('at this rate'),
  });
  expect((found?.forecast?.perHourMicros ?? 0) > 0).toBe(true);
});

it('says that balances are the sums of their lines, and by how much one is not', async () => {
  expect(await checkLedger(deps)).toMatchObject({ ok: true, purses: 9, differing: [] });
  await test.adminDb.execute(sql`
    update credit_accounts set balance_micros = balance_micros + 7 where account_id = ${one.accountId} and kind = 'available'`);
  expect(await checkLedger(deps)).toMatchObject({
    ok: false,
    differing: [{ owner: 'account', id: one.accountId, purse: 'available', differenceMicros: 7 }],
  });
});
