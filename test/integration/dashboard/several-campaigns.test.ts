import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { axeComplaints } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { failedWorld, ofTwoCampaigns } from '../../support/failed-world.ts';
import { openPage } from '../../support/open-page.ts';
import { refuse, startStubApi, type StubApi } from '../../support/stub-api.ts';

let browser: Browser;
let api: StubApi | undefined;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
afterEach(() => api?.close());

const asked = (): string[] => (api?.asked ?? []).map(({ call }) => call.replace(' /v1', ' '));
async function planDialog(page: Page) {
  await page
    .getByRole('row', { name: /^No answer/ })
    .getByRole('button', { name: 'Retry…' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Plan a retry' });
  await dialog.getByText('1,862 contacts in 2 campaigns').waitFor();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('the carrier is back');
  return dialog;
}

it('plans a group of two campaigns in one go, starts both, and takes both back', async () => {
  api = await startStubApi({ ...failedWorld(), ...ofTwoCampaigns() });
  const { page, complaints, close } = await openPage(browser, `${api.url}/failures`);
  const dialog = await planDialog(page);
  expect(await axeComplaints(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Show the plan' }).click();
  const plans = page.getByRole('dialog', { name: '2 plans: No answer' });
  await plans.getByText('Autumn offers').waitFor();
  expect(await axeComplaints(page)).toEqual([]);
  expect(api.asked.map(({ body }) => body)).toMatchObject([
    { name: 'No answer: Spring renewals', filter: { causes: ['no_answer'] } },
    { name: 'No answer: Autumn offers', filter: { causes: ['no_answer'] } },
  ]);
  await plans.getByRole('button', { name: 'Start 2 runs: dial 3,384 contacts' }).click();
  const confirm = page.getByRole('dialog', { name: 'Dial 3,384 contacts again?' });
  await confirm.getByText('At most $972.40').waitFor();
  await confirm.getByRole('button', { name: 'Dial 3,384 contacts' }).click();
  await page.waitForURL('**/retries');
  await page.getByText('3,384 contacts will be dialled, in 2 runs').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => asked().filter((call) => call.endsWith('/abort')).length).toBe(2);
  expect(asked().filter((call) => call.endsWith('/start'))).toHaveLength(2);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);

it('plans only those that are chosen, and one that is refused does not hold up the other', async () => {
  const refused = refuse(409, 'campaign_archived', 'That campaign is archived.');
  api = await startStubApi({ ...failedWorld(), ...ofTwoCampaigns(refused) });
  const { page, close } = await openPage(browser, `${api.url}/failures`);
  const dialog = await planDialog(page);
  await dialog.getByRole('button', { name: 'Show the plan' }).click();
  const plans = page.getByRole('dialog', { name: '2 plans: No answer' });
  await plans.getByText('Not planned: That campaign is archived.').waitFor();
  await plans.getByRole('button', { name: 'Start 1 run: dial 1,692 contacts' }).waitFor();
  await plans.getByRole('button', { name: 'Change the options' }).click();
  await page.getByRole('checkbox', { name: 'Autumn offers' }).click();
  await page.getByText('1,200 contacts in 1 campaign').waitFor();
  await page.getByRole('button', { name: 'Show the plan' }).click();
  await page.getByRole('dialog', { name: 'Plan: No answer' }).waitFor();
  expect(asked().filter((call) => call === 'POST /retries/plan')).toHaveLength(3);
  await close();
}, 120_000);
