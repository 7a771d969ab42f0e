import { sql } from 'drizzle-orm';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../db/rows.ts';
import { callStep, createCampaign, launch, openAccount, progressOf, somePhones } from '../steps.ts';
import { until } from '../user.ts';
import { dialledAt, openConsole, whatIsShown, type Console } from './console-world.ts';

const phones = somePhones(40);
const masked = (phone: string): RegExp => new RegExp(`•+ ?${phone.slice(-4)}`);

let world: Console;
let page: Page;
let campaignId: string;
beforeAll(async () => {
  world = await openConsole({ speed: 1 });
  const account = await openAccount(world);
  const settings = { pacePerSecond: 0.2 };
  ({ campaignId } = await createCampaign(world.user, { phones, steps: [callStep(account)], settings }));
  await launch(world.user, campaignId);
  await until(
    () => dialledAt(world, phones),
    (dials) => dials.length > 0,
  );
});
afterAll(() => world.close());
afterEach(whatIsShown(() => page));

const shown = (): Promise<string> => page.locator('body').innerText();
const contactOf = async (phone: string): Promise<number> => {
  const [found] = await rows<{ id: number }>(
    world.test.readDb,
    sql`select id from contacts where '+' || phone = ${phone}`,
  );
  return found?.id ?? 0;
};

describe('a viewer', () => {
  it('sees numbers masked, and beside each thing that it may not do the reason', async () => {
    ({ page } = await world.openAs(
      'viewer',
      `/campaigns/${campaignId}/contacts?contact=${await contactOf(phones[3] ?? '')}`,
    ));
    const drawer = page.getByRole('dialog').filter({ hasText: 'Story' });
    await drawer
      .getByText(masked(phones[3] ?? ''))
      .first()
      .waitFor();
    await page
      .getByRole('grid')
      .getByRole('gridcell', { name: masked(phones[0] ?? '') })
      .waitFor();
    for (const phone of phones) expect(await shown()).not.toContain(phone.slice(2));

    const reveal = drawer.getByRole('button', { name: /^Show the whole number/ });
    await reveal.focus();
    await page.getByRole('tooltip').getByText('phones:reveal').waitFor();
    expect(await reveal.getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
    const pause = page.getByRole('button', { name: 'Pause', exact: true });
    expect(await pause.getAttribute('aria-disabled')).toBe('true');
    expect(await pause.getAttribute('aria-description')).toContain('campaigns:write');
    await pause.click({ force: true });
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Stop all dialing' }).click({ force: true });
    expect(await page.getByRole('dialog', { name: /dialing/ }).count()).toBe(0);
    expect(await progressOf(world.user, campaignId)).toMatchObject({ state: 'running', stopped: false });
  });

  it('is refused by the API itself, whatever its page would let it do', async () => {
    const paths = [`/v1/campaigns/${campaignId}/pause`, '/v1/stop-all', '/v1/reveal'];
    const statuses: unknown = await page.evaluate(
      `Promise.all(${JSON.stringify(paths)}.map((path) => fetch(path, { method: 'POST' }).then(({ status }) => status)))`,
    );
    expect(statuses).toEqual([403, 403, 403]);
  });
});

describe('an operator', () => {
  it('sees the whole number when asking for it, and the audit trail keeps who asked', async () => {
    const phone = phones[5] ?? '';
    const id = await contactOf(phone);
    ({ page } = await world.openAs('operator', `/campaigns/${campaignId}/contacts?contact=${id}`));
    const drawer = page.getByRole('dialog').filter({ hasText: 'Story' });
    await drawer.getByText(masked(phone)).first().waitFor();
    await drawer.getByRole('button', { name: /^Show the whole number/ }).click();
    await until(shown, (text) => text.replaceAll(' ', '').includes(phone));
    const reveals = await rows(
      world.test.readDb,
      sql`select actor, subject from audit_entries where action = 'phone.reveal'`,
    );
    expect(reveals).toEqual([{ actor: 'user:operator@riverside.example', subject: `contact:${id}` }]);
  });

  it('cannot be made to pause by a page of somebody else', async () => {
    const evil = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<form method="post" action="${world.api.url}/v1/campaigns/${campaignId}/pause"><button>Win</button></form>`,
      );
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = portOf(evil.address());
      const tab = await page.context().newPage();
      await tab.goto(`http://127.0.0.1:${port}/`);
      // Another port is the same site to cookies: they come along, and only the check of the origin is left.
      const answer = tab.waitForResponse('**/pause');
      await tab.getByRole('button', { name: 'Win' }).click();
      expect(await (await answer).json()).toMatchObject({ status: 403, code: 'cross_site' });
      await tab.goto(`http://127.0.0.1:${port}/`);
      const sent: unknown = await tab.evaluate(
        `fetch('${world.api.url}/v1/campaigns/${campaignId}/pause', { method: 'POST', mode: 'no-cors', credentials: 'include' }).then(({ type }) => type)`,
      );
      expect(sent).toBe('opaque');
      await tab.close();
    } finally {
      evil.close();
    }
    expect(await progressOf(world.user, campaignId)).toMatchObject({ state: 'running' });
    // The same cookie pauses from its own page, so that it was not the session that was missing.
    await page.getByRole('button', { name: 'Close' }).first().click();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page
      .getByText(/^Paus(ing|ed)/)
      .first()
      .waitFor();
    expect(await progressOf(world.user, campaignId)).toMatchObject({ state: 'paused' });
  });
});

function portOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('it listens at no port');
  return address;
}
