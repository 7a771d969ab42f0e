import { sql } from 'drizzle-orm';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { join, PASSWORD } from './people-world.ts';

let world: ApiWorld;
let browser: Browser;
let port = 0;
beforeAll(async () => {
  world = await openApi();
  await join(world, 'first', 'ana@example.org');
  port = Number(new URL(await world.app.listen({ host: '127.0.0.1', port: 0 })).port);
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** A page of this host in a window of its own; any page will do. */
async function pageAt(host: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://${host}:${port}/healthz`);
  return page;
}

const CREDENTIALS = JSON.stringify({ email: 'ana@example.org', password: PASSWORD });

const ask = (page: Page, method: string, url: string, body?: string): Promise<number | string> =>
  page.evaluate(
    async (request) => {
      try {
        const headers: Record<string, string> = request.body ? { 'content-type': 'application/json' } : {};
        const { url: address, ...rest } = request;
        return (await fetch(address, { ...rest, headers, credentials: 'include' })).status;
      } catch (error) {
        return String(error);
      }
    },
    { method, url, ...(body === undefined ? {} : { body }) },
  );

describe.each(['127.0.0.1', 'localhost'])('a real browser at http://%s', (host) => {
  it('keeps the session, out of reach of scripts, and gives it back', async () => {
    const page = await pageAt(host);
    expect(await ask(page, 'GET', '/v1/session')).toBe(401);
    expect(await ask(page, 'POST', '/v1/session', CREDENTIALS)).toBe(200);
    expect(await ask(page, 'GET', '/v1/session')).toBe(200);
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.context().cookies()).toMatchObject([
      { name: '__Host-outdial', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' },
    ]);
    await page.reload();
    expect(await ask(page, 'POST', '/v1/templates', JSON.stringify({ name: host, body: 'x' }))).toBe(201);
    expect(await ask(page, 'DELETE', '/v1/session')).toBe(204);
    expect(await page.context().cookies()).toEqual([]);
    expect(await ask(page, 'GET', '/v1/session')).toBe(401);
    await page.context().close();
  });
});

it('of another site changes nothing, though the browser has a session here', async () => {
  const page = await pageAt('127.0.0.1');
  expect(await ask(page, 'POST', '/v1/session', CREDENTIALS)).toBe(200);
  const target = `http://127.0.0.1:${port}/v1/stop-all`;
  const refused: number[] = [];
  page.context().on('response', (response) => {
    if (response.url() === target) refused.push(response.status());
  });
  // The same server by another name is another site to the browser.
  await page.goto(`http://localhost:${port}/healthz`);
  await page.setContent(`<form method="post" enctype="text/plain" action="${target}"><button>win</button></form>`);
  await page.getByRole('button').click();
  await page.waitForURL(target);
  expect(refused).toEqual([401]);
  const installation = await firstRow<{ stopped: boolean }>(
    world.test.db,
    sql`select stopped_at is not null as stopped from installation`,
  );
  expect(installation?.stopped).toBe(false);
  await page.context().close();
});
