import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { CampaignProgress } from '../../../engine/reading/progress.ts';
import { axeComplaints } from '../../support/axe.ts';
import { callStep, createCampaign, importCsv, openAccount, phonesCsv, somePhones } from '../steps.ts';
import { dialledAt, openConsole, whatIsShown, type Console } from './console-world.ts';

let world: Console;
let page: Page;
let importId: string;
let campaignId: string;
beforeAll(async () => {
  world = await openConsole({ speed: 30 });
  const account = await openAccount(world);
  ({ id: importId } = await importCsv(world.user, phonesCsv(somePhones(3))));
  ({ campaignId } = await createCampaign(world.user, { importIds: [importId], steps: [callStep(account)] }));
  ({ page } = await world.openAs('operator', `/uploads/${importId}?step=review`));
});
afterAll(() => world.close());
afterEach(whatIsShown(() => page));

it('calls the operator once from the review step, shows what becomes of it, and leaves the campaign alone', async () => {
  const own = `+1212556${String(randomBytes(2).readUInt16BE() % 9_000).padStart(4, '0')}`;
  await page.getByRole('button', { name: 'Test call to me' }).click();
  const dialog = page.getByRole('dialog', { name: /^Test “/ });
  await dialog.getByLabel('Your number').fill(own);
  await dialog.getByText('Costs at most').waitFor();
  expect(await axeComplaints(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Call me' }).dblclick();
  await dialog.getByText('It is over.').waitFor();
  await dialog.getByText('Outcome').waitFor();
  expect(await axeComplaints(page)).toEqual([]);
  expect(await dialledAt(world, [own])).toHaveLength(1);
  const progress = await world.user.get<CampaignProgress>(`/v1/campaigns/${campaignId}/progress`);
  expect(progress).toMatchObject({ state: 'draft', contacts: { total: 3, done: 0 }, spentMicros: 0 });
  expect(progress.attempts.total).toBe(0);
  await dialog.getByRole('button', { name: 'Test again' }).click();
  // This tab remembers it; the one who closes it takes it away.
  expect(await dialog.getByLabel('Your number').inputValue()).toBe(own);
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await world.expectLawful();
});
