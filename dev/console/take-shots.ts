import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Shot } from './pages-to-see.ts';
import type { WorldUser } from './people.ts';

export interface Size {
  name: string;
  width: number;
  height: number;
}

export const SIZES: readonly Size[] = [
  { name: '1440', width: 1440, height: 900 },
  { name: '1024', width: 1024, height: 768 },
  { name: '360', width: 360, height: 740 },
];
export const THEMES = ['light', 'dark'] as const;

export interface ShotOptions {
  browser: Browser;
  apiUrl: string;
  user: WorldUser;
  folder: string;
  sizes?: readonly Size[];
  themes?: readonly (typeof THEMES)[number][];
  /** Changes what the page gets: a failing answer, one that never comes. */
  before?: (page: Page) => Promise<unknown>;
  /** How long a page is left alone before its picture. */
  settleMs?: number;
  onComplaint: (shot: string, words: string) => void;
}

const SETTLE_MS = 1_200;

/** Takes pictures of pages, signed in, in every size and theme. Answers how many. */
export async function takeShots(shots: readonly Shot[], options: ShotOptions): Promise<number> {
  const { browser, apiUrl, user, folder, sizes = SIZES, themes = THEMES, settleMs = SETTLE_MS } = options;
  mkdirSync(folder, { recursive: true });
  let taken = 0;
  for (const theme of themes) {
    for (const { name, width, height } of sizes) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: 'reduce',
        timezoneId: 'America/New_York',
        locale: 'en-US',
      });
      const page = await context.newPage();
      let at = '';
      page.on('console', (message) => {
        const isRefusal = message.text().startsWith('Failed to load resource');
        if (message.type() === 'error' && !isRefusal) options.onComplaint(at, message.text());
      });
      page.on('pageerror', (error) => options.onComplaint(at, error.message));
      await signIn(page, apiUrl, user);
      await options.before?.(page);
      for (const shot of shots) {
        at = `${shot.name}-${name}-${theme}`;
        await page.goto(apiUrl + shot.path);
        await page.waitForTimeout(settleMs);
        await page.screenshot({ path: join(folder, `${at}.png`) });
        taken += 1;
      }
      await context.close();
    }
  }
  return taken;
}

/** As a person does it. */
export async function signIn(page: Page, apiUrl: string, { email, password }: WorldUser): Promise<void> {
  await page.goto(`${apiUrl}/login`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}
