import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { axeComplaints } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { failedWorld, lookedAfter, reviewsWith } from '../../support/failed-world.ts';
import { openPage } from '../../support/open-page.ts';
import { ADMIN_SESSION, startStubApi, type StubApi } from '../../support/stub-api.ts';

const ME = ADMIN_SESSION.user.id;
const BO = { id: '01980000-0000-7000-8000-000000000301', name: 'Bo Sample' };

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
const show = (person: { id: string; name: string }, disabled = false, note: string | null = null): void => {
  const { groups, detail } = lookedAfter(person, disabled, note);
  api.answers['GET /v1/failures'] = groups;
  api.answers['GET /v1/failures/no_answer'] = detail;
};

it('takes a group by one key, gives it back by undo, and shows at once what others do', async () => {
  const { page, complaints, outside, close } = await openPage(browser, `${api.url}/failures`);
  await page.getByRole('row', { name: /^No answer/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await page.getByText('You look after “No answer”').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(asked).toEqual([
    ['POST /failures/assign', { cause: 'no_answer', campaignId: null, userId: ME }],
    ['POST /failures/assign', { cause: 'no_answer', campaignId: null, userId: null }],
  ]);
  show(BO);
  api.tell('failures', { totals: {}, at: '2026-11-26T13:02:11.000Z' });
  await page.getByRole('row', { name: /^No answer.*Bo Sample/ }).waitFor();
  expect(await axeComplaints(page)).toEqual([]);
  expect([complaints, outside]).toEqual([[], []]);
  await close();
}, 120_000);

it('shows what one looks after, what nobody does, or what a person does, by the address', async () => {
  show({ id: ME, name: 'Ada Example' });
  const { page, close } = await openPage(browser, `${api.url}/failures?assignee=me`);
  await page.getByRole('row', { name: /^No answer/ }).waitFor();
  expect(await page.getByRole('row', { name: /^Busy/ }).count()).toBe(0);
  await page.getByRole('button', { name: /Looked after by/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Nobody' }).click();
  await page.getByRole('row', { name: /^Busy/ }).waitFor();
  expect(await page.getByRole('row', { name: /^No answer/ }).count()).toBe(0);
  expect(page.url()).toContain('assignee=none');
  await close();
}, 120_000);

it('says on the page of a group who cannot look after it any more, and hands it over with a note', async () => {
  show({ id: '01980000-0000-7000-8000-000000000999', name: 'Cy Gone' }, true, 'ask the carrier');
  const { page, complaints, close } = await openPage(browser, `${api.url}/failures/no_answer`);
  await page.getByText('Cy Gone (disabled)').waitFor();
  await page.getByText('ask the carrier').first().waitFor();
  await page.getByRole('button', { name: 'Assign…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Who looks after “No answer” in all campaigns?' });
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await dialog.getByText('Choose who is to look after it.').waitFor();
  await dialog.getByRole('combobox').fill('bo');
  await page.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('you know them');
  expect(await axeComplaints(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await page.getByText('Bo Sample looks after “No answer”').waitFor();
  expect(asked()).toEqual([
    ['POST /failures/assign', { cause: 'no_answer', campaignId: null, userId: BO.id, note: 'you know them' }],
  ]);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);

it('takes a review by one key', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}/reviews?tab=opt_outs`);
  await page.getByText('stop it already please').waitFor();
  await page.keyboard.press('a');
  await page.getByText('You look after 1 message').waitFor();
  expect(asked()).toEqual([
    ['POST /reviews/assign', { reviewIds: ['01980000-0000-7000-8000-000000000201'], userId: ME }],
  ]);
  expect(await axeComplaints(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);

it('gives a parked attempt and the numbers of a prefix like a review, one by one', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}/reviews?tab=parked&assignee=none`);
  await page.getByText('Whole history').waitFor();
  await page.keyboard.press('a');
  await page.getByText('You look after 1 attempt').waitFor();
  await page.getByRole('tab', { name: /Zone unknown/ }).click();
  await page.getByRole('button', { name: 'Assign…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Who looks after this group?' });
  await dialog.getByRole('combobox').fill('bo');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await page.getByText('Bo Sample looks after 1 group').waitFor();
  const campaignId = '01980000-0000-7000-8000-000000000001';
  expect(asked()).toEqual([
    ['POST /reviews/assign', { attemptIds: ['01980000-0000-7000-8000-000000000400'], userId: ME }],
    ['POST /reviews/assign', { zone: { campaignId, prefix: '1800' }, userId: BO.id }],
  ]);
  expect(await axeComplaints(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);

it('lets nothing that comes in move what is being decided', async () => {
  const { page, close } = await openPage(browser, `${api.url}/reviews?tab=opt_outs`);
  await page.getByText('stop it already please').waitFor();
  api.answers['GET /v1/reviews'] = reviewsWith('and another one');
  api.tell('reviews', { at: '2026-11-26T13:02:11.000Z' });
  const waiting = page.getByRole('button', { name: '1 new' });
  await waiting.waitFor();
  expect(await page.getByText('and another one').count()).toBe(0);
  await page.keyboard.press('a');
  await page.getByText('You look after 1 message').waitFor();
  expect(asked()[0]?.[1]).toEqual({ reviewIds: ['01980000-0000-7000-8000-000000000201'], userId: ME });
  await waiting.click();
  await page.getByText('and another one').waitFor();
  await close();
}, 120_000);
