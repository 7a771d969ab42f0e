import { sql } from 'drizzle-orm';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { openAccount } from '../steps.ts';
import { until } from '../user.ts';
import { answeredAt, dialledAt, dialsTooLate, openConsole, whatIsShown, type Console } from './console-world.ts';

const national = (subscriber: number): string => `(212) 555-${subscriber}`;
const GOOD = Array.from({ length: 30 }, (_, at) => 2_000 + at);
const IN_FORMULAS = [3_000, 3_001, 3_002];
const DECIMALS = [3_100, 3_101];
const CORRECTED = 3_200;
const dialable = [...GOOD, ...IN_FORMULAS, ...DECIMALS, CORRECTED];
const phones = dialable.map((subscriber) => `+1212555${subscriber}`);
const FORMULA = '=HYPERLINK("http://evil.example","click")';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
/** As spreadsheets and hands leave a list: beside good rows everything that goes wrong. */
const NASTY = [
  'Name,Phone,External ID,Amount',
  ...GOOD.map((subscriber) => `Person ${subscriber},${national(subscriber)},P-${subscriber},$12.00`),
  ...IN_FORMULAS.map((subscriber) => `In a formula,${quoted(`="1212555${subscriber}"`)},F-${subscriber},$1.00`),
  ...DECIMALS.map((subscriber) => `With decimals,1212555${subscriber}.0,D-${subscriber},$1.00`),
  'Shortened,1.21256E+10,S-1,$1.00',
  'No such number,555-0142,S-2,$1.00',
  `${quoted(FORMULA)},,S-3,$1.00`,
  `Twice,${national(2_000)},P-2,$1.00`,
  `Too many cells,${national(3_300)},S-4,$1.00,and another`,
].join('\r\n');
/** Left out too, but there is nothing in them to correct. */
const DOUBLES = 1;
const ROWS = NASTY.split('\r\n').length - 1;

let world: Console;
let page: Page;
beforeAll(async () => {
  world = await openConsole({ speed: 30 });
  await openAccount(world);
  ({ page } = await world.openAs('operator', '/campaigns/new'));
});
afterAll(() => world.close());
afterEach(whatIsShown(() => page));

const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const group = (title: string): Locator => page.getByRole('article', { name: title });

async function untilRepaired(title: string): Promise<void> {
  await group(title).waitFor({ state: 'detached' });
}

it('takes a nasty list, has it repaired in its groups and cells, and hands out what is left over', async () => {
  await page
    .getByLabel('Choose a list, or drop it here')
    .setInputFiles({ name: 'june.csv', mimeType: 'text/csv', buffer: Buffer.from(NASTY) });
  await page.waitForURL('**/uploads/*');
  await press('Continue');
  await press('Read them as numbers of United States');
  await page.getByLabel('Name of the campaign').fill('June visits');
  await page.getByLabel('What is it for?').selectOption('informational');
  await page.getByLabel('Calls come from').selectOption({ index: 1 });
  await press('Check the list');

  await group('Number written as a formula')
    .getByRole('button', { name: / in 3 rows$/ })
    .click();
  await untilRepaired('Number written as a formula');
  await group('Number with decimals')
    .getByRole('button', { name: / in 2 rows$/ })
    .click();
  await untilRepaired('Number with decimals');
  await group('No such phone number').getByRole('button', { name: 'Show the row' }).click();
  await page.getByRole('button', { name: /^Correct Phone in row/ }).click();
  await page.getByLabel(/^Phone of row/).fill(national(CORRECTED));
  await page.keyboard.press('Enter');
  await untilRepaired('No such phone number');
  await page.getByText(`${dialable.length} of ${ROWS} rows are ready`).waitFor();
  await group('The same number as another row').waitFor();

  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download these rows' }).click();
  const rejects = (await readFile(await (await saved).path(), 'utf8')).trim().split('\n');
  expect(rejects[0]).toMatch(/^Name,Phone,External ID,Amount,error_code,error_message/);
  expect(rejects).toHaveLength(1 + ROWS - dialable.length - DOUBLES);
  // No spreadsheet that opens it calculates what somebody wrote into a name.
  expect(rejects.join('\n')).toContain(quoted(`'${FORMULA}`));
  expect(rejects.filter((line) => /^"?[=+@-]/.test(line))).toEqual([]);
});

it('keeps what is typed into the schedule and cannot be used, says so, and does not go on with it', async () => {
  await press('Continue');
  const budget = page.getByLabel(/^Budget/);
  await budget.fill('abc');
  await page.getByLabel('Rings for').fill('');
  await page.getByText('A whole number from 5 to 120.').waitFor();
  await page.getByLabel('Monday, window 1, to').fill('09:00');
  await page.getByText('Goes on past midnight, until 09:00 on Tuesday.').waitFor();
  await page.getByLabel('Monday, window 1, to').fill('17:00');
  await page.getByText('Mend what is marked in red first.').waitFor();
  expect(await budget.inputValue()).toBe('abc');
  // Whoever leaves all the same is told that it did not count.
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: /Check/ }).click();
  await page.getByText('A field of the schedule could not be used').waitFor();
});

it('schedules, launches, and pauses at once: no dial begins later than 2 s after the answer', async () => {
  await press('Continue');
  await page.getByLabel('Begun a second, at most').fill('3');
  await press('Review');
  await page
    .getByRole('region', { name: 'In one sentence' })
    .getByText(`${dialable.length} people in 1 time zone are called, Mon to Fri 10:00-17:00 their time`)
    .waitFor();
  await press('Launch');
  await page
    .getByRole('dialog', { name: 'Launch “June visits”?' })
    .getByRole('button', { name: `Launch for ${dialable.length} people` })
    .click();
  await page.waitForURL('**/campaigns/*/overview');
  await page.getByText('“June visits” is launched').waitFor();
  // One way back and no second one: in the page, or nowhere once its seconds are over.
  expect(await page.getByRole('button', { name: /^undo/i }).count()).toBeLessThanOrEqual(1);
  await page.getByText(/^\d+ calls? in progress, \d+ people wait$/).waitFor();
  await until(
    () => dialledAt(world, phones),
    (dials) => dials.length >= 5,
  );
  const answer = page.waitForResponse('**/pause');
  await press('Pause');
  const answeredAtMs = await answeredAt(world, answer);
  expect(await dialsTooLate(world, phones, answeredAtMs)).toEqual([]);
  const dialled = (await dialledAt(world, phones)).length;
  expect(dialled).toBeLessThan(dialable.length);
  await page.getByText(new RegExp(`^Paused by you .*, ${dialable.length - dialled} waiting$`)).waitFor();
});

it('goes on where it was, and everybody is dialled once', async () => {
  await press('Resume');
  await page
    .getByRole('dialog', { name: /^Resume/ })
    .getByRole('button', { name: 'Resume' })
    .click();
  await page.getByText('Completed: everybody has a result').waitFor({ timeout: 60_000 });
  await page.getByRole('img', { name: `Contacts: Reached ${dialable.length}, In progress 0` }).waitFor();
  expect(await dialledAt(world, phones)).toHaveLength(dialable.length);
  const kept = await firstRow(
    world.test.readDb,
    sql`select (select count(*)::int from runs) as runs, (select count(*)::int from contacts) as contacts,
          (select count(*)::int from attempts where state <> 'VOID') as attempts`,
  );
  expect(kept).toEqual({ runs: 1, contacts: dialable.length, attempts: dialable.length });
  await world.expectLawful();
});
