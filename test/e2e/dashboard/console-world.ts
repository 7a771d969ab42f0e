import { sql } from 'drizzle-orm';
import type { Browser, Page, Response } from 'playwright-core';
import type { WorldUser } from '../../../dev/console/people.ts';
import { openWorld, type OpenWorld } from '../../../dev/console/world.ts';
import { firstRow } from '../../../db/rows.ts';
import type { Role } from '../../../domain/role.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openPage, type OpenedPage } from '../../support/open-page.ts';
import { openInstallation, type Installation } from '../installation.ts';
import { until } from '../user.ts';

/** An installation with people who may sign in, and a browser in which they do. */
export interface Console extends Omit<Installation, 'close'> {
  browser: Browser;
  /** Its clock, people and key, as the pictures have them: to be filled further. */
  open: OpenWorld;
  /** By the clock of the installation and of the provider. */
  nowMs: () => number;
  /** A window of its own, signed in, at the address. It is closed with the world. */
  openAs: (role: Role, path: string, options?: Parameters<typeof openPage>[2]) => Promise<OpenedPage>;
  /** Rejects when any window had something to complain about, or asked anything of anybody else. */
  close: () => Promise<void>;
}

/** The pages over the real thing: api, worker, Postgres, Temporal, Redis, and the simulator as provider. */
export async function openConsole(options: Parameters<typeof openInstallation>[0] = {}): Promise<Console> {
  const [house, browser] = await Promise.all([openInstallation(options), launchBrowser()]);
  const { adminDb } = house.test;
  const open = await openWorld({ adminDb, apiUrl: house.api.url, simulatorUrl: house.simulatorUrl }, 1);
  const people = byRole(open.users);
  const clock = await firstRow<{ offsetMs: number }>(
    adminDb,
    sql`select clock_offset_ms as "offsetMs" from installation`,
  );
  const offsetMs = clock?.offsetMs ?? 0;
  const opened: OpenedPage[] = [];
  return {
    ...house,
    browser,
    open,
    nowMs: () => Date.now() + offsetMs,
    openAs: async (role, path, look) => {
      const window = await openPage(browser, `${house.api.url}/login?to=${encodeURIComponent(path)}`, look);
      opened.push(window);
      await signIn(window, people[role]);
      return window;
    },
    close: async () => {
      await browser.close();
      await house.close();
      const complaints = opened.flatMap((window) => window.complaints);
      const outside = opened.flatMap((window) => window.outside);
      if (complaints.length + outside.length > 0) {
        throw new Error(`the pages complained: ${JSON.stringify({ complaints, outside }, null, 2)}`);
      }
    },
  };
}

/** With the keyboard alone, as everything here can be done. */
async function signIn({ page }: OpenedPage, { email, password }: WorldUser): Promise<void> {
  await page.getByLabel('E-mail').and(page.locator(':focus')).waitFor();
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop all dialing' }).waitFor();
}

function byRole(users: readonly WorldUser[]): Record<Role, WorldUser> {
  const of = (role: Role): WorldUser => {
    const found = users.find((user) => user.role === role);
    if (found === undefined) throw new Error(`nobody is ${role}`);
    return found;
  };
  return { viewer: of('viewer'), operator: of('operator'), admin: of('admin') };
}

/** For afterEach: what somebody saw when a test failed, as a screen reader tells it. */
export const whatIsShown =
  (page: () => Page) =>
  async ({ task }: { task: { result?: { state: string } } }): Promise<void> => {
    if (task.result?.state !== 'fail') return;
    console.log(page().url(), await page().locator('body').ariaSnapshot());
  };

/** When each of these people was dialled, by the provider's own list of requests and its clock. */
export async function dialledAt({ judge }: Pick<Console, 'judge'>, phones: readonly string[]): Promise<number[]> {
  const wanted = new Set(phones);
  const times: number[] = [];
  for await (const dial of judge.dials()) if (wanted.has(dial.to)) times.push(dial.receivedAtMs);
  return times;
}

/** When the browser had a good answer of the API, by the clock of the installation. */
export async function answeredAt({ nowMs }: Pick<Console, 'nowMs'>, response: Promise<Response>): Promise<number> {
  const answer = await response;
  if (!answer.ok()) throw new Error(`${answer.url()} was answered ${answer.status()}: ${await answer.text()}`);
  await answer.finished();
  const { startTime, responseStart } = answer.request().timing();
  return startTime + responseStart + nowMs() - Date.now();
}

/** The law of stopping: by the provider's list, no dial begins later than this after the answer. */
export const LAST_DIAL_WITHIN_MS = 2_000;

/** The dials that began too late after `answeredAtMs`, looked for until long after the last could have. */
export async function dialsTooLate(world: Console, phones: readonly string[], answeredAtMs: number): Promise<number[]> {
  const lookUntilMs = answeredAtMs + 2 * LAST_DIAL_WITHIN_MS;
  await until(
    async () => world.nowMs(),
    (nowMs) => nowMs > lookUntilMs,
    10,
  );
  return (await dialledAt(world, phones)).filter((atMs) => atMs > answeredAtMs + LAST_DIAL_WITHIN_MS);
}
