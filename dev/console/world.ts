import { setTimeout as sleep } from 'node:timers/promises';
import { createKey } from '../../engine/access/create-key.ts';
import { startClockAt } from '../clock.ts';
import { createApiClient, type ApiClient } from '../demo/api-client.ts';
import { seededDraw } from '../demo/draw.ts';
import { addAccount, importList, MISSED_YOU, type DemoAccount } from '../demo/prepare.ts';
import { clinicSettings } from '../demo/reminders/programme-of-clinic.ts';
import type { Say } from '../demo/say.ts';
import { createSimulatorControl, type SimulatorControl } from '../demo/simulator-control.ts';
import type { DemoStack } from '../demo/start-stack.ts';
import { DAMAGE, drawList, toCsv, type ListedPerson } from './lists.ts';
import { addPeople, type WorldUser } from './people.ts';

/** A Tuesday at 13:00 in New York: open from coast to coast, whatever the real hour. */
const START_MS = Date.parse('2026-06-09T13:00:00-04:00');
const SETTLE_WITHIN_MS = 120_000;

/** What is there to be looked at, by name. */
export interface World {
  apiUrl: string;
  apiKey: string;
  users: WorldUser[];
  api: ApiClient;
  simulator: SimulatorControl;
  accounts: { calls: DemoAccount; texts: DemoAccount };
  campaigns: { running: string; failed: string; paused: string; draft: string };
  retries: { running: string; planned: string };
  /** One who did not answer. */
  contactId: number;
  programmeId: string;
  /** A list whose problems wait for somebody. */
  draftImportId: string;
}

/** A world with people and nothing else: the first day. */
export type OpenWorld = Pick<World, 'apiUrl' | 'apiKey' | 'users' | 'api' | 'simulator'> & {
  simulatorUrl: string;
  draw: () => number;
};

/** Sets the clock, lets people in, makes a key. */
export async function openWorld(
  stack: Pick<DemoStack, 'adminDb' | 'apiUrl' | 'simulatorUrl'>,
  seed: number,
): Promise<OpenWorld> {
  const simulator = createSimulatorControl(stack.simulatorUrl);
  await startClockAt({ db: stack.adminDb, simulator }, START_MS);
  const users = await addPeople(stack.adminDb);
  const { key } = await createKey(
    { db: stack.adminDb },
    { name: 'world', scopes: ['admin'], expiresInDays: 1, actor: 'world' },
  );
  const api = createApiClient(stack.apiUrl, key);
  await untilWorkersLook(api);
  return {
    apiUrl: stack.apiUrl,
    apiKey: key,
    users,
    api,
    simulator,
    simulatorUrl: stack.simulatorUrl,
    draw: seededDraw(seed),
  };
}

/**
 * Fills an open world with what an operator meets on a busy day: campaigns that run, ended with failures of every kind,
 * stand still or are not launched; retries; a list with problems; a clinic's reminders.
 */
export async function fillWorld(open: OpenWorld, options: { contacts: number }, say: Say): Promise<World> {
  const { api, simulator, draw, simulatorUrl, ...shown } = open;
  const deps = { api, simulator, simulatorUrl };
  const perSecond = 40;
  const calls = await addAccount(deps, { provider: 'cartesia', name: 'Cartesia (simulated)', perSecond }, 900_000_000);
  const texts = await addAccount(
    deps,
    { provider: 'agentnumber', name: 'AgentNumber (simulated)', perSecond },
    40_000_000,
  );
  await api.post('/templates', MISSED_YOU);
  const list = async (people: readonly ListedPerson[], fileName: string): Promise<string> => {
    const csv = toCsv(people, draw);
    const demo = {
      list: 'calls' as const,
      fileName,
      csv,
      rows: people.length,
      accepted: 0,
      rejected: 0,
      duplicates: 0,
    };
    return (await importList(api, demo, say)).importId;
  };

  say.step('A campaign of which many have failed');
  await simulator.post('distribution', {
    preset: 'mixed',
    patterns: false,
    weights: {
      answer: 40,
      hang_up: 6,
      voicemail: 12,
      busy: 8,
      no_answer: 14,
      not_connected: 9,
      bad_number: 4,
      provider_error: 7,
    },
    ringSeconds: [4, 12],
    talkSeconds: [8, 90],
  });
  const failedPeople = drawList(options.contacts, 'SPR', 2_000, draw);
  const failed = await campaign(api, 'Spring renewals', calls, [await list(failedPeople, 'spring-renewals.csv')], {
    maxAttempts: 1,
    pacePerSecond: 40,
    budgetMicros: 400_000_000,
  });
  await api.post(`/campaigns/${failed}/launch`);
  await simulator.post('faults', { rates: { never_listed: 0.004 } });
  await untilSettled(api, failed, Math.ceil(options.contacts * 0.97));
  await simulator.post('faults', { clear: true });

  say.step('A campaign that runs, one that stands, one that is not launched');
  await simulator.post('distribution', {
    preset: 'mixed',
    patterns: false,
    ringSeconds: [120, 400],
    talkSeconds: [900, 5_000],
  });
  const running = await campaign(
    api,
    'June payment reminders',
    calls,
    [await list(drawList(options.contacts, 'PAY', 4_000, draw), 'june-payments.csv')],
    { maxAttempts: 3, pacePerSecond: 0.5, budgetMicros: 600_000_000 },
  );
  await api.post(`/campaigns/${running}/launch`);
  const paused = await campaign(
    api,
    'Winback, call then text',
    texts,
    [await list(drawList(Math.ceil(options.contacts / 4), 'WIN', 6_000, draw), 'winback.csv')],
    { maxAttempts: 2, pacePerSecond: 1 },
    true,
  );
  await api.post(`/campaigns/${paused}/launch`);
  await sleep(4_000);
  await api.post(`/campaigns/${paused}/pause`, { reason: 'waiting for the new price list' });
  const draft = await campaign(
    api,
    'Autumn check-ups',
    calls,
    [await list(drawList(80, 'AUT', 7_000, draw), 'autumn.csv')],
    { maxAttempts: 2 },
  );

  say.step('A list whose problems wait, people who said no, a clinic');
  const draftImport = await api.upload<{ importId: string }>(
    '/imports?fileName=july-visits.csv&country=US&draft=true',
    toCsv(drawList(160, 'JUL', 7_500, draw), draw, DAMAGE),
  );
  await api.post(`/imports/${draftImport.importId}/check`, {});
  await api.post('/suppressions/import', {
    phones: failedPeople.slice(0, 12).map(({ phone }) => phone),
    evidence: 'asked by letter',
  });
  const programmeId = await clinic(api, { calls, texts }, draw);
  const retries = await retriesOf(api, failed);
  const { items } = await api.get<{ items: { contactId: number }[] }>(
    `/failures/no_answer/contacts?campaignId=${failed}&limit=1`,
  );
  return {
    ...shown,
    api,
    simulator,
    accounts: { calls, texts },
    campaigns: { running, failed, paused, draft },
    retries,
    contactId: items[0]?.contactId ?? 0,
    programmeId,
    draftImportId: draftImport.importId,
  };
}

