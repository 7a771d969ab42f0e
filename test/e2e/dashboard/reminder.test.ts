import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { callStep, createCampaign, launch, openAccount, somePhones, untilOver, type Account } from '../steps.ts';
import { until } from '../user.ts';
import { dialledAt, openConsole, whatIsShown, type Console } from './console-world.ts';

const PATIENT = '+12125550177';
const TIME = 'on {{ appointment_date }} at {{ appointment_times }}';
const DAY: [string, string][] = [['08:00', '20:00']];

let world: Console;
let account: Account;
let page: Page;
beforeAll(async () => {
  world = await openConsole({ speed: 60 });
  account = await openAccount(world);
  const { accountId, numberId } = account;
  const booked = {
    channel: 'sms',
    accountId,
    numberId,
    text: `Riverside Clinic: you are booked ${TIME}. Reply YES or NO.`,
    movedText: `Riverside Clinic: you are now booked ${TIME}. Reply YES or NO.`,
  };
  await world.user.post('/v1/programmes', {
    name: 'Riverside Clinic',
    settings: {
      purpose: 'informational',
      hours: {
        weekly: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: DAY, sun: DAY },
        blackoutDates: [],
        skipFederalHolidays: false,
      },
      languages: ['en'],
      steps: [{ key: 'booking', when: { kind: 'booking', afterSeconds: 0 }, actions: [booked] }],
      cutoffSeconds: 1_800,
      lateSeconds: 1_800,
      mergeWithinSeconds: 0,
      repeatAfterMoveSeconds: 0,
      answers: { keys: { '1': 'confirm' }, onConfirm: 'stop', onCancel: 'cancel' },
      maxAttempts: 1,
      personCaps: [{ count: 10, hours: 24 }],
      maxConcurrent: 10,
    },
  });
  ({ page } = await world.openAs('operator', '/reminders/new'));
});
afterAll(() => world.close());
afterEach(whatIsShown(() => page));

const untilTexts = (count: number): Promise<number[]> =>
  until(
    () => dialledAt(world, [PATIENT]),
    (texts) => texts.length >= count,
  );

it('is booked, moved, and confirmed by the answer of the person, all of it seen in the pages', async () => {
  await page.getByLabel('Phone').fill(PATIENT);
  await page.getByLabel('Name').fill('Nora Field');
  await page.getByLabel('Date').fill('2026-06-16');
  await page.getByLabel('Time', { exact: true }).fill('10:00');
  await page
    .getByText(/16 Jun.*10:00.*New York/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Book', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Nora Field' }).waitFor();
  await untilTexts(1);

  await page.getByRole('button', { name: 'Move or change' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move or change' });
  await dialog.getByLabel('Date').fill('2026-06-17');
  await dialog.getByRole('button', { name: 'Move it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await untilTexts(2);

  await world.judge.receiveText({ from: PATIENT, to: account.numberPhone, body: 'YES' });
  await page.getByText('Confirmed', { exact: true }).first().waitFor();
  await page.goto(`${world.api.url}/reminders`);
  const row = page.getByRole('row').filter({ hasText: 'Nora Field' });
  await row.getByRole('gridcell', { name: 'Confirmed', exact: true }).waitFor();
  expect(await row.getByRole('gridcell', { name: /^Wed 17 Jun, 10:00/ }).count()).toBe(1);
  expect(await dialledAt(world, [PATIENT])).toHaveLength(2);

  const strip = page.getByRole('list', { name: 'Load of the next seven days' });
  await row.dragTo(strip.getByRole('button', { name: /^Fri 12 Jun/ }));
  await dialog.waitFor();
  expect(await dialog.getByLabel('Date').inputValue()).toBe('2026-06-12');
  await dialog.getByRole('button', { name: 'Move it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page
    .getByText(/Fri 12 Jun.*10:00/)
    .first()
    .waitFor();
  expect(page.url()).not.toContain('moveTo');
});

it('that somebody says STOP to a campaign is seen on the contact and in the list of who said no', async () => {
  const [phone = ''] = somePhones(1);
  const { campaignId } = await createCampaign(world.user, { phones: [phone], steps: [callStep(account)] });
  await launch(world.user, campaignId);
  await untilOver(world.user, campaignId);
  await world.judge.receiveText({ from: phone, to: account.numberPhone, body: 'STOP' });
  await until(
    () => world.user.get<{ items: unknown[] }>('/v1/suppressions'),
    ({ items }) => items.length > 0,
  );
  await page.goto(`${world.api.url}/campaigns/${campaignId}/contacts`);
  await page.getByRole('gridcell', { name: 'Reached' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('tab', { name: 'Person' }).click();
  await drawer.getByRole('heading', { name: 'Said no' }).waitFor();
  await drawer.getByRole('listitem').filter({ hasText: 'STOP' }).getByText('Holds').waitFor();
  await page.goto(`${world.api.url}/suppressions`);
  const row = page.getByRole('row').filter({ hasText: 'STOP' });
  await row.waitFor();
  expect(await row.innerText()).toMatch(new RegExp(`•+ ?${phone.slice(-4)}`));
});
