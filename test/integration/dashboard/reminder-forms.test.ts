import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { openPage } from '../../support/open-page.ts';
import { startStubApi, type StubApi } from '../../support/stub-api.ts';

const PROGRAMME = { id: '01980000-0000-7000-8000-000000000555', name: 'Clinic', steps: ['24h:sms'], state: 'running' };
const NOTHING = { items: [], nextCursor: null };

let browser: Browser;
let api: StubApi;
beforeAll(async () => {
  browser = await launchBrowser();
  api = await startStubApi({
    'GET /v1/programmes': { items: [PROGRAMME], nextCursor: null },
    [`GET /v1/programmes/${PROGRAMME.id}`]: {
      ...PROGRAMME,
      settings: { zone: null, steps: [] },
      requiredVariables: ['doctor'],
    },
    'GET /v1/accounts': NOTHING,
    'GET /v1/numbers': NOTHING,
    'GET /v1/campaigns': NOTHING,
  });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await api.close();
});

it.each([
  ['/reminders/new', 'Book', ['Phone', 'Date', 'Time', 'doctor']],
  ['/reminders/new?kind=series', 'Book the series', ['Phone', 'First on', 'At', 'doctor']],
  ['/reminders/programmes/new', 'Make the programme', ['Name', 'Texts come from', 'Calls come from']],
  ['/reminders/recurring/new', 'Make it recur', ['Name', 'Campaign to repeat', 'First on', 'At']],
])(
  '%s, pressed while it is empty, marks what is lacking and goes to the first of it',
  async (path, button, fields) => {
    const { page, complaints, close } = await openPage(browser, api.url + path);
    const labels = (of: string) =>
      page.evaluate(`[...document.querySelectorAll('${of}')].map(({ labels }) => labels[0].firstChild.textContent)`);
    if (fields.includes('doctor')) await page.getByLabel('doctor').waitFor();
    else await page.getByRole('button', { name: button, exact: true }).waitFor();
    expect(await labels('[aria-invalid]')).toEqual([]);
    await page.getByRole('button', { name: button, exact: true }).click();
    await expect.poll(() => labels('[aria-invalid]')).toEqual(fields);
    await expect.poll(() => labels(':focus[aria-invalid]')).toEqual(fields.slice(0, 1));
    expect(await page.getByText(/^Still needed: .*\.$/).count()).toBe(fields.length);
    expect(complaints).toEqual([]);
    await close();
  },
  60_000,
);
