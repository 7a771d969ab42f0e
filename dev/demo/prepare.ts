import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import type { DemoList } from './lists.ts';
import type { Person } from './people.ts';
import type { Say } from './say.ts';
import type { SimulatorAccount, SimulatorControl } from './simulator-control.ts';

/** What the demo told its campaigns; the judge holds them to it. */
export const RULES = {
  maxAttempts: 2,
  /** Calls: the least of the waits, less a second for clocks that are read to the second. */
  minGapMs: 3_599_000,
  /** Whole hours, so that retries meet the openings of other zones and the clock has fewer places to stop. */
  waitSeconds: {
    busy: 3_600,
    provider_failure: 3_600,
    not_connected: 3_600,
    no_answer: 7_200,
    voicemail: 7_200,
    sms_failed: 3_600,
  },
  personCaps: [{ count: 4, hours: 24 }],
};

export interface DemoAccount {
  accountId: string;
  numberId: string;
  agentRef: string | null;
  /** Its key at the provider, with which anybody may read there what went out. */
  key: string;
}

export interface DemoCampaign {
  campaignId: string;
  importId: string;
  list: DemoList;
}

interface NewAccount {
  provider: 'cartesia' | 'agentnumber';
  name: string;
  perSecond: number;
}

/** An account at the simulator and in Outdial, with its number, its pace, its callbacks and its credit. */
export async function addAccount(
  deps: { api: ApiClient; simulator: SimulatorControl; simulatorUrl: string },
  { provider, name, perSecond }: NewAccount,
  creditMicros: number,
): Promise<DemoAccount> {
  const { api, simulator } = deps;
  const secret = randomBytes(16).toString('hex');
  const key = provider === 'agentnumber' ? `an_live_${secret}` : `sk_car_${secret}`;
  const world: SimulatorAccount = await simulator.post('accounts', {
    provider,
    key,
    numbers: [{ label: 'Demo' }],
    balanceMicros: provider === 'agentnumber' ? 1_000_000_000 : null,
    ...(provider === 'cartesia' ? { concurrency: 100 } : {}),
  });
  const { accountId } = await api.post<{ accountId: string }>('/accounts', {
    name,
    provider,
    mode: 'SIMULATED',
    apiKey: key,
    baseUrl: provider === 'agentnumber' ? `${deps.simulatorUrl}/agentnumber/api/v0` : `${deps.simulatorUrl}/cartesia`,
    maxConcurrentCalls: 100,
    paces: [
      { channel: 'call', maxCount: perSecond, windowMs: 1_000 },
      ...(provider === 'agentnumber' ? [{ channel: 'sms', maxCount: perSecond, windowMs: 1_000 }] : []),
    ],
  });
  await api.post(`/accounts/${accountId}/check`);
  await api.post('/numbers/sync', { accountId });
  const number = await firstNumber(api, accountId);
  let { agentRef } = number;
  if (provider === 'cartesia' && agentRef === null) {
    agentRef = world.agents[0]?.id ?? '';
    await api.post(`/numbers/${number.id}/assign`, { agentRef });
  }
  await api.post(`/accounts/${accountId}/callbacks`);
  await api.post('/ledger/topups', { accountId, amountMicros: creditMicros, note: 'for the demo' });
  return { accountId, numberId: number.id, agentRef: provider === 'cartesia' ? agentRef : null, key };
}

async function firstNumber(api: ApiClient, accountId: string): Promise<{ id: string; agentRef: string | null }> {
  const { items } = await api.get<{ items: { id: string; agentRef: string | null }[] }>(
    `/numbers?accountId=${accountId}`,
  );
  const [number] = items;
  if (number === undefined) throw new Error('the account has no number after the sync');
  return number;
}

export interface ImportView {
  state: string;
  rowsRead: number;
  acceptedRows: number;
  rejectedRows: number;
  duplicateRows: number;
  failure: { message: string } | null;
}

const IMPORT_WITHIN_MS = 120_000;

/** Uploads a list and waits until it has been read. */
export async function importList(api: ApiClient, list: DemoList, say: Say): Promise<{ importId: string }> {
  const { importId } = await api.upload<{ importId: string }>(
    `/imports?fileName=${list.fileName}&country=US&required=amount,due_date`,
    list.csv,
  );
  for (const giveUpAt = performance.now() + IMPORT_WITHIN_MS; ; await sleep(150)) {
    const view = await api.get<ImportView>(`/imports/${importId}`);
    if (view.state === 'done') {
      say.line(
        `  ${list.fileName}: ${view.rowsRead} rows = ${view.acceptedRows} accepted + ${view.rejectedRows} set aside + ${view.duplicateRows} duplicates`,
      );
      return { importId };
    }
    if (view.state === 'failed') throw new Error(`${list.fileName}: ${view.failure?.message ?? 'the import failed'}`);
    if (performance.now() > giveUpAt) throw new Error(`${list.fileName}: the import is still ${view.state}`);
  }
}

/** The rows that were set aside, in a few words each. */
export async function sayProblems(api: ApiClient, importId: string, say: Say): Promise<void> {
  const { items } = await api.get<{ items: { code: string; count: number; examples: { message: string }[] }[] }>(
    `/imports/${importId}/problems/groups`,
  );
  for (const { code, count, examples } of items) say.line(`    ${count} x ${code}: ${examples[0]?.message ?? ''}`);
}

/** One campaign that calls with the agent's variables, one that calls and texts whom it did not reach. */
export async function createCampaign(
  api: ApiClient,
  input: { list: DemoList; importId: string; account: DemoAccount; pacePerSecond: number | null },
): Promise<DemoCampaign> {
  const { list, importId, account } = input;
  const { accountId, numberId } = account;
  const steps =
    list.list === 'calls'
      ? [
          {
            channel: 'call',
            accountId,
            numberId,
            agentRef: account.agentRef ?? '',
            variables: { customer_name: '{{ name }}', amount: '{{ amount }}', due_date: '{{ due_date }}' },
          },
        ]
      : [
          { channel: 'call', accountId, numberId },
          { channel: 'sms', accountId, numberId, template: 'missed-you' },
        ];
  const { campaignId } = await api.post<{ campaignId: string }>('/campaigns', {
    name: list.list === 'calls' ? 'Payment reminders' : 'Appointments: call, then text',
    settings: {
      steps,
      purpose: 'informational',
      maxAttempts: RULES.maxAttempts,
      waitSeconds: RULES.waitSeconds,
      personCaps: RULES.personCaps,
      maxConcurrent: 60,
      ...(input.pacePerSecond === null ? {} : { pacePerSecond: input.pacePerSecond }),
    },
    importIds: [importId],
  });
  return { campaignId, importId, list };
}

export const MISSED_YOU = {
  name: 'missed-you',
  body: 'Hello {{ name }}, we could not reach you about your appointment on {{ due_date }}. Reply STOP to opt out.',
};

/** Who said no before: nobody may dial them, whichever list they are on. */
export async function suppress(api: ApiClient, people: readonly Person[]): Promise<number> {
  const phones = people.filter((person) => person.suppressed).map((person) => person.phone);
  if (phones.length === 0) return 0;
  await api.post('/suppressions/import', { phones, evidence: 'asked by letter' });
  return phones.length;
}