/** One that dials slowly, one that waits for somebody to start it. */
async function retriesOf(api: ApiClient, campaignId: string): Promise<World['retries']> {
  const plan = async (name: string, causes: string[], options: object): Promise<string> => {
    const reason = 'the carrier is well again';
    const planned = await api.post<{ id: string }>('/retries/plan', {
      name,
      reason,
      filter: { campaignId, causes },
      options,
    });
    return planned.id;
  };
  const running = await plan('Not connected, another try', ['not_connected', 'provider_failure'], {
    pacePerSecond: 0.2,
    canary: { count: 5, stopAbovePercent: 80 },
  });
  await api.post(`/retries/${running}/start`);
  const planned = await plan('Busy at noon', ['busy', 'no_answer'], { overrideMaxAttempts: true, pacePerSecond: 2 });
  return { running, planned };
}

async function campaign(
  api: ApiClient,
  name: string,
  { accountId, numberId, agentRef }: DemoAccount,
  importIds: readonly string[],
  settings: object,
  textAfter = false,
): Promise<string> {
  const call = {
    channel: 'call',
    accountId,
    numberId,
    ...(agentRef === null ? {} : { agentRef, variables: { customer_name: '{{ name }}', amount: '{{ amount }}' } }),
  };
  const steps = textAfter ? [call, { channel: 'sms', accountId, numberId, template: MISSED_YOU.name }] : [call];
  const made = await api.post<{ campaignId: string }>('/campaigns', {
    name,
    settings: { steps, purpose: 'informational', maxConcurrent: 60, ...settings },
    importIds,
  });
  return made.campaignId;
}

/** What a worker sees of its neighbours is some seconds old: at first, and after the clock was set. */
async function untilWorkersLook(api: ApiClient): Promise<void> {
  for (const giveUpAt = performance.now() + SETTLE_WITHIN_MS; performance.now() < giveUpAt; await sleep(500)) {
    const { temporal, redis } = await api.get<Record<'temporal' | 'redis', { ok: boolean }>>('/system');
    if (temporal.ok && redis.ok) return;
  }
}

/** Until nearly all have their result: who lives where it is not ten yet is called later. */
async function untilSettled(api: ApiClient, campaignId: string, atLeast: number): Promise<void> {
  for (const giveUpAt = performance.now() + SETTLE_WITHIN_MS; performance.now() < giveUpAt; await sleep(500)) {
    const { contacts } = await api.get<{ contacts: { done: number; byState: Record<string, number> } }>(
      `/campaigns/${campaignId}/progress`,
    );
    const waiting = contacts.byState['waiting'] ?? 0;
    if (contacts.done >= atLeast || (contacts.byState['in_flight'] === 0 && waiting > 0 && contacts.done > 0)) return;
  }
}

async function clinic(
  api: ApiClient,
  accounts: { calls: DemoAccount; texts: DemoAccount },
  draw: () => number,
): Promise<string> {
  const programme = await api.post<{ programmeId: string }>('/programmes', {
    name: 'Riverside Clinic',
    settings: clinicSettings(accounts),
  });
  const doctors = ['Dr Okafor', 'Dr Lind', 'Dr Marsh'];
  const patients = drawList(90, 'visit', 8_000, draw);
  await api.post(`/programmes/${programme.programmeId}/appointments`, {
    appointments: patients.map(({ name, phone, externalId }, index) => ({
      externalId,
      phone,
      name,
      zone: 'America/New_York',
      startsAt: `2026-06-${String(9 + (index % 9)).padStart(2, '0')} ${String(12 + (index % 6)).padStart(2, '0')}:${index % 2 === 0 ? '00' : '30'}`,
      variables: { doctor: doctors[index % doctors.length] ?? '' },
    })),
  });
  return programme.programmeId;
}
