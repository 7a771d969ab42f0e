import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import type { schedule as scheduleSchema } from '../../../api/schemas/schedules.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openPage } from '../../support/open-page.ts';
import { startStubApi, type StubApi } from '../../support/stub-api.ts';

const ID = '01980000-0000-7000-8000-000000000556';
const schedule: z.output<typeof scheduleSchema> = {
  id: ID,
  name: 'Every Monday',
  campaignId: ID,
  campaignName: 'Spring',
  state: 'active',
  version: 1,
  synced: true,
  rrule: 'FREQ=WEEKLY;BYDAY=MO',
  words: 'every week on Monday at 09:30',
  firstLocal: '2027-03-01T09:30',
  zone: 'America/Chicago',
  overlap: 'skip',
  catchUpMinutes: 10,
  jitterSeconds: 0,
  exclusions: [],
  next: [],
  starts: [],
  createdBy: 'user:ada@example.com',
  createdAt: '2026-11-26T13:00:00.000Z',
};

let browser: Browser;
let api: StubApi;
beforeAll(async () => {
  browser = await launchBrowser();
  api = await startStubApi({
    [`GET /v1/schedules/${ID}`]: schedule,
    [`PATCH /v1/schedules/${ID}`]: schedule,
    'POST /v1/schedules': schedule,
    'GET /v1/campaigns': { items: [{ id: ID, name: 'Spring' }], nextCursor: null },
  });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await api.close();
});

it('keep what was typed while it is half written, say what they take, and hold their form until then', async () => {
  const saved = () => api.asked.filter(({ call }) => call.startsWith('PATCH'));
  const { page, complaints, close } = await openPage(browser, `${api.url}/reminders/recurring/${ID}/change`);
  const delay = page.getByLabel('Random delay of each start');
  const save = page.getByRole('button', { name: 'Save the change' });
  await page.getByLabel('Name').fill('Mondays');
  await delay.fill('');
  await page.getByText('A whole number from 0 to 86,400.').waitFor();
  expect(await delay.inputValue()).toBe('');
  await delay.fill('9 m');
  await delay.blur();
  expect(await delay.inputValue()).toBe('9 m');
  await page.getByText('every week on Monday at 09:30').waitFor();
  await save.click();
  await page.getByText('Not yet: what is in the way stands beside the form.').waitFor();
  expect(saved()).toEqual([]);
  await delay.fill('1,200');
  await page.getByText('Not yet').waitFor({ state: 'detached' });
  await expect
    .poll(async () => {
      await save.click();
      return saved();
    })
    .toMatchObject([{ body: { name: 'Mondays', jitterSeconds: 1_200 } }]);
  expect(complaints).toEqual([]);
  await close();
}, 60_000);
