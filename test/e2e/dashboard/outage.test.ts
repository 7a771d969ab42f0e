import { sql } from 'drizzle-orm';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { startServers, type Servers } from '../../../dev/servers/start-servers.ts';
import { callStep, createCampaign, launch, openAccount, progressOf, somePhones, type Account } from '../steps.ts';
import { until } from '../user.ts';
import { dialledAt, dialsTooLate, openConsole, whatIsShown, type Console } from './console-world.ts';

let folder: string;
let servers: Servers;
let world: Console;
let account: Account;
let page: Page;
beforeAll(async () => {
  // Of this file alone, because they are killed.
  folder = await mkdtemp(join(tmpdir(), 'outdial-outage-'));
  servers = await startServers({
    folder,
    postgres: false,
    temporal: { headless: true },
    throwaway: true,
    log: () => {},
  });
  world = await openConsole({ speed: 30, servers });
  account = await openAccount(world);
  ({ page } = await world.openAs('admin', '/campaigns'));
});
afterAll(async () => {
  await world.close();
  await servers.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(whatIsShown(() => page));

const warnings = () => page.getByRole('region', { name: 'Warnings' });

/** A campaign that dials slowly, open in the page. */
async function running(count: number): Promise<{ campaignId: string; phones: string[] }> {
  const phones = somePhones(count);
  const settings = { pacePerSecond: 2 };
  const { campaignId } = await createCampaign(world.user, { phones, steps: [callStep(account)], settings });
  await launch(world.user, campaignId);
  await until(
    () => dialledAt(world, phones),
    (dials) => dials.length > 0,
  );
  await page.goto(`${world.api.url}/campaigns/${campaignId}/overview`);
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  return { campaignId, phones };
}

const ENDED = { state: 'cancelled', stopped: false, contacts: { byState: { suppressed: 1 } } };

/** Pause, resume, suppress, stop all, start all, cancel: each from the page, each done. */
async function pressEveryBrake({ campaignId, phones }: { campaignId: string; phones: string[] }): Promise<void> {
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByText(/^Paus(ed by you|ing)/).waitFor();
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();

  const last = await firstRow<{ id: number }>(
    world.test.readDb,
    sql`select id from contacts where '+' || phone = ${phones.at(-1) ?? ''}`,
  );
  await page.goto(`${world.api.url}/campaigns/${campaignId}/contacts?contact=${last?.id ?? 0}`);
  const drawer = page.getByRole('dialog').filter({ hasText: 'Story' });
  await drawer.getByRole('button', { name: 'Do something with this contact' }).click();
  await page.getByRole('menuitem', { name: 'Suppress this person' }).click();
  const suppress = page.getByRole('dialog', { name: /^Suppress/ });
  await suppress.getByLabel('Reason').fill('asked by letter');
  await suppress.getByRole('button', { name: 'Suppress this person' }).click();
  await suppress.waitFor({ state: 'detached' });
  await drawer.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Stop all dialing' }).click();
  const stop = page.getByRole('dialog', { name: 'Stop all dialing?' });
  await stop.getByLabel('Reason').fill('a trial');
  await stop.getByRole('button', { name: 'Stop all dialing' }).click();
  await warnings()
    .getByText(/All dialing is stopped/)
    .first()
    .waitFor();
  expect(await progressOf(world.user, campaignId)).toMatchObject({ state: 'running', stopped: true });
  await page.getByRole('button', { name: 'Start dialing' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start dialing' }).click();
  await page.getByRole('button', { name: 'Stop all dialing' }).waitFor();

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Cancel for good' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Cancel(, and never dial| the campaign)/ })
    .click();
  await page
    .getByText(/^Cancelled/)
    .first()
    .waitFor();
}

describe('the pages say what waits, and every brake works', () => {
  it('while the provider is gone', async () => {
    const campaign = await running(60);
    await world.judge.setFaults({ rates: { reject_500: 1 } });
    await warnings()
      .getByText(/is held back by its breaker/)
      .waitFor({ timeout: 60_000 });
    await pressEveryBrake(campaign);
    expect(await progressOf(world.user, campaign.campaignId)).toMatchObject(ENDED);
    await world.judge.setFaults({ clear: true });
    await world.user.post(`/v1/accounts/${account.accountId}/resume`);
    await warnings()
      .getByText(/is held back by its breaker/)
      .waitFor({ state: 'detached' });
  });

  it('while Redis and Temporal are gone', async () => {
    const { temporal, redis } = servers.servers;
    if (!temporal || !redis) throw new Error('servers are missing');
    const campaign = await running(60);
    await Promise.all([temporal.kill(), redis.kill()]);
    await warnings().getByText('No worker reaches Redis.').waitFor({ timeout: 60_000 });
    await warnings().getByText('No worker reaches Temporal.').waitFor({ timeout: 60_000 });
    await warnings()
      .getByText(/Lists that are being read.*Pause, stop, cancel, suppress and reschedule work\./)
      .waitFor();
    await pressEveryBrake(campaign);
    expect(await progressOf(world.user, campaign.campaignId)).toMatchObject(ENDED);
    await Promise.all([temporal.start(), redis.start()]);
    await warnings().getByText('No worker reaches Temporal.').waitFor({ state: 'detached', timeout: 60_000 });
  });

  it('while no worker runs, and nothing is dialled by what comes back afterwards', async () => {
    const campaign = await running(60);
    await world.worker.kill();
    await warnings()
      .getByText(/^No worker reports/)
      .waitFor({ timeout: 60_000 });
    await warnings()
      .getByText(/Dialing, reminders, imports, results of calls\./)
      .waitFor();
    await pressEveryBrake(campaign);
    expect(await progressOf(world.user, campaign.campaignId)).toMatchObject(ENDED);
    const cancelledAtMs = world.nowMs();
    await world.startWorker();
    await warnings()
      .getByText(/^No worker reports/)
      .waitFor({ state: 'detached', timeout: 60_000 });
    expect(await dialsTooLate(world, campaign.phones, cancelledAtMs)).toEqual([]);
  });
});
