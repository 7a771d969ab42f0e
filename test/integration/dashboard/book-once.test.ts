import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { openPage } from '../../support/open-page.ts';
import { refuse, startStubApi, type StubApi } from '../../support/stub-api.ts';

const PROGRAMME_ID = '01980000-0000-7000-8000-000000000555';
const ONE = `/v1/programmes/${PROGRAMME_ID}/appointments/visit-1`;
const programme = { id: PROGRAMME_ID, name: 'Clinic', steps: ['24h:sms'], state: 'running' };
const booking = {
  appointmentId: null,
  programmeId: PROGRAMME_ID,
  externalId: 'visit-1',
  version: 1,
  state: 'booked',
  change: 'booked',
  startsAt: '2027-03-01T15:30:00.000Z',
  zone: 'America/Chicago',
  understood: 'Mon 1 Mar 09:30 in Chicago',
  answer: null,
  plan: [],
  before: null,
  inFlight: [],
  notes: [],
};

let browser: Browser;
let api: StubApi;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  api = await startStubApi({
    'GET /v1/programmes': { items: [programme], nextCursor: null },
    [`GET /v1/programmes/${PROGRAMME_ID}`]: {
      ...programme,
      settings: { zone: null, steps: [] },
      requiredVariables: [],
    },
    'GET /v1/accounts': { items: [], nextCursor: null },
    [`POST ${ONE}/preview`]: booking,
  });
}, 120_000);
afterEach(() => api.close());

async function fill(page: Page): Promise<void> {
  await page.getByLabel('Phone').fill('+12025550123');
  await page.getByLabel('Date', { exact: true }).fill('2027-03-01');
  await page.getByLabel('Time', { exact: true }).fill('09:30');
  await page.getByLabel('External id').fill('visit-1');
  await page.getByText('On the clock of Chicago').waitFor();
}

it('books under the same key again for want of an answer, and under another after a refusal', async () => {
  const said = ['Busy.', 'No such time.', 'Still no such time.'];
  const answers = [
    refuse(503, 'busy', 'Busy.'),
    refuse(422, 'time_bad', 'No such time.'),
    refuse(422, 'time_bad', 'Still no such time.'),
  ];
  api.answers[`PUT ${ONE}`] = () => answers.shift()?.();
  const { page, close } = await openPage(browser, `${api.url}/reminders/new`);
  const keys: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') keys.push(request.headers()['idempotency-key']);
  });
  await fill(page);
  for (const words of said) {
    await page.getByRole('button', { name: 'Book', exact: true }).click();
    await page.getByText(words, { exact: true }).waitFor();
  }
  expect(keys).toEqual([expect.any(String), keys[0], expect.any(String)]);
  expect(keys[2]).not.toBe(keys[0]);
  await close();
}, 60_000);
