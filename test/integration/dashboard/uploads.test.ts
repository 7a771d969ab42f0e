import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeComplaints } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { failedWorld } from '../../support/failed-world.ts';
import { openPage } from '../../support/open-page.ts';
import { startStubApi, type StubApi } from '../../support/stub-api.ts';
import { list } from '../../unit/cli/import-stub.ts';

const IMPORT_ID = '01980000-0000-7000-8000-000000000111';
const CAMPAIGN_ID = '01980000-0000-7000-8000-000000000222';
const AT = '2026-11-26T13:00:00.000Z';

let browser: Browser;
let api: StubApi;
beforeAll(async () => {
  browser = await launchBrowser();
  api = await startStubApi({ ...failedWorld(), ...world() });
}, 120_000);
afterAll(async () => {
  await api.close();
  await browser.close();
});

const person = (rowNumber: number) => ({
  contactId: rowNumber,
  importId: IMPORT_ID,
  rowNumber,
  name: `Person ${rowNumber}`,
  phone: '+1••••••0102',
  zones: ['America/Los_Angeles'],
  places: ['US-CA'],
  opensAt: '2026-11-26T17:00:00.000Z',
});
/** Nobody among the first rows, as in a long list; then a page, and a last one. */
const PAGES = [
  { items: [], nextCursor: '10000', looked: 10_000 },
  { items: [person(10_002), person(10_003)], nextCursor: '10003', looked: 3 },
  { items: [person(20_001)], nextCursor: null, looked: 9_998 },
];

let asked = 0;
function world() {
  const draft = list('checked', {
    id: IMPORT_ID,
    campaignId: CAMPAIGN_ID,
    wanted: 'check',
    rowsRead: 20_001,
    acceptedRows: 20_000,
    duplicateRows: 0,
  });
  const totals = { ready: 20_000, fixable: 0, rejected: 1, duplicates: 0, suppressed: 0, withWarnings: 0 };
  return {
    'GET /v1/imports': { items: [draft, { ...draft, id: CAMPAIGN_ID, fileName: 'older.csv' }], nextCursor: null },
    [`GET /v1/imports/${IMPORT_ID}`]: draft,
    [`GET /v1/imports/${IMPORT_ID}/inspect`]: {
      questions: [],
      sameFile: [],
      rows: [],
      profile: [],
      savedMapping: null,
      layout: {
        encoding: 'utf-8',
        encodingReason: 'read',
        encodingSure: 'certain',
        encodingAlternatives: [],
        delimiter: ',',
        delimiterReason: 'read',
        delimiterSure: 'certain',
        quote: '"',
        quoteReason: 'read',
        quoteSure: 'certain',
        hasHeader: true,
        headerReason: 'read',
        headerSure: 'certain',
        header: [],
        firstDataRow: 2,
        columns: [],
      },
    },
    [`GET /v1/imports/${IMPORT_ID}/problems/groups`]: {
      totals: { ...totals, rows: 20_001, atMost: false },
      items: [
        {
          severity: 'error',
          code: 'phone_needs_country',
          title: 'Number without a country code',
          column: 'Mobile',
          count: 1,
          fix: null,
          repair: null,
          decision: null,
          option: 'defaultCountry',
          examples: [{ rowNumber: 7, value: '5550123', message: 'has no country code; expected one', suggested: null }],
        },
      ],
    },
    [`GET /v1/imports/${IMPORT_ID}/problems`]: {
      items: [
        {
          rowNumber: 7,
          ordinal: 0,
          severity: 'error',
          code: 'phone_needs_country',
          column: 'Mobile',
          value: '••••••0123',
          message: 'has no country code; expected one',
          fix: null,
          suggested: null,
        },
      ],
      nextCursor: null,
    },
    [`PATCH /v1/imports/${IMPORT_ID}/rows/7`]: { ...draft, version: 4 },
    [`GET /v1/campaigns/${CAMPAIGN_ID}`]: {
      id: CAMPAIGN_ID,
      name: 'Spring',
      state: 'draft',
      settings: { purpose: 'notice', steps: [], startsAt: null },
      lists: [],
    },
    [`GET /v1/campaigns/${CAMPAIGN_ID}/forecast`]: {
      campaignId: CAMPAIGN_ID,
      at: AT,
      startsAt: AT,
      contacts: 20_000,
      willDial: 19_990,
      now: 19_987,
      later: 3,
      never: [{ state: 'unknown_zone', reason: 'zone_unknown', contacts: 10 }],
    },
    [`GET /v1/campaigns/${CAMPAIGN_ID}/forecast/contacts`]: () => PAGES[asked++ % PAGES.length],
  };
}

