import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { CAMPAIGN_ID, campaignPage, CHARTS_FROM_MS } from '../../support/campaign-page.ts';
import { openPage } from '../../support/open-page.ts';
import { startStubApi, type StubApi } from '../../support/stub-api.ts';

const OVERVIEW = `/campaigns/${CAMPAIGN_ID}/overview`;
const MINUTE_MS = 60_000;

let browser: Browser;
let api: StubApi;
beforeAll(async () => {
  browser = await launchBrowser();
  api = await startStubApi(campaignPage('running'));
}, 120_000);
afterAll(async () => {
  await browser.close();
  await api.close();
});

const chart = (page: Page, name: string): Locator => page.getByRole('figure', { name, exact: true });

/** The pointer onto the plot of a chart, at a share of its width. */
async function pointAt(page: Page, name: string, share: number): Promise<void> {
  const plot = chart(page, name).locator('.u-over');
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (box === null) throw new Error(`${name} has no picture`);
  await page.mouse.move(box.x + box.width * share, box.y + box.height / 2, { steps: 4 });
}

it('says under the pointer what each chart shows there, in the chart and in its twin', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}${OVERVIEW}`);
  const told = (name: string): Locator => chart(page, name).getByRole('tooltip');
  // The last stretch of twelve, and well inside of it: what is read is the bar under the pointer.
  await pointAt(page, 'Calls and texts that ended', 11.8 / 12);
  await told('Calls and texts that ended').waitFor();
  const bar = await told('Calls and texts that ended').innerText();
  expect(bar.replaceAll(/\s+/g, ' ')).toContain('14:55 – 15:00 Answered 16');
  expect(bar).not.toContain('Not connected');
  // The cross-hair is shared.
  expect(await told('Spent').innerText()).toContain('$6.00');
  await pointAt(page, 'Spent', 0.02);
  await told('Spent').getByText('$0.50').waitFor();
  expect(await told('Calls and texts that ended').innerText()).toContain('14:00');
  await page.mouse.move(2, 2);
  await told('Spent').waitFor({ state: 'detached' });
  await chart(page, 'Answer rate by hour').getByRole('listitem').nth(14).hover();
  await page.getByRole('tooltip', { name: '14:00: 57 %, 126 of 222' }).waitFor();
  expect(complaints).toEqual([]);
  await close();
}, 120_000);

it('lists the people of a stretch that is dragged over, until it is cleared', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}${OVERVIEW}`);
  await pointAt(page, 'Calls and texts that ended', 2.4 / 12);
  await page.mouse.down();
  await pointAt(page, 'Calls and texts that ended', 4.6 / 12);
  const asked = page.waitForRequest((request) => new URL(request.url()).searchParams.has('changedFrom'));
  await page.mouse.up();
  // Whole stretches: the third to the fifth.
  const { searchParams } = new URL((await asked).url());
  const iso = (minutes: number): string => new Date(CHARTS_FROM_MS + minutes * MINUTE_MS).toISOString();
  expect([searchParams.get('changedFrom'), searchParams.get('changedTo')]).toEqual([iso(10), iso(25)]);
  await page.getByText('for 15 minutes').waitFor();
  await page.getByText('Person 2').waitFor();
  const marks = page.locator('.u-select');
  const widths = async (): Promise<number[]> =>
    (await Promise.all((await marks.all()).map((one) => one.boundingBox()))).map((box) => box?.width ?? 0);
  // Marked in both, since both are about the same time.
  expect((await widths()).filter((width) => width > 20)).toHaveLength(2);
  await page.reload();
  await page.getByText('Person 2').waitFor();
  await page.getByRole('button', { name: 'Clear the stretch' }).click();
  await page.getByText('Person 2').waitFor({ state: 'detached' });
  await expect.poll(widths).toEqual([0, 0]);
  expect(new URL(page.url()).search).toBe('');
  expect(complaints).toEqual([]);
  await close();
}, 120_000);

it('shows every chart as a table too', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}${OVERVIEW}`);
  for (const name of ['Calls and texts that ended', 'Spent', 'Answer rate by hour']) {
    await chart(page, name).getByRole('button', { name: 'Show as table' }).click();
    await chart(page, name).getByRole('table', { name }).waitFor();
  }
  const cells = await chart(page, 'Answer rate by hour').getByRole('row').allInnerTexts();
  expect(cells.map((row) => row.split(/\s+/).join(' '))).toEqual(['Hour Ended Answered Rate', '14:00 222 126 57 %']);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);
