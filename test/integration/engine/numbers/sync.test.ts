import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../../db/rows.ts';
import { checkAccount } from '../../../../engine/accounts/check-account.ts';
import { registerCallbacks } from '../../../../engine/accounts/register-callbacks.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { assignNumber } from '../../../../engine/numbers/assign.ts';
import { listNumbers } from '../../../../engine/numbers/list.ts';
import { syncNumbers } from '../../../../engine/numbers/sync.ts';
import { ProviderReadError, type ProviderNumber, type Telephony } from '../../../../engine/ports.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(() => test.drop());

const number = (ref: string, phone: string, more: Partial<ProviderNumber> = {}): ProviderNumber => ({
  providerRef: ref,
  phone,
  active: true,
  ...more,
});
const open = async (part: Partial<Telephony>): Promise<{ deps: EngineDeps; accountId: string; numberId: string }> => {
  const deps = engineOver(test, { ...scriptedTelephony(), ...part });
  return { deps, ...(await seedCampaign(deps, test, { contacts: 1 })) };
};

it('takes over what the provider lists, and releases what it lists no more', async () => {
  let listed = [number('a', '+12125550001', { label: 'A' }), number('b', '+12125550002')];
  const { deps, accountId, numberId } = await open({ listNumbers: async () => listed });
  // The seeded number is not among them.
  expect(await syncNumbers(deps, { accountId, actor: 'test' })).toEqual({ active: 2, released: 1 });
  expect((await listNumbers(deps, { accountId })).map((view) => view.phone)).toEqual(['+12125550001', '+12125550002']);
  expect(
    (await listNumbers(deps, { accountId, includeReleased: true })).find((view) => view.id === numberId),
  ).toMatchObject({
    status: 'released',
  });
  listed = [
    number('b', '+12125550002', { label: 'B', agentRef: 'agent_1' }),
    number('b', '+12125550002', { label: 'B2' }),
  ];
  expect(await syncNumbers(deps, { accountId, actor: 'test' })).toEqual({ active: 1, released: 1 });
  expect(await listNumbers(deps, { accountId })).toMatchObject([{ label: 'B2', phone: '+12125550002' }]);
});

it('changes nothing when the provider cannot be read, and says whether waiting helps', async () => {
  let retryable = true;
  const { deps, accountId } = await open({
    listNumbers: () => Promise.reject(new ProviderReadError('HTTP 502', { status: 502, retryable })),
    check: () => Promise.reject(new ProviderReadError('HTTP 401', { status: 401, retryable: false })),
  });
  await expect(syncNumbers(deps, { accountId, actor: 'test' })).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'provider_unreachable',
  });
  retryable = false;
  await expect(syncNumbers(deps, { accountId, actor: 'test' })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'provider_refused',
  });
  await expect(checkAccount(deps, { accountId })).rejects.toMatchObject({
    code: 'provider_refused',
    details: { status: 401 },
  });
  expect(await listNumbers(deps, { accountId })).toHaveLength(1);
});

it('keeps the number its own when the provider answers an assignment', async () => {
  const { deps, accountId, numberId } = await open({
    updateNumber: async (ref, change) =>
      number(ref, '+12125550100', change.agentRef ? { agentRef: change.agentRef } : {}),
  });
  await assignNumber(deps, { numberId, change: { agentRef: 'agent_7' }, actor: 'test' });
  expect(await listNumbers(deps, { accountId })).toMatchObject([{ id: numberId, agentRef: 'agent_7' }]);
});

it('registers callbacks for the agents of the account, seals the secret, and removes the old one', async () => {
  const calls: unknown[] = [];
  const { deps, accountId, numberId } = await open({
    registerWebhook: async (url, secret, agentRefs) => {
      calls.push([url, secret.length, agentRefs]);
      return { webhookRef: `wh_${calls.length}`, secret };
    },
    deleteWebhook: async (ref) => void calls.push(`deleted ${ref}`),
  });
  await test.db.execute(sql`update numbers set agent_ref = 'agent_1' where id = ${numberId}`);
  const register = (publicUrl: string | undefined) => registerCallbacks(deps, { accountId, publicUrl, actor: 'test' });
  await expect(register(undefined)).rejects.toMatchObject({ code: 'no_public_url' });
  const url = `https://dial.example.org/v1/webhooks/agentnumber/${accountId}`;
  expect(await register('https://dial.example.org/')).toEqual({ url, webhookRef: 'wh_1' });
  expect(await register('https://dial.example.org')).toMatchObject({ webhookRef: 'wh_2' });
  expect(calls).toEqual([[url, 64, ['agent_1']], [url, 64, ['agent_1']], 'deleted wh_1']);
  const stored = await firstRow<{ sealed: string }>(
    test.db,
    sql`select webhook_secret_sealed as sealed from provider_accounts where id = ${accountId}`,
  );
  expect(deps.secrets.open(stored?.sealed ?? '')).toMatch(/^[0-9a-f]{64}$/);
});
