import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeComplaints } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openPage, type OpenedPage } from '../../support/open-page.ts';
import { ADMIN_SESSION, HEALTHY, refuse, startStubApi, type StubApi } from '../../support/stub-api.ts';

let browser: Browser;
let api: StubApi;
const opened: OpenedPage[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  api = await startStubApi();
}, 120_000);
afterEach(async () => {
  for (const page of opened.splice(0)) await page.close();
  await api.close();
});

async function open(path: string, options: Parameters<typeof openPage>[2] = {}): Promise<OpenedPage> {
  const page = await openPage(browser, api.url + path, options);
  opened.push(page);
  return page;
}

/** Waits until it is there. */
async function shows(locator: Locator): Promise<boolean> {
  await locator.waitFor({ state: 'attached' });
  return true;
}

const WIDTHS = [1440, 360];
const THEMES = ['light', 'dark'] as const;

describe.each(THEMES)('in the %s theme', (theme) => {
  it.each(['/kit', '/login', '/settings/replies?contact=1'])(
    '%s is sound to axe, to its policy and to itself',
    async (path) => {
      for (const width of WIDTHS) {
        const { page, complaints, outside } = await open(path, { theme, width });
        await page.waitForSelector('h1');
        if (path === '/kit') await page.waitForSelector('.uplot');
        expect(await axeComplaints(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.evaluate('document.documentElement.dataset.theme')).toBe(theme);
        expect([complaints, outside]).toEqual([[], []]);
      }
    },
  );
});

it('is sound to axe with everything open that opens', async () => {
  const { page, complaints } = await open('/kit');
  await page.getByRole('button', { name: 'Undo notice' }).click();
  await page.getByRole('button', { name: 'Bad notice' }).click();
  expect(await shows(page.getByRole('alert').getByText('Not paused'))).toBe(true);
  await page.getByRole('button', { name: 'Drawer' }).click();
  expect(await shows(page.getByRole('dialog', { name: 'Contact 4711' }))).toBe(true);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  expect(await shows(page.getByRole('menuitem', { name: 'Pause' }))).toBe(true);
  // A menu that is open belongs to its button, not to a landmark.
  expect((await axeComplaints(page)).filter((complaint) => !complaint.startsWith('region:'))).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  expect(await shows(page.getByRole('dialog', { name: 'Retry 1,692 contacts?' }))).toBe(true);
  expect(await axeComplaints(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

describe('who is not signed in', () => {
  it('is asked to, and comes back to the same address afterwards', async () => {
    api.answers['GET /v1/session'] = refuse(401, 'session_missing', 'Nobody is signed in.');
    api.answers['POST /v1/session'] = () => {
      api.answers['GET /v1/session'] = ADMIN_SESSION;
      return ADMIN_SESSION;
    };
    const { page } = await open('/settings/webhooks?contact=7');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Stop all dialing' }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/settings/webhooks?contact=7');
    expect(api.asked[0]).toEqual({
      call: 'POST /v1/session',
      body: { email: 'ada@example.com', password: 'correct horse battery' },
    });
  });

  it('is told why not, and how long to wait', async () => {
    api.answers['GET /v1/session'] = refuse(401, 'session_missing', 'Nobody is signed in.');
    api.answers['POST /v1/session'] = refuse(429, 'login_limited', 'Too many tries.', { retryAfterSeconds: 90 });
    const { page } = await open('/login');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    expect(await shows(page.getByText('Wait 1 min, then try again.'))).toBe(true);
  });

  it('is not led to somebody else by a link', async () => {
    for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      api.answers['GET /v1/session'] = refuse(401, 'session_missing', 'Nobody is signed in.');
      api.answers['POST /v1/session'] = () => {
        api.answers['GET /v1/session'] = ADMIN_SESSION;
        return ADMIN_SESSION;
      };
      const { page, outside } = await open(`/login?to=${encodeURIComponent(to)}`);
      await page.getByLabel('E-mail').fill('ada@example.com');
      await page.getByLabel('Password').fill('correct horse battery');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/campaigns');
      expect(outside).toEqual([]);
    }
  });

  it('goes to the login when the session ends in the middle, and is told so', async () => {
    const { page } = await open('/settings/webhooks');
    await page.getByRole('button', { name: 'Stop all dialing' }).click();
    api.answers['POST /v1/stop-all'] = refuse(401, 'session_expired', 'The session has ended.');
    api.answers['GET /v1/session'] = refuse(401, 'session_expired', 'The session has ended.');
    await page.getByLabel('Reason').fill('a test');
    await page.getByRole('button', { name: 'Stop all dialing' }).click();
    await page.getByText('Your session ran out').waitFor();
    expect(new URL(page.url()).searchParams.get('to')).toBe('/settings/webhooks');
  });
});

describe('the first administrator', () => {
  it('is made with the token behind the #, which no address that is asked for holds', async () => {
    api.answers['GET /v1/session'] = refuse(401, 'session_missing', 'Nobody is signed in.');
    api.answers['GET /v1/invites/t0ken'] = { role: 'admin', email: null, purpose: 'first_admin', expiresAt: '' };
    api.answers['POST /v1/invites/t0ken'] = () => {
      api.answers['GET /v1/session'] = ADMIN_SESSION;
      return ADMIN_SESSION;
    };
    const { page } = await open('/setup#t0ken');
    await page.getByLabel('Your name').fill('Ada Example');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password').fill('short');
    await page.getByText('7 more').waitFor();
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL('**/campaigns');
    expect(new URL(page.url()).hash).toBe('');
  });

  it('is told what is wrong with a link that is spent or cut', async () => {
    api.answers['GET /v1/invites/old'] = refuse(404, 'invite_unknown', 'This link was used or has expired.');
    expect(await shows((await open('/join#old')).page.getByText('This link opens nothing'))).toBe(true);
    expect(await shows((await open('/join')).page.getByText('The link is not whole'))).toBe(true);
  });
});

describe('the brake', () => {
  it('stops everything with a reason, and says what still ends', async () => {
    api.answers['POST /v1/stop-all'] = () => {
      api.answers['GET /v1/system'] = {
        ...HEALTHY,
        stopped: { by: 'user:ada@example.com', reason: 'wrong list', at: HEALTHY.at },
      };
      return { stopped: true, inFlight: 48, mayStillBegin: 0, lastCanEndAt: null };
    };
    const { page, complaints } = await open('/settings/webhooks', { width: 360, height: 740 });
    await page.getByRole('button', { name: 'Stop all dialing' }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Stop all dialing' });
    await page.getByLabel('Reason').fill('wrong list');
    await confirm.click();
    await page.getByText('48 calls and texts in progress will finish.').waitFor();
    await page.getByRole('region', { name: 'Warnings' }).getByText('wrong list').waitFor();
    await page.getByRole('button', { name: 'Start dialing' }).waitFor();
    expect(api.asked).toEqual([{ call: 'POST /v1/stop-all', body: { reason: 'wrong list' } }]);
    // The dialog locks scrolling by the one style element that the policy lets through.
    expect(complaints).toEqual([]);
  });

  it('stops everything without a reason too: the brake waits for no words', async () => {
    api.answers['POST /v1/stop-all'] = { stopped: true, inFlight: 0, mayStillBegin: 0, lastCanEndAt: null };
    const { page } = await open('/settings/webhooks');
    await page.getByRole('button', { name: 'Stop all dialing' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop all dialing' }).click();
    await page.getByText('All dialing is stopped.').waitFor();
    expect(api.asked).toEqual([{ call: 'POST /v1/stop-all', body: {} }]);
  });

  it('keeps the dialog and the reason when it is refused', async () => {
    api.answers['POST /v1/stop-all'] = refuse(503, 'database_away', 'The database cannot be reached.');
    const { page } = await open('/settings/webhooks');
    await page.getByRole('button', { name: 'Stop all dialing' }).click();
    await page.getByLabel('Reason').fill('wrong list');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop all dialing' }).click();
    await page.getByText('The database cannot be reached.').waitFor();
    expect(await page.getByLabel('Reason').inputValue()).toBe('wrong list');
  });

  it('says to a viewer which scope is missing, and does nothing', async () => {
    api.answers['GET /v1/session'] = {
      ...ADMIN_SESSION,
      user: { ...ADMIN_SESSION.user, role: 'viewer' },
      scopes: ['read'],
    };
    const { page } = await open('/settings/webhooks');
    const brake = page.getByRole('button', { name: 'Stop all dialing' });
    await brake.focus();
    await page
      .getByRole('tooltip')
      .getByText(/Needs the scope campaigns:write/)
      .waitFor();
    await brake.click({ force: true });
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('the live stream', () => {
  it('puts what it tells on the page, and says in words when it is gone and when it is back', async () => {
    const { page } = await open('/settings/webhooks');
    await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
    api.tell('system', { ...HEALTHY, warnings: [WARNING] });
    await page.getByText('Nothing is dialing').waitFor();
    api.cut();
    await page.getByText('Reconnecting').waitFor();
    await page.getByText(/data from \d\d:\d\d:\d\d/).waitFor();
    // The browser comes back by itself, and the stub answers again.
    expect(await shows(page.getByRole('status').getByText('Live', { exact: true }))).toBe(true);
  });
});

const WARNING = {
  code: 'no_worker',
  words: 'Nothing is dialing.',
  since: null,
  waits: 'Due calls wait.',
  works: 'Pause, stop and cancel work.',
  repair: 'Start the worker.',
};

describe('the keyboard', () => {
  it('opens help and palette, goes to pages, and leaves typing alone', async () => {
    const { page } = await open('/settings/webhooks');
    await page.getByRole('button', { name: 'Stop all dialing' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Go to Campaigns').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to' }).fill('audit');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/audit');
    await page.keyboard.press('g');
    await page.keyboard.press('y');
    await page.waitForURL('**/system');
    expect(await shows(page.getByRole('heading', { name: 'System' }))).toBe(true);
  });

  it('finds campaigns, retry runs and contacts by typing, and says so while it looks', async () => {
    api.answers['GET /v1/campaigns'] = { items: [{ id: 'c1', name: 'Spring recall' }], nextCursor: null };
    api.answers['GET /v1/retries'] = {
      items: [
        { id: 'r1', name: 'Spring, again', campaignName: 'Spring recall' },
        { id: 'r2', name: 'Of another day', campaignName: 'Autumn' },
      ],
      nextCursor: null,
    };
    api.answers['GET /v1/contacts'] = {
      items: [{ id: 7, name: 'Nora Spring', phone: '+1••••••0123', externalId: 'p-7' }],
      nextCursor: null,
    };
    const { page } = await open('/settings/webhooks');
    await page.getByRole('button', { name: 'Stop all dialing' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to' }).fill('spring');
    await page.getByText(/^Looking for/).waitFor();
    const found = page.getByRole('listbox', { name: 'Found' });
    await found.getByRole('option', { name: 'Nora Spring' }).waitFor();
    expect(await found.getByRole('option').allTextContents()).toEqual([
      'Spring recall',
      'Spring, againSpring recall',
      'Nora Spring+1••••••0123, p-7',
    ]);
    expect(await axeComplaints(page)).toEqual([]);
    api.answers['GET /v1/contacts'] = refuse(503, 'database_unreachable', 'The database is away.');
    await page.getByRole('combobox', { name: 'Go to' }).fill('spring again');
    await page.getByText(/^Not everything could be searched/).waitFor();
    await page.getByRole('combobox', { name: 'Go to' }).fill('spring');
    await found.getByRole('option', { name: 'Nora Spring' }).click();
    await page.waitForURL('**/settings/webhooks?contact=7');
  });

  it('skips to the page first', async () => {
    const { page } = await open('/settings/webhooks');
    await page.getByRole('button', { name: 'Stop all dialing' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });
});

it('keeps the chosen theme and shows it before the first paint', async () => {
  const { page } = await open('/settings/webhooks');
  await page.getByRole('button', { name: /menu of Ada Example/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
  // Before a single module has run.
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.reload({ waitUntil: 'commit' });
  expect(await shows(page.locator('html[data-theme="dark"]'))).toBe(true);
});
