import { sql } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { rows } from '../../db/rows.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { CampaignProgress } from '../../engine/reading/progress.ts';
import { ALWAYS } from '../support/seed.ts';
import type { Installation } from './installation.ts';
import { until, type User } from './user.ts';

export type Provider = 'agentnumber' | 'cartesia';

export interface Account {
  accountId: string;
  numberId: string;
  /** The provider's own key, for looks at the simulator's side. */
  key: string;
  /** Only where the provider takes one per call. */
  agentRef: string | null;
  numberPhone: string;
}

interface NumberView {
  id: string;
  phone: string;
  agentRef: string | null;
}

/** Adds an account by the API as a newcomer would: add, check, sync numbers, callbacks, top up. */
export async function openAccount(
  { user, judge, simulatorUrl }: Installation,
  options: {
    provider?: Provider;
    /** At the simulator; null = never runs out. */
    balanceMicros?: number | null;
    topUpMicros?: number;
    callbacks?: boolean;
    /** More fields of the request. */
    fields?: Record<string, unknown>;
  } = {},
): Promise<Account> {
  const { provider = 'agentnumber', balanceMicros = null, callbacks = true } = options;
  const secret = randomBytes(16).toString('hex');
  const key = provider === 'agentnumber' ? `an_live_${secret}` : `sk_car_${secret}`;
  const world = await judge.addAccount({ provider, key, numbers: [{ label: 'Trial' }], balanceMicros });
  const { accountId } = await user.post<{ accountId: string }>('/v1/accounts', {
    name: `${provider} ${secret.slice(0, 8)}`,
    provider,
    mode: 'SIMULATED',
    apiKey: key,
    baseUrl: provider === 'agentnumber' ? `${simulatorUrl}/agentnumber/api/v0` : `${simulatorUrl}/cartesia`,
    maxConcurrentCalls: 500,
    providerQueueSeconds: 1,
    paces: [],
    ...options.fields,
  });
  await user.post(`/v1/accounts/${accountId}/check`);
  await user.post('/v1/numbers/sync', { accountId });
  const { items } = await user.get<{ items: NumberView[] }>(`/v1/numbers?accountId=${accountId}`);
  const [number] = items;
  if (number === undefined) throw new Error('the sync brought no number');
  const agentRef = provider === 'cartesia' ? (world.agents[0]?.id ?? '') : null;
  if (agentRef !== null) await user.post(`/v1/numbers/${number.id}/assign`, { agentRef });
  if (callbacks) await user.post(`/v1/accounts/${accountId}/callbacks`);
  await user.post('/v1/ledger/topups', {
    accountId,
    amountMicros: options.topUpMicros ?? 1_000_000_000,
    note: 'for the trial',
  });
  return { accountId, numberId: number.id, numberPhone: number.phone, key, agentRef };
}

export interface ImportView {
  id: string;
  state: string;
  rowsRead: number;
  acceptedRows: number;
  rejectedRows: number;
  duplicateRows: number;
}

/** Uploads a list and waits until it has been read. */
export async function importCsv(
  user: User,
  csv: string,
  query = 'fileName=people.csv&country=US',
): Promise<ImportView> {
  const { body, status } = await user.ask<{ importId: string }>(`/v1/imports?${query}`, {
    raw: { type: 'text/csv', body: csv },
  });
  if (status !== 202) throw new Error(`the upload was answered ${status}: ${JSON.stringify(body)}`);
  return await until(
    () => user.get<ImportView>(`/v1/imports/${body.importId}`),
    ({ state }) => state === 'done' || state === 'failed',
  );
}

/** A list with nothing but phones. */
export const phonesCsv = (phones: readonly string[]): string => `phone\n${phones.join('\n')}\n`;

let ordinary = 0;
/** People without habits of their own, each once in this process. */
export const somePhones = (count: number): string[] =>
  Array.from({ length: count }, () => `+1212${String(4_000_000 + ordinary++)}`);

type Settings = Partial<Omit<CampaignSettings, 'steps'>>;

/** A draft with its list, for every hour of every day. */
export async function createCampaign(
  user: User,
  input: { phones?: readonly string[]; importIds?: string[]; steps: readonly object[]; settings?: Settings },
): Promise<{ campaignId: string; runId: string }> {
  const importIds = input.importIds ?? [(await importCsv(user, phonesCsv(input.phones ?? []))).id];
  return await user.post('/v1/campaigns', {
    name: `trial ${randomBytes(3).toString('hex')}`,
    settings: {
      purpose: 'emergency',
      hours: ALWAYS,
      maxAttempts: 1,
      maxConcurrent: 500,
      steps: input.steps,
      ...input.settings,
    },
    importIds,
  });
}

export const callStep = ({ accountId, numberId, agentRef }: Account): object => ({
  channel: 'call',
  accountId,
  numberId,
  ...(agentRef === null ? {} : { agentRef }),
});

export const smsStep = ({ accountId, numberId }: Account, text: string): object => ({
  channel: 'sms',
  accountId,
  numberId,
  text,
});

export const progressOf = (user: User, campaignId: string): Promise<CampaignProgress> =>
  user.get(`/v1/campaigns/${campaignId}/progress`);

/** Launches and, by and by, reads the progress until the campaign is over. */
export async function launch(user: User, campaignId: string): Promise<void> {
  await user.post(`/v1/campaigns/${campaignId}/launch`);
}

export const untilOver = (user: User, campaignId: string, seconds = 60): Promise<CampaignProgress> =>
  until(
    () => progressOf(user, campaignId),
    ({ state }) => state === 'completed',
    seconds,
  );

/**
 * Lets time pass at the provider and here, as dev/clock.ts does; only when nothing is under way that real time must
 * bring. Attempts whose answer stays unknown are given up by it.
 */
export async function passTime({ judge, test }: Installation, ms: number): Promise<void> {
  await judge.untilQuiet(10_000);
  // A create that hangs is recorded after the time-out of its POST, by the clock of that moment.
  await until(
    () =>
      rows(
        test.readDb,
        sql`select id from attempts where sent_at is null and gated_at > outdial_now() - interval '12 seconds' limit 1`,
      ),
    (open) => open.length === 0,
  );
  await judge.jumpClock(ms);
  await test.adminDb.execute(sql`update installation set clock_offset_ms = clock_offset_ms + ${ms}`);
}

export interface ContactView {
  id: number;
  phone: string;
  name: string | null;
  state: string;
  reason: string | null;
  lastOutcome: string | null;
  attemptsMade: number;
}

/** State and last outcome of everyone, by phone. */
export async function endsOf(user: User, campaignId: string): Promise<Record<string, ContactView>> {
  const contacts = await user.all<ContactView>(`/v1/campaigns/${campaignId}/contacts`);
  return Object.fromEntries(contacts.map((contact) => [contact.phone, contact]));
}
