import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServers, type Servers } from '../../dev/servers/start-servers.ts';
import { WEEKDAYS } from '../../domain/calling-hours.ts';
import { ALL_DAY, ALWAYS } from '../support/seed.ts';
import { openInstallation, type Installation } from './installation.ts';
import {
  callStep,
  createCampaign,
  launch,
  openAccount,
  progressOf,
  somePhones,
  untilOver,
  type Account,
} from './steps.ts';
import { until, type Answer, type Problem } from './user.ts';

let folder: string;
let servers: Servers;
let house: Installation;
let account: Account;
beforeAll(async () => {
  // Of this file alone, because they are killed.
  folder = await mkdtemp(join(tmpdir(), 'outdial-control-'));
  servers = await startServers({
    folder,
    postgres: false,
    temporal: { headless: true },
    throwaway: true,
    log: () => {},
  });
  house = await openInstallation({ speed: 100, servers });
  account = await openAccount(house);
});
afterAll(async () => {
  await house.close();
  await servers.stop();
  await rm(folder, { recursive: true, force: true });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Controlled {
  state: string;
  inFlight: number;
  mayStillBegin: number;
  lastCanEndAt: string | null;
}

const order = (campaignId: string, verb: string, headers: Record<string, string> = {}) =>
  house.user.ask<Controlled & Problem>(`/v1/campaigns/${campaignId}/${verb}`, { method: 'POST', headers });

/** When each of these people was dialled, by the provider's clock. */
async function dialledAt(phones: readonly string[]): Promise<number[]> {
  const wanted = new Set(phones);
  const times: number[] = [];
  for await (const dial of house.judge.dials()) if (wanted.has(dial.to)) times.push(dial.receivedAtMs);
  return times;
}

async function draft(count: number, settings: object = {}): Promise<{ campaignId: string; phones: string[] }> {
  const phones = somePhones(count);
  const { campaignId } = await createCampaign(house.user, { phones, steps: [callStep(account)], settings });
  return { campaignId, phones };
}

const untilDialling = (campaignId: string, sent: number) =>
  until(
    () => progressOf(house.user, campaignId),
    ({ attempts }) => attempts.total >= sent,
  );

describe('launch', () => {
  it('happens once, whoever asks how often', async () => {
    const { campaignId, phones } = await draft(10);
    const answers = await Promise.all(Array.from({ length: 5 }, () => order(campaignId, 'launch')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.every(({ status, body }) => status === 409 && body.code === 'campaign_already_launched')).toBe(true);
    await untilOver(house.user, campaignId);
    expect(await dialledAt(phones)).toHaveLength(phones.length);
    expect(await order(campaignId, 'launch')).toMatchObject({ status: 409 });
  });

  it('is answered alike under one Idempotency-Key, also after the campaign is over', async () => {
    const { campaignId, phones } = await draft(3);
    const key = { 'idempotency-key': `launch-${campaignId}` };
    const first = await order(campaignId, 'launch', key);
    expect(first.status).toBe(200);
    await untilOver(house.user, campaignId);
    const again: Answer<unknown> = await order(campaignId, 'launch', key);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    const other = await draft(1);
    expect(await order(other.campaignId, 'launch', key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await dialledAt(phones)).toHaveLength(phones.length);
  });
});

describe('a running campaign', () => {
  it('takes another pace and other hours while it pauses, and goes on by them', async () => {
    const { user } = house;
    const { campaignId, phones } = await draft(80, { pacePerSecond: 5 });
    await launch(user, campaignId);
    await untilDialling(campaignId, 5);
    const paused = await order(campaignId, 'pause');
    const answeredAtMs = Date.now();
    expect(paused).toMatchObject({ status: 200, body: { state: 'paused' } });
    expect(await order(campaignId, 'pause')).toMatchObject({ status: 200, body: { state: 'paused' } });
    await pause(3_000);
    const late = (await dialledAt(phones)).filter((atMs) => atMs > answeredAtMs);
    expect(late.length).toBeLessThanOrEqual(paused.body.mayStillBegin + paused.body.inFlight);
    expect(Math.max(answeredAtMs, ...late) - answeredAtMs).toBeLessThan(2_000);
    const dialled = (await dialledAt(phones)).length;
    expect(dialled).toBeLessThan(phones.length);

    // Open in three days only: nobody may be dialled today.
    const day = WEEKDAYS[(new Date().getUTCDay() + 2) % 7] ?? 'mon';
    const hours = { weekly: { [day]: ALL_DAY }, blackoutDates: [], skipFederalHolidays: false };
    const never = await user.ask<Problem>(`/v1/campaigns/${campaignId}/settings`, {
      method: 'PATCH',
      json: { hours: { weekly: {} } },
    });
    expect(never).toMatchObject({ status: 422, body: { code: 'settings_invalid' } });
    const changed = await user.patch(`/v1/campaigns/${campaignId}/settings`, { hours, pacePerSecond: 100 });
    expect(changed).toMatchObject({ replanned: true, settings: { pacePerSecond: 100 } });
    expect(await order(campaignId, 'resume')).toMatchObject({ status: 200, body: { state: 'running' } });
    const waiting = await until(
      () => progressOf(user, campaignId),
      ({ nextDueAt, at }) => nextDueAt !== null && Date.parse(nextDueAt) > Date.parse(at) + 24 * 3_600_000,
    );
    expect(waiting.state).toBe('running');
    expect(await dialledAt(phones)).toHaveLength(dialled);

    await user.patch(`/v1/campaigns/${campaignId}/settings`, { hours: ALWAYS });
    const over = await untilOver(user, campaignId, 30);
    expect(over.contacts.byState['reached']).toBe(phones.length);
    expect(await dialledAt(phones)).toHaveLength(phones.length);
  });

  it('is cancelled: the rest end undialled, and nothing brings it back', async () => {
    const { user } = house;
    const { campaignId, phones } = await draft(100, { pacePerSecond: 10 });
    await launch(user, campaignId);
    await untilDialling(campaignId, 5);
    expect(await order(campaignId, 'cancel')).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    const over = await until(
      () => progressOf(user, campaignId),
      ({ contacts }) => contacts.done === phones.length,
    );
    expect(over.state).toBe('cancelled');
    expect(over.contacts.byState['cancelled']).toBeGreaterThan(0);
    expect((over.contacts.byState['cancelled'] ?? 0) + (over.contacts.byState['reached'] ?? 0)).toBe(phones.length);
    for (const verb of ['resume', 'pause', 'launch']) {
      expect(await order(campaignId, verb)).toMatchObject({ status: 409, body: { code: 'campaign_cancelled' } });
    }
    const change = await user.ask<Problem>(`/v1/campaigns/${campaignId}/settings`, {
      method: 'PATCH',
      json: { pacePerSecond: 1 },
    });
    expect(change).toMatchObject({ status: 409, body: { code: 'campaign_cancelled' } });
    expect(await dialledAt(phones)).toHaveLength(over.contacts.byState['reached'] ?? 0);
  });

  it('refuses what makes no sense before its launch, and what nobody knows', async () => {
    const { campaignId } = await draft(1);
    for (const verb of ['pause', 'resume']) {
      expect(await order(campaignId, verb)).toMatchObject({ status: 409, body: { code: 'campaign_not_launched' } });
    }
    expect(await order('01a213a9-ac88-7e3a-9d8d-d39f358805a8', 'pause')).toMatchObject({
      status: 404,
      body: { code: 'unknown_campaign' },
    });
    expect(await order('nonsense', 'pause')).toMatchObject({ status: 400 });
    const reader = await house.userWith(['read']);
    expect(await reader.ask(`/v1/campaigns/${campaignId}/launch`, { method: 'POST' })).toMatchObject({ status: 403 });
    expect(await order(campaignId, 'cancel')).toMatchObject({ status: 200, body: { state: 'cancelled' } });
  });
});

describe('with the worker, Redis and Temporal gone', () => {
  it('pauses, resumes and stops all at once all the same, and goes on where it was when they come back', async () => {
    const { user } = house;
    const { temporal, redis } = servers.servers;
    if (!temporal || !redis) throw new Error('servers are missing');
    const { campaignId, phones } = await draft(60, { pacePerSecond: 20 });
    await launch(user, campaignId);
    await untilDialling(campaignId, 5);
    // What a kill in the middle of a send costs is for the chaos trials; here everything begun comes to its end.
    await order(campaignId, 'pause');
    await until(
      () => progressOf(user, campaignId),
      ({ contacts }) => contacts.byState['in_flight'] === 0,
    );
    await Promise.all([house.worker.kill(), temporal.kill(), redis.kill()]);
    const dialled = (await dialledAt(phones)).length;

    expect(await order(campaignId, 'resume')).toMatchObject({ status: 200, body: { state: 'running' } });
    expect(await order(campaignId, 'pause')).toMatchObject({ status: 200, body: { state: 'paused' } });
    expect(await progressOf(user, campaignId)).toMatchObject({ state: 'paused', contacts: { total: phones.length } });
    expect(await user.post('/v1/stop-all', { reason: 'trial' })).toMatchObject({ stopped: true, inFlight: 0 });
    expect(await order(campaignId, 'resume')).toMatchObject({ status: 200, body: { state: 'running' } });
    expect(await progressOf(user, campaignId)).toMatchObject({ state: 'running', stopped: true });

    await Promise.all([temporal.start(), redis.start()]);
    await house.startWorker();
    await until(
      () => progressOf(user, campaignId),
      ({ blockedReason }) => blockedReason === 'stopped',
    );
    expect(await dialledAt(phones)).toHaveLength(dialled);
    await user.post('/v1/start-all');
    const over = await untilOver(user, campaignId);
    expect(over.contacts.byState['reached']).toBe(phones.length);
    expect(await dialledAt(phones)).toHaveLength(phones.length);
    await house.expectLawful();
  });
});
