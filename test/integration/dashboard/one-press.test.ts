import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { z } from 'zod';
import type { campaign as schema } from '../../../api/schemas/campaigns.ts';
import { launchBrowser } from '../../support/browser.ts';
import { failedWorld, RETRY_ID } from '../../support/failed-world.ts';
import { openPage } from '../../support/open-page.ts';
import { startStubApi, type StubApi } from '../../support/stub-api.ts';

const CAMPAIGN_ID = '01980000-0000-7000-8000-000000000777';
const AT = '2026-11-26T13:00:00.000Z';
/** Both clicks of a double click come before it is answered. */
const SLOW_MS = 300;

let browser: Browser;
let api: StubApi;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  api = await startStubApi({ ...failedWorld(), ...world() });
}, 120_000);
afterEach(() => api.close());

const sent = (): string[] => api.asked.map(({ call }) => call);
const slowly =
  <Answer>(answer: () => Answer) =>
  async (): Promise<Answer> => {
    await pause(SLOW_MS);
    return answer();
  };

function world() {
  let state: z.output<typeof schema>['state'] = 'running';
  const flight = { inFlight: 0, mayStillBegin: 0, lastCanEndAt: null };
  const campaign = (): z.output<typeof schema> => ({
    id: CAMPAIGN_ID,
    runId: CAMPAIGN_ID,
    name: 'Spring',
    state,
    contacts: 10,
    contactsDone: 0,
    pausedReason: null,
    pausedBy: null,
    pausedAt: null,
    blockedReason: null,
    createdBy: 'user:ada@example.com',
    createdAt: AT,
    launchedAt: AT,
    endedAt: null,
    channels: ['call'],
    byState: { ready: 10 },
    spentMicros: 0,
    budgetMicros: null,
    currency: 'USD',
  });
  return {
    'GET /v1/campaigns': () => ({ items: [campaign()], nextCursor: null }),
    [`POST /v1/campaigns/${CAMPAIGN_ID}/pause`]: slowly(() => {
      state = 'paused';
      return { state, ...flight };
    }),
    'POST /v1/stop-all': slowly(() => ({ stoppedAt: AT, ...flight })),
  };
}

it('sends one pause for a double click, and leaves what it becomes alone', async () => {
  const { page, close } = await openPage(browser, `${api.url}/campaigns`);
  await page.getByRole('button', { name: 'Pause Spring' }).dblclick();
  await page.getByText('Paused: no new call begins.').waitFor();
  expect(await page.getByText('Paused: no new call begins.').count()).toBe(1);
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(sent()).toEqual([`POST /v1/campaigns/${CAMPAIGN_ID}/pause`]);
  await close();
}, 120_000);

it('sends one pause for two presses of which none is a double click', async () => {
  const { page, close } = await openPage(browser, `${api.url}/campaigns`);
  // Two in one moment, as two people at two mice: before anything is painted.
  await page.getByRole('button', { name: 'Pause Spring' }).waitFor();
  await page.evaluate(`[1, 2].forEach(() => document.querySelector('[aria-label="Pause Spring"]').click())`);
  await page.getByText('Paused: no new call begins.').waitFor();
  expect(await page.getByText('Paused: no new call begins.').count()).toBe(1);
  expect(sent()).toEqual([`POST /v1/campaigns/${CAMPAIGN_ID}/pause`]);
  await close();
}, 120_000);

it('stops all and aborts once for a double click on the last button', async () => {
  const { page, close } = await openPage(browser, `${api.url}/retries/${RETRY_ID}`);
  await page.getByRole('button', { name: 'Abort…' }).click();
  await page.getByRole('button', { name: 'Give 761 contacts back' }).dblclick();
  await page.getByText('Aborted: 761 contacts given back').waitFor();
  await page.getByRole('button', { name: 'Stop all dialing' }).click();
  const dialog = page.getByRole('dialog', { name: 'Stop all dialing?' });
  await dialog.getByRole('textbox').fill('Enough');
  await dialog.getByRole('button', { name: 'Stop all dialing' }).dblclick();
  await page.getByText('All dialing is stopped.').waitFor();
  expect(sent()).toEqual([`POST /v1/retries/${RETRY_ID}/abort`, 'POST /v1/stop-all']);
  await close();
}, 120_000);
