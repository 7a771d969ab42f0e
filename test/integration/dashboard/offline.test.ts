import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { CAMPAIGN_ID, campaignPage } from '../../support/campaign-page.ts';
import { openPage } from '../../support/open-page.ts';
import { startStubApi, type StubApi } from '../../support/stub-api.ts';

const PAUSE = `POST /v1/campaigns/${CAMPAIGN_ID}/pause`;

let browser: Browser;
let api: StubApi;
beforeAll(async () => {
  browser = await launchBrowser();
  api = await startStubApi({
    ...campaignPage('running'),
    [PAUSE]: () => ({ state: 'paused', inFlight: 0, mayStillBegin: 0, lastCanEndAt: null }),
  });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await api.close();
});

it('says at once that a press without a network did nothing, and never acts later by itself', async () => {
  const { page, close } = await openPage(browser, `${api.url}/campaigns/${CAMPAIGN_ID}/overview`);
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  await pause.waitFor();
  await page.context().setOffline(true);
  await pause.click();
  await page.getByText('This browser has no network. Nothing was done.').waitFor();
  // What was read stays.
  await page.getByRole('figure', { name: 'Spent' }).waitFor();
  const back = page.waitForResponse((response) => response.url().includes(`${CAMPAIGN_ID}/progress`));
  await page.context().setOffline(false);
  // The page reads anew what it shows; the press does not come after it.
  await back;
  expect(api.asked).toEqual([]);
  await pause.click();
  await page.getByText('Paused: no new call begins.').waitFor();
  expect(api.asked.map(({ call }) => call)).toEqual([PAUSE]);
  await close();
}, 120_000);

it('says of a stream that fell silent that it is lost, and of when its data is, though nothing was cut', async () => {
  Object.assign(api.heartbeat, { saidMs: 500, isOn: false });
  const { page, complaints, close } = await openPage(browser, `${api.url}/campaigns/${CAMPAIGN_ID}/overview`);
  const state = page.getByRole('banner').getByRole('status');
  await state.getByText('Live', { exact: true }).waitFor();
  // Whoever comes back is answered as little.
  await page.route('**/v1/live*', () => {});
  await state.getByText('Reconnecting').waitFor();
  expect(await state.innerText()).toMatch(/data from \d\d:\d\d:\d\d/);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);
