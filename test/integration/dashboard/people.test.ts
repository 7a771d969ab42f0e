import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureDashboardBuilt } from '../../../dev/dashboard/ensure-built.ts';
import { firstAdminToken } from '../../../engine/access/first-admin-link.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openPage } from '../../support/open-page.ts';
import { openApi, type ApiWorld } from '../api/api-world.ts';

const PASSWORD = 'plough under lantern seven';

let world: ApiWorld;
let browser: Browser;
let url: string;

beforeAll(async () => {
  const built = process.env['OUTDIAL_TEST_DASHBOARD'];
  if (built === undefined) await ensureDashboardBuilt({ log: () => {} });
  [world, browser] = await Promise.all([
    openApi({ api: built === undefined ? {} : { dashboardFolder: built } }),
    launchBrowser(),
  ]);
  url = await world.app.listen({ host: '127.0.0.1', port: 0 });
}, 120_000);
afterAll(async () => {
  await browser.close();
  world.app.server.closeAllConnections();
  await world.close();
});

it('takes the first administrator from the printed link to the pages, out and in again, over the real API', async () => {
  const token = await firstAdminToken(world.engine, { actor: 'test' });
  const { page, complaints, outside, close } = await openPage(browser, `${url}/setup#${token}`);
  await page.getByLabel('Your name').fill('Ada Example');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL('**/campaigns');
  await page.getByRole('status').getByText('Live', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'menu of Ada Example, admin' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/login*');
  // The session is gone at the server too, not only on the page.
  await page.goto(`${url}/settings/webhooks`);
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/settings/webhooks');
  await page.getByRole('button', { name: 'Stop all dialing' }).waitFor();
  expect([complaints, outside]).toEqual([[], []]);
  await close();

  const again = await openPage(browser, `${url}/setup#${token}`);
  await again.page.getByText('This link opens nothing').waitFor();
  await again.close();
});
