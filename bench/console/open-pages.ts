import { sql } from 'drizzle-orm';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../dev/browser.ts';
import { addPeople } from '../../dev/console/people.ts';
import { signIn } from '../../dev/console/take-shots.ts';
import type { Bench } from '../open-bench.ts';

const IN_PAGE = fileURLToPath(new URL('./in-page.js', import.meta.url));
const TIME_LAPSE = fileURLToPath(new URL('./time-lapse.js', import.meta.url));
const VIEWPORT = { width: 1440, height: 900 };
const USEFUL_WITHIN_MS = 60_000;

export interface Pages {
  /** A window of its own with nothing in its caches, signed in; its pages have `window.bench` (in-page.js). */
  openWindow: (lapse?: { factor: number }) => Promise<BrowserContext>;
  close: () => Promise<void>;
}

/** Signs an administrator in with a real browser. */
export async function openPages({ stack }: Bench): Promise<Pages> {
  const users = await addPeople(stack.adminDb);
  const admin = users.find(({ role }) => role === 'admin');
  if (!admin) throw new Error('nobody to sign in as');
  const browser: Browser = await launchBrowser();
  const entrance = await browser.newContext();
  await signIn(await entrance.newPage(), stack.apiUrl, admin);
  const storageState = await entrance.storageState();
  await entrance.close();
  return {
    openWindow: async (lapse) => {
      const context = await browser.newContext({ viewport: VIEWPORT, storageState, locale: 'en-US' });
      await context.addInitScript({ path: IN_PAGE });
      if (lapse) {
        await context.addInitScript(`globalThis.benchFactor = ${lapse.factor};`);
        await context.addInitScript({ path: TIME_LAPSE });
      }
      return context;
    },
    close: () => browser.close(),
  };
}

/** Goes there and waits until it shows what it is for. Answers how long that took from the start of the navigation. */
export async function goUntilUseful(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  // Asked from outside: the page's own policy evaluates nothing.
  for (const endsAtMs = performance.now() + USEFUL_WITHIN_MS; performance.now() < endsAtMs; await sleep(50)) {
    const usefulMs = await ask<number | null>(page, 'window.bench.usefulMs').catch(() => null);
    if (usefulMs !== null) return usefulMs;
  }
  throw new Error(
    `${url} showed nothing useful: ${(await ask<string>(page, 'document.body.innerText')).slice(0, 500)}`,
  );
}

/** The value of an expression in the page, whose type is the asker's word. */
export const ask = async <T>(page: Page, expression: string): Promise<T> => await page.evaluate<T>(expression);

/** Waits until counts are added up, so that what is measured afterwards is a warm server at rest. */
export async function untilCounted({ stack }: Bench): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    const left = await stack.adminDb.execute<{ n: number }>(
      sql`select count(*)::int as n from (select from count_deltas limit 5000) d`,
    );
    if ((left.rows[0]?.n ?? 0) < 200) return;
    await sleep(500);
  }
  throw new Error('counts are not added up');
}
