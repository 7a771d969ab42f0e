import type { Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pagesOf } from '../../../dev/console/pages-to-see.ts';
import { fillWorld } from '../../../dev/console/world.ts';
import { axeComplaints } from '../../support/axe.ts';
import type { OpenedPage } from '../../support/open-page.ts';
import { until } from '../user.ts';
import { openConsole, whatIsShown, type Console } from './console-world.ts';

const SILENT = { step: () => {}, line: () => {}, progress: () => {} };
const THEMES = ['light', 'dark'] as const;

let house: Console;
let window: OpenedPage;
let page: Page;
let paths: readonly string[];
/** Questions to the API that are not answered yet; the stream of live messages never is. */
const asking = new Set<Request>();
beforeAll(async () => {
  house = await openConsole({ speed: 60 });
  const world = await fillWorld(house.open, { contacts: 90 }, SILENT);
  const programme = `/v1/programmes/${world.programmeId}`;
  const series = await house.user.ask(`${programme}/series/weekly`, {
    method: 'PUT',
    json: {
      phone: '+12125557999',
      rule: 'every Tuesday 14:30',
      first: '2026-06-16',
      zone: 'America/New_York',
      variables: { doctor: 'Dr Lind' },
    },
  });
  if (series.status >= 300) throw new Error(`no series: ${JSON.stringify(series.body)}`);
  const schedule = await house.user.post<{ id: string }>('/v1/schedules', {
    name: 'Every Monday',
    campaignId: world.campaigns.draft,
    rule: 'every Monday 10:00',
    zone: 'America/New_York',
  });
  paths = [
    ...pagesOf(world).map(({ path }) => path),
    '/',
    '/kit',
    '/login',
    '/setup#spent',
    '/join#spent',
    '/settings',
    `/campaigns/${world.campaigns.running}/overview`,
    ...['file', 'map', 'schedule', 'review'].map((step) => `/uploads/${world.draftImportId}?step=${step}`),
    `/reminders/series/${world.programmeId}/weekly`,
    '/reminders/programmes/new',
    `/reminders/recurring/${schedule.id}`,
    `/reminders/recurring/${schedule.id}/change`,
    `/reminders/recurring/new?campaign=${world.campaigns.running}`,
  ];
  window = await house.openAs('admin', '/campaigns');
  ({ page } = window);
  const isQuestion = (url: string): boolean => url.includes('/v1/') && !url.includes('/v1/live');
  page.on('request', (request) => isQuestion(request.url()) && asking.add(request));
  page.on('requestfinished', (request) => asking.delete(request));
  page.on('requestfailed', (request) => asking.delete(request));
}, 300_000);
afterAll(() => house.close());
afterEach(whatIsShown(() => page));

/** Goes there and waits until it shows what it is about, which is when nothing is asked for any more. */
async function visit(path: string): Promise<void> {
  await page.goto(house.api.url + path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  let quiet = 0;
  await until(
    async () => {
      const waits = path === '/kit' ? 0 : await page.locator('[aria-label="Loading"]').count();
      quiet = asking.size === 0 && waits === 0 ? quiet + 1 : 0;
      return quiet;
    },
    (times) => times >= 2,
  );
}

const AREAS = ['campaigns', 'uploads', 'failures', 'retries', 'reminders', 'settings'] as const;
const areaOf = (path: string): string => AREAS.find((area) => path.startsWith(`/${area}`)) ?? 'all else';

describe('every page', () => {
  it('is among those that are tried here', async () => {
    await visit('/campaigns');
    // The routes of the dashboard that is served, so that a page that is added tomorrow is missed here.
    const found: unknown = await page.evaluate('Object.keys(self.__TSR_ROUTER__.routesByPath)');
    const routes = Array.isArray(found) ? found.map(String) : [];
    expect(routes.length).toBeGreaterThan(30);
    const untried = routes.filter((route) => {
      const pattern = new RegExp(`^${route.replace(/\/$/, '').replaceAll(/\$\w+/g, '[^/]+')}/?$`);
      return !paths.some((path) => pattern.test(path.split(/[?#]/)[0] ?? ''));
    });
    expect(untried).toEqual([]);
  });

  it.each([...AREAS, 'all else'])(
    'of %s is sound to axe in both themes, silent, and asks nobody else',
    async (area) => {
      const wrong: Record<string, string[]> = {};
      const mine = paths.filter((path) => areaOf(path) === area);
      expect(mine.length).toBeGreaterThan(0);
      for (const path of mine) {
        await visit(path);
        for (const theme of THEMES) {
          await page.emulateMedia({ colorScheme: theme });
          await page.locator(`html[data-theme=${theme}]`).waitFor();
          await until(
            () => page.evaluate('document.getAnimations().filter((each) => each instanceof CSSTransition).length'),
            (moving) => moving === 0,
          );
          const found = [...(await axeComplaints(page)), ...window.complaints.splice(0), ...window.outside.splice(0)];
          if (found.length > 0) wrong[`${path} ${theme}`] = found;
        }
      }
      expect(wrong).toEqual({});
    },
    // Dozens of addresses in two themes, on a machine that runs a stack beside them.
    600_000,
  );
});
