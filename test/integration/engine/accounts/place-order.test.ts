import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import { listOrders } from '../../../../engine/accounts/list-orders.ts';
import { resolveOrder } from '../../../../engine/accounts/resolve-order.ts';
import { purchaseCredit } from '../../../../engine/credits/purchase-credit.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { provisionNumber } from '../../../../engine/numbers/provision.ts';
import { releaseNumber } from '../../../../engine/numbers/release.ts';
import type { CreateResult, ProviderNumber, Telephony } from '../../../../engine/ports.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(() => test.drop());

const NUMBER: ProviderNumber = { providerRef: 'num_new', phone: '+12125550188', active: true };
const open = async (
  part: Partial<Telephony>,
): Promise<{ deps: EngineDeps; accountId: string; numberId: string; campaignId: string }> => {
  const deps = engineOver(test, { ...scriptedTelephony(undefined, { purchaseCredit: true }), ...part });
  return { deps, ...(await seedCampaign(deps, test, { contacts: 1 })) };
};
const order = (accountId: string) => ({ accountId, request: { label: 'x' }, actor: 'test' });

it('commits the order before the request leaves', async () => {
  let seen: unknown;
  const { deps, accountId } = await open({
    provisionNumber: async () => {
      seen = await firstRow(test.db, sql`select state, kind from orders where account_id = ${accountId}`);
      return { kind: 'done', value: NUMBER };
    },
  });
  const result = await provisionNumber(deps, order(accountId));
  expect(seen).toEqual({ state: 'sending', kind: 'number' });
  expect(result).toMatchObject({ state: 'done', value: { phone: '+12125550188' } });
  const number = await firstRow(
    test.db,
    sql`select phone, status from numbers where provider_ref = 'num_new' and account_id = ${accountId}`,
  );
  expect(number).toEqual({ phone: 12_125_550_188, status: 'active' });
});

it('sends once when ten ask at once', async () => {
  let sent = 0;
  let answer: () => void = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const { deps, accountId } = await open({
    provisionNumber: async () => {
      sent++;
      await answered;
      return { kind: 'done', value: NUMBER };
    },
  });
  // All connections are open, so that all ten ask at the same moment.
  await Promise.all(Array.from({ length: 8 }, () => test.db.execute(sql`select pg_sleep(0.05)`)));
  let refused = 0;
  const asked = Array.from({ length: 10 }, () =>
    provisionNumber(deps, order(accountId)).catch(() => {
      // The provider answers only when everybody else was told no.
      if (++refused === 9) answer();
    }),
  );
  await Promise.all(asked);
  expect([sent, refused]).toEqual([1, 9]);
});

it('orders nothing more after an unknown end, until a person resolves or forces it', async () => {
  const answers: CreateResult<ProviderNumber>[] = [
    { kind: 'ambiguous', message: 'time-out' },
    { kind: 'done', value: NUMBER },
    { kind: 'done', value: NUMBER },
  ];
  let sent = 0;
  const { deps, accountId } = await open({
    provisionNumber: async () => answers[sent++] ?? { kind: 'not_sent', message: '' },
  });
  const first = await provisionNumber(deps, order(accountId));
  expect(first).toMatchObject({ state: 'unknown', message: 'time-out' });
  await expect(provisionNumber(deps, order(accountId))).rejects.toMatchObject({ code: 'order_unresolved' });
  expect(sent).toBe(1);
  expect(await provisionNumber(deps, { ...order(accountId), force: true })).toMatchObject({ state: 'done' });
  await expect(provisionNumber(deps, order(accountId))).rejects.toMatchObject({ code: 'order_unresolved' });
  const { items } = await listOrders(deps, { state: 'unknown' });
  expect(items.map((item) => item.id)).toContain(first.orderId);
  await resolveOrder(deps, { orderId: first.orderId, happened: false, reason: 'not in their list', actor: 'test' });
  expect(await provisionNumber(deps, order(accountId))).toMatchObject({ state: 'done' });
  await expect(
    resolveOrder(deps, { orderId: first.orderId, happened: true, reason: 'x', actor: 'test' }),
  ).rejects.toMatchObject({
    code: 'order_resolved',
  });
});

it('takes an adapter that throws as an unknown end, not as proof that nothing left', async () => {
  const { deps, accountId } = await open({ provisionNumber: () => Promise.reject(new Error('socket hang up')) });
  expect(await provisionNumber(deps, order(accountId))).toMatchObject({ state: 'unknown', message: 'socket hang up' });
});

it('leaves the way free after a refusal and after proof that nothing was sent', async () => {
  for (const answer of [
    { kind: 'refused', refusal: 'no_credit', message: 'quota' },
    { kind: 'not_sent', message: 'no connection' },
  ] as const) {
    const { deps, accountId } = await open({ provisionNumber: async () => answer });
    expect(await provisionNumber(deps, order(accountId))).toMatchObject({ state: 'refused', message: answer.message });
    expect(await provisionNumber(deps, order(accountId))).toMatchObject({ state: 'refused' });
  }
});

it('books bought credit once, in the transaction that ends the order', async () => {
  const { deps, accountId } = await open({
    purchaseCredit: async () => ({ kind: 'done', value: { balanceMicros: 7 } }),
  });
  await purchaseCredit(deps, { accountId, amountMicros: 10_000_000, actor: 'test' });
  const purse = await firstRow(
    test.db,
    sql`select balance_micros as micros from credit_accounts where account_id = ${accountId} and kind = 'available'`,
  );
  expect(purse).toEqual({ micros: 1_010_000_000 });
});

it('buys nothing where the provider sells nothing', async () => {
  const deps = engineOver(test, scriptedTelephony());
  const { accountId } = await seedCampaign(deps, test, { contacts: 1 });
  await expect(purchaseCredit(deps, { accountId, amountMicros: 1, actor: 'test' })).rejects.toMatchObject({
    code: 'not_supported',
  });
});

it('releases no number that a campaign sends from, unless forced', async () => {
  let released = 0;
  const { deps, numberId } = await open({
    releaseNumber: async () => {
      released++;
      return { kind: 'done', value: null };
    },
  });
  await expect(releaseNumber(deps, { numberId, actor: 'test' })).rejects.toMatchObject({ code: 'number_in_use' });
  expect(released).toBe(0);
  expect(await releaseNumber(deps, { numberId, force: true, actor: 'test' })).toMatchObject({ state: 'done' });
  expect(await firstRow(test.db, sql`select status from numbers where id = ${numberId}`)).toEqual({
    status: 'released',
  });
});
