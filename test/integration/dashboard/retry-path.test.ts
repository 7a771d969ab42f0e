import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { axeComplaints } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { failedWorld, RETRY_ID } from '../../support/failed-world.ts';
import { openPage } from '../../support/open-page.ts';
import { refuse, startStubApi, type StubApi } from '../../support/stub-api.ts';

let browser: Browser;
let api: StubApi;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  api = await startStubApi(failedWorld());
}, 120_000);
afterEach(() => api.close());

const asked = (): [string, unknown][] => api.asked.map(({ call, body }) => [call.replace(' /v1', ' '), body]);
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

it('goes from the groups to a started retry and back out of it by keys alone', async () => {
  const { page, complaints, outside, close } = await openPage(browser, `${api.url}/failures`);
  const { keyboard } = page;
  await page.getByRole('row', { name: /^No answer/ }).waitFor();
  await keyboard.press('j');
  await keyboard.press('Enter');
  await heading(page, 'No answer');
  await page.getByText('94 % of these failed from +1 415 555 0001').waitFor();
  await page.getByRole('row', { name: /Person 1 / }).waitFor();
  // One is taken out of all.
  await keyboard.press('a');
  await page.getByText('1,862 contacts selected').waitFor();
  await keyboard.press('j');
  await keyboard.press('x');
  await page.getByText('1,861 contacts selected').waitFor();
  await keyboard.press('r');
  await page.getByRole('dialog', { name: 'Plan a retry' }).waitFor();
  await keyboard.type('The line was down');
  await keyboard.press('Enter');
  const plan = page.getByRole('dialog', { name: 'Plan: No answer' });
  await plan.getByText('said no since').waitFor();
  expect(asked()).toEqual([
    [
      'POST /retries/plan',
      {
        name: 'No answer',
        reason: 'The line was down',
        filter: { campaignId: expect.any(String), causes: ['no_answer'], exceptContactIds: [1] },
        options: { canary: { count: 20, stopAbovePercent: 30 } },
      },
    ],
  ]);
  expect(await axeComplaints(page)).toEqual([]);
  await page.locator(':focus', { hasText: 'Start: dial 1,692 contacts' }).waitFor();
  await keyboard.press('Enter');
  await page.locator(':focus', { hasText: 'Dial 1,692 contacts' }).waitFor();
  await page.getByText('At most $486.20, about 35 min.').waitFor();
  await keyboard.press('Enter');
  await page.waitForURL(`**/retries/${RETRY_ID}`);
  await page.getByText('640').first().waitFor();
  await keyboard.press('b');
  await page.getByText('761 contacts were not dialled yet').waitFor();
  await page.getByRole('button', { name: 'Give 761 contacts back' }).press('Enter');
  await page.getByText('Aborted: 761 contacts given back').waitFor();
  expect(asked().map(([call]) => call)).toEqual([
    'POST /retries/plan',
    `POST /retries/${RETRY_ID}/start`,
    `POST /retries/${RETRY_ID}/abort`,
  ]);
  expect([complaints, outside]).toEqual([[], []]);
  await close();
}, 120_000);

it('decides what waits for a person by keys, and takes a slip back before it is sent', async () => {
  const { page, close } = await openPage(browser, `${api.url}/reviews?tab=opt_outs`);
  const { keyboard } = page;
  await page.getByText('stop it already please').waitFor();
  await keyboard.press('2');
  await page.getByText('stop it already please').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('stop it already please').waitFor();
  expect(asked()).toEqual([]);
  await keyboard.press('1');
  await page.getByText('stop it already please').waitFor({ state: 'detached' });
  // Whoever leaves has decided.
  await keyboard.press('g');
  await keyboard.press('f');
  await heading(page, 'Failures');
  await expect.poll(asked).toEqual([['POST /reviews/01980000-0000-7000-8000-000000000201/confirm', {}]]);
  await close();
}, 120_000);

it.each([
  ['/failures', 'No answer'],
  ['/failures/no_answer', 'What stands out'],
  ['/failures/no_answer?tab=samples', 'The provider says'],
  [`/retries/${RETRY_ID}`, 'From old to new'],
  ['/retries', 'Spring renewals'],
  ['/reviews', 'Asked for'],
  ['/reviews?tab=zones', 'toll-free'],
])(
  '%s is sound to axe, and fits a phone',
  async (path, words) => {
    for (const width of [1440, 360]) {
      const { page, complaints, outside, close } = await openPage(browser, api.url + path, { width, theme: 'dark' });
      await page.getByText(words).first().waitFor();
      expect(await axeComplaints(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect([complaints, outside]).toEqual([[], []]);
      await close();
    }
  },
  120_000,
);

it('chooses by a country, and saves exactly what is chosen as CSV', async () => {
  api.answers['GET /v1/failures/no_answer/count'] = { at: '2026-11-26T13:02:11.000Z', contacts: 1_862, campaigns: [] };
  api.answers['POST /v1/failures/no_answer/contacts.csv'] = ['two'];
  const { page, complaints, close } = await openPage(browser, `${api.url}/failures/no_answer`);
  await page.getByRole('button', { name: /United States/ }).click();
  await page.getByRole('button', { name: 'Take out the filter in United States' }).waitFor();
  expect(page.url()).toContain('country=US');
  for (const person of ['Person 1 ', 'Person 2 ']) {
    await page
      .getByRole('row', { name: new RegExp(person) })
      .getByRole('checkbox')
      .click();
  }
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export the chosen' }).click();
  expect((await saved).suggestedFilename()).toBe('failures.csv');
  expect(asked()).toEqual([['POST /failures/no_answer/contacts.csv', { contactIds: [1, 2] }]]);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);

it('offers no retry of all beside a narrower one, and keeps the filter where the API refuses it', async () => {
  api.answers['GET /v1/failures/no_answer/count'] = { at: '2026-11-26T13:02:11.000Z', contacts: 0, campaigns: [] };
  const { page, close } = await openPage(browser, `${api.url}/failures/no_answer`);
  const retry = page.getByRole('button', { name: /^Retry all/ });
  await retry.first().waitFor();
  expect(await retry.count()).toBe(2);
  await page.goto(`${api.url}/failures/no_answer?country=CA`);
  await page.getByRole('button', { name: 'Take out the filter in Canada' }).waitFor();
  await page.getByText('0 match').waitFor();
  expect(await retry.count()).toBe(0);
  api.answers['GET /v1/failures/no_answer/contacts'] = refuse(422, 'unknown_country', 'No country has the code QQ.');
  await page.goto(`${api.url}/failures/no_answer?country=QQ`);
  await page.getByText('No country has the code QQ.').waitFor();
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  api.answers['GET /v1/failures/no_answer/contacts'] = failedWorld()['GET /v1/failures/no_answer/contacts'];
  await page.getByRole('button', { name: 'Take out the filter in QQ' }).click();
  await page.getByRole('row', { name: /Person 1 / }).waitFor();
  expect(await retry.count()).toBe(2);
  await close();
}, 120_000);

it('says on a retry and in the list whom it was frozen of', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}/retries/${RETRY_ID}`);
  await page.getByText(/No answer, in United States, frozen \d/).waitFor();
  await page.goto(`${api.url}/retries`);
  await page.getByText('Spring renewals: No answer, in United States. The line was down').waitFor();
  expect(complaints).toEqual([]);
  await close();
}, 120_000);