it('lists who is outside their hours now, by the address, page by page, beyond rows where nobody is', async () => {
  const { page, complaints, outside, close } = await openPage(browser, `${api.url}/uploads/${IMPORT_ID}?step=check`);
  await page.getByRole('heading', { name: 'Number without a country code' }).waitFor();
  const zoneless = page.getByRole('listitem').filter({ hasText: '10 people have no known time zone' });
  expect(await zoneless.getByRole('link', { name: 'step 2' }).getAttribute('href')).toMatch(/step=map/);
  await page.getByRole('button', { name: '3 people', exact: true }).click();
  await page.waitForURL('**part=later**');
  await page.getByRole('row', { name: /10,002 Person 10002 .*0102.*America\/Los_Angeles.*09:00/ }).waitFor();
  await page.getByText('2 of 3 people').waitFor();
  await page.getByText('10,003 rows looked at').waitFor();
  expect(await page.getByRole('heading', { name: 'Number without a country code' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByRole('row', { name: /20,001 / }).waitFor();
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  expect(await axeComplaints(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show all problems' }).click();
  await page.getByRole('heading', { name: 'Number without a country code' }).waitFor();
  expect([complaints, outside]).toEqual([[], []]);
  await close();
}, 120_000);

it('keeps the cell of a number that is hidden until it is typed whole', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}/uploads/${IMPORT_ID}?step=check`);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') sent.push(request.postData() ?? '');
  });
  await page.getByRole('button', { name: 'Show the row' }).click();
  await page.getByRole('button', { name: 'Correct Mobile in row 7' }).click();
  const field = page.getByLabel('Mobile of row 7', { exact: true });
  await field.press('Enter');
  await page.getByText('The number is hidden here: type it whole, or it would be lost.').waitFor();
  expect(await page.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true');
  expect(await axeComplaints(page)).toEqual([]);
  await field.fill('+12125550123');
  await field.press('Enter');
  await page.getByText('Row 7 is looked at again').waitFor();
  expect(sent.map((body) => JSON.parse(body))).toEqual([{ version: 3, cells: { Mobile: '+12125550123' } }]);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);

it('says at the field that nobody has said what it is for, and goes there', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}/uploads/${IMPORT_ID}?step=map`);
  const purpose = page.getByLabel('What is it for?');
  await purpose.waitFor();
  expect(await purpose.getAttribute('aria-invalid')).toBe(null);
  await page.getByRole('button', { name: 'Check the list' }).click();
  await page.getByText('Say what it is for.').waitFor();
  await page.locator('select[aria-invalid=true]:focus').waitFor();
  expect(await purpose.getAttribute('aria-invalid')).toBe('true');
  expect(await axeComplaints(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);

it('keeps what matters in sight on a phone, and every column where there is room for it', async () => {
  const at = async (width: number, path: string, first: string, heads: readonly string[], text: RegExp) => {
    const { page, close } = await openPage(browser, `${api.url}${path}`, { width, height: 800 });
    const row = page.getByRole('row', { name: first });
    await row.getByText(text).filter({ visible: true }).first().waitFor();
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual(heads);
    const box = await page.getByRole('columnheader').last().boundingBox();
    expect((box?.x ?? width) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    await close();
  };
  const later = `/uploads/${IMPORT_ID}?step=check&part=later`;
  await at(360, '/uploads', 'older', ['List', 'State'], /20,001 rows/);
  await at(360, later, 'Person', ['Name', 'Hours open'], /0102/);
  await at(1024, later, 'Person', ['Row', 'Name', 'Number', 'Time zone', 'Place', 'Hours open'], /US-CA/);
}, 120_000);

it('sorts the list of uploads by the heads of its columns, in the address and for the API', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}/uploads`);
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname === '/v1/imports') asked.push(search);
  });
  const sorted = () => page.locator('[role=columnheader][aria-sort$=ending]').innerText();
  const press = (name: string) => page.getByRole('columnheader', { name }).getByRole('button').click();
  await page.getByRole('row', { name: /^older/ }).waitFor();
  expect(await sorted()).toBe('Uploaded');
  await press('List');
  await page.waitForURL('**/uploads?sort=file');
  await press('Rows');
  await page.waitForURL('**/uploads?sort=rows&direction=desc');
  await press('Rows');
  await page.waitForURL('**/uploads?sort=rows');
  expect(await sorted()).toBe('Rows');
  await press('Uploaded');
  await page.waitForURL('**/uploads');
  // The list in its own order is asked for when the page opens, and when the stream does.
  expect([...new Set(asked)].filter((each) => each !== '?limit=50')).toEqual([
    '?sort=file&limit=50',
    '?sort=rows&direction=desc&limit=50',
    '?sort=rows&limit=50',
  ]);
  expect(await axeComplaints(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
}, 120_000);
