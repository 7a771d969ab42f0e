import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { DASHBOARD_DIST, ensureDashboardBuilt } from '../../../dev/dashboard/ensure-built.ts';
import { launchBrowser } from '../../support/browser.ts';
import { CAMPAIGN_ID, campaignPage } from '../../support/campaign-page.ts';
import { openPage } from '../../support/open-page.ts';
import { startStubApi, type StubApi } from '../../support/stub-api.ts';

const OVERVIEW = `/campaigns/${CAMPAIGN_ID}/overview`;
const PAUSE = `POST /v1/campaigns/${CAMPAIGN_ID}/pause`;

let browser: Browser;
let api: StubApi;
let served: string;
beforeAll(async () => {
  await ensureDashboardBuilt({ log: () => {} });
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  served = mkdtempSync(join(tmpdir(), 'outdial-dashboard-'));
  cpSync(DASHBOARD_DIST, served, { recursive: true });
  makeOlder(served);
  api = await startStubApi(
    {
      ...campaignPage('paused'),
      [PAUSE]: () => ({ state: 'paused', inFlight: 0, mayStillBegin: 0, lastCanEndAt: null }),
      'POST /v1/stop-all': () => ({ stoppedAt: '2026-11-26T13:00:00.000Z', inFlight: 0, mayStillBegin: 0 }),
    },
    served,
  );
});
afterEach(async () => {
  await api.close();
  rmSync(served, { recursive: true });
});

/** The same code under other names, as another build has it. */
function makeOlder(folder: string): void {
  const assets = join(folder, 'assets');
  const all = readdirSync(assets);
  for (const name of all.filter((one) => /\.(br|gz)$/.test(one))) rmSync(join(assets, name));
  const names = all.filter((one) => one.endsWith('.js'));
  const older = (text: string): string =>
    text.replaceAll(/[\w.-]+\.js\b/g, (name) => (names.includes(name) ? `older-${name}` : name));
  for (const name of names) {
    writeFileSync(join(assets, name), older(readFileSync(join(assets, name), 'utf8')));
    renameSync(join(assets, name), join(assets, `older-${name}`));
  }
  const page = join(folder, 'index.html');
  writeFileSync(page, older(readFileSync(page, 'utf8')));
}

function deploy(): void {
  rmSync(join(served, 'assets'), { recursive: true });
  cpSync(DASHBOARD_DIST, served, { recursive: true });
}

/** How often the page was loaded since. */
function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('load', () => (loads += 1));
  return () => loads;
}

const resumeDialog = (page: Page) => page.getByRole('dialog', { name: /^Resume/ });
const resume = (page: Page) => page.getByRole('button', { name: 'Resume', exact: true });

it('is loaded anew at its address, once, when a part of it is gone with the older build', async () => {
  const { page, close } = await openPage(browser, `${api.url}${OVERVIEW}?from=2026-11-26T13:10:00.000Z`);
  await resume(page).waitFor();
  const loads = countLoads(page);
  const address = page.url();
  deploy();
  await page.keyboard.press('p');
  await expect.poll(loads).toBe(1);
  await resume(page).waitFor();
  expect(page.url()).toBe(address);
  await page.keyboard.press('p');
  await resumeDialog(page).waitFor();
  // The new build has lost a part: one load is tried for it, a second would not mend it either.
  await page.keyboard.press('Escape');
  await page.route('**/assets/help-sheet*', (route) => route.fulfill({ status: 404 }));
  await page.keyboard.press('?');
  await expect.poll(loads).toBe(2);
  await resume(page).waitFor();
  await page.keyboard.press('?');
  await page.getByText('This part could not be fetched').waitFor();
  expect(loads()).toBe(2);
  await close();
}, 120_000);

it('never loads twice for one build, and keeps what was typed: it says what to do, and its brakes work', async () => {
  api.answers = Object.assign(api.answers, campaignPage('running'));
  const { page, close } = await openPage(browser, `${api.url}${OVERVIEW}`);
  const speed = page.getByRole('button', { name: 'Speed' });
  await speed.waitFor();
  const loads = countLoads(page);
  deploy();
  // A field of whatever form.
  await page.evaluate(
    `document.querySelector('main').append(Object.assign(document.createElement('textarea'), {id: 'own'}))`,
  );
  await page.locator('#own').fill('Half a sentence');
  await speed.click();
  await page.getByText('Keep what you typed, reload this page').waitFor();
  await page.getByText('This tab is of an older version.').waitFor();
  expect(await page.locator('#own').inputValue()).toBe('Half a sentence');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByText('Paused: no new call begins.').waitFor();
  await page.getByRole('button', { name: 'Stop all dialing' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop all dialing?' });
  await dialog.getByRole('textbox').fill('Enough');
  await dialog.getByRole('button', { name: 'Stop all dialing' }).click();
  await page.getByText('All dialing is stopped.').waitFor();
  expect(api.asked.map(({ call }) => call)).toEqual([PAUSE, 'POST /v1/stop-all']);
  expect(loads()).toBe(0);
  // Nothing typed any more, but this tab came from this very build already.
  await page.evaluate(`document.querySelector('#own').remove()`);
  await page.evaluate(
    `sessionStorage.setItem('outdial-reloaded-from', document.querySelector('script[type=module]').getAttribute('src'))`,
  );
  await speed.click();
  await page.getByText('Keep what you typed, reload this page').waitFor();
  expect(loads()).toBe(0);
  await close();
}, 120_000);

it('stays as it is while nobody answers, and opens the part once it can be fetched', async () => {
  const { page, close } = await openPage(browser, `${api.url}${OVERVIEW}`);
  await resume(page).waitFor();
  const loads = countLoads(page);
  await page.context().setOffline(true);
  await resume(page).click();
  await page.getByText('Try again when Outdial can be reached.').waitFor();
  expect(loads()).toBe(0);
  await page.context().setOffline(false);
  await resume(page).click();
  await expect.poll(loads).toBe(1);
  await resume(page).click();
  await resumeDialog(page).waitFor();
  await close();
}, 120_000);

it('shows a page whose code is gone after the one load that it takes', async () => {
  const { page, close } = await openPage(browser, `${api.url}${OVERVIEW}`);
  await resume(page).waitFor();
  deploy();
  await page.getByRole('link', { name: 'System' }).click();
  await page.getByRole('heading', { name: 'System', level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/system');
  await close();
}, 120_000);
