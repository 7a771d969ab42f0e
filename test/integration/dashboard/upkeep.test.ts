import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { axeComplaints } from '../../support/axe.ts';
import { launchBrowser } from '../../support/browser.ts';
import { ACCOUNT_ID, BALANCE, keptWorld } from '../../support/kept-world.ts';
import { openPage } from '../../support/open-page.ts';
import { ADMIN_SESSION, refuse, startStubApi, type StubApi } from '../../support/stub-api.ts';

let browser: Browser;
let api: StubApi;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  api = await startStubApi(keptWorld());
}, 120_000);
afterEach(() => api.close());

const see = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();

it.each([
  ['/credits', 'Every balance is the sum of its lines'],
  ['/numbers', '+1 415 555 0001'],
  ['/numbers?tab=orders', 'no answer in time'],
  ['/suppressions', 'No, please stop calling'],
  ['/suppressions?tab=lists', '1,000,000 numbers get no calls and texts'],
  ['/suppressions?tab=consents', '+1••••••0123'],
  ['/system', 'Nothing is dialing'],
  ['/audit', 'Paused a campaign'],
  ['/settings/accounts', 'Main'],
  [`/settings/accounts?account=${ACCOUNT_ID}`, 'Save the pace'],
  ['/settings/users', 'ada@example.com'],
  ['/settings/keys', 'Nightly job'],
  ['/settings/rules', 'At most 3 attempts to a person in any 24 hours'],
  ['/settings/templates', 'missed-you'],
  ['/settings/replies', 'Save the replies'],
  ['/settings/webhooks', 'crm.example.org'],
  ['/settings/profile', 'Firefox on Linux'],
])(
  '%s is sound to axe, and fits a phone',
  async (path, words) => {
    for (const [width, theme] of [
      [1440, 'light'],
      [360, 'dark'],
    ] as const) {
      const { page, complaints, outside, close } = await openPage(browser, api.url + path, { width, theme });
      if (width === 1440) await see(page, words);
      else await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle').catch(() => {});
      expect(await axeComplaints(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect([complaints, outside]).toEqual([[], []]);
      await close();
    }
  },
  120_000,
);

it('reaches the audit trail by mouse, on a phone too, and names there what was changed', async () => {
  for (const width of [1440, 360]) {
    const { page, complaints, close } = await openPage(browser, `${api.url}/settings/accounts`, { width });
    if (width === 1440) await page.getByRole('main').getByRole('link', { name: 'Audit trail' }).click();
    else {
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Audit trail' }).click();
    }
    await page.getByRole('heading', { level: 1, name: 'Audit trail' }).waitFor();
    const row = page.getByRole('row', { name: /Paused a campaign/ });
    await row.waitFor();
    if (width === 1440) {
      await row.getByRole('link', { name: 'Spring renewals' }).waitFor();
      await row.getByRole('gridcell', { name: '12', exact: true }).waitFor();
    }
    expect(complaints).toEqual([]);
    await close();
  }
}, 60_000);

it('offers the kinds of events to another system, all of them before anything is taken out', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}/settings/webhooks`, { width: 360 });
  const bodies: unknown[] = [];
  api.answers['POST /v1/webhook-endpoints'] = (body: unknown) => {
    bodies.push(body);
    return { endpointId: ACCOUNT_ID, secret: 'whsec_test' };
  };
  for (const kinds of [[], ['campaign.paused', 'campaign.completed', 'retry.canary_stopped', 'retry.completed']]) {
    await page.getByRole('button', { name: 'Add an address' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Tell another system' });
    await dialog.getByLabel('Address').fill('https://crm.example.org/outdial');
    expect(await axeComplaints(page)).toEqual([]);
    if (kinds.length > 0) {
      for (const group of ['Lists', 'Campaigns', 'Appointments']) {
        await dialog.getByRole('checkbox', { name: group, exact: true }).click();
      }
      const campaigns = dialog.getByRole('group', { name: 'Campaigns' });
      await campaigns.getByRole('checkbox', { name: 'paused' }).click();
      await campaigns.getByRole('checkbox', { name: 'everybody has a result' }).click();
    }
    await dialog.getByRole('button', { name: 'Add the address' }).click();
    await expect.poll(() => bodies.length).toBe(kinds.length > 0 ? 2 : 1);
    expect(bodies.at(-1)).toEqual({ url: 'https://crm.example.org/outdial', kinds: expect.arrayContaining(kinds) });
    expect(bodies.at(-1)).toHaveProperty('kinds.length', kinds.length);
    await page.getByText('whsec_test').waitFor();
    await page.getByRole('button', { name: 'I have copied it' }).click();
  }
  expect(complaints).toEqual([]);
  await close();
}, 60_000);

it('makes a mismatch of the ledger a red banner that repairs nothing', async () => {
  const differing = [
    {
      owner: 'account',
      id: ACCOUNT_ID,
      name: 'Main',
      purse: 'available',
      balanceMicros: 9,
      linesMicros: 8,
      differenceMicros: 1,
    },
  ];
  api.answers['GET /v1/ledger/check'] = { ok: false, purses: 6, differing, at: '2026-11-26T13:02:11.000Z' };
  const { page, close } = await openPage(browser, `${api.url}/credits`);
  await page.getByRole('alert').getByText('1 balance is not the sum of its lines').waitFor();
  expect(api.asked).toEqual([]);
  await close();
}, 60_000);

it('orders a number once: pressed again for want of an answer, it is the same order', async () => {
  const seen: unknown[] = [];
  api.answers['POST /v1/numbers/provision'] = (body: unknown) => {
    seen.push(body);
    return seen.length === 1
      ? refuse(503, 'busy', 'Busy.')()
      : { orderId: ACCOUNT_ID, state: 'unknown', message: 'no word' };
  };
  const { page, close } = await openPage(browser, `${api.url}/numbers`);
  const keys: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/provision')) keys.push(request.headers()['idempotency-key']);
  });
  await page.getByRole('button', { name: 'Order a number' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox').click();
  await dialog.getByRole('button', { name: 'Order one number' }).click();
  await dialog.getByText('Busy.').waitFor();
  await dialog.getByRole('button', { name: 'Order one number' }).click();
  await see(page, 'It is not known whether the number was ordered');
  expect(seen).toEqual([
    { accountId: ACCOUNT_ID, request: {} },
    { accountId: ACCOUNT_ID, request: {} },
  ]);
  expect(keys).toEqual([expect.any(String), keys[0]]);
  expect(page.url()).toContain('tab=orders');
  await close();
}, 60_000);

it.each([
  ['/settings/accounts', 'Add an account', 'Add the account', 'Name it, so that it can be told from others.'],
  ['/numbers', 'Order a number', 'Order one number', 'Say so, to order it.'],
  ['/suppressions?tab=lists', 'Load a list', 'Load the list', 'Choose the file.'],
  ['/credits', 'Top up', 'Add the credit', 'Write an amount, like 250.00.'],
])(
  '%s: %s, pressed too early, says at the field what is missing, goes there and sends nothing',
  async (path, opener, submit, words) => {
    const { page, complaints, close } = await openPage(browser, api.url + path);
    await page.getByRole('button', { name: opener }).first().click();
    const dialog = page.getByRole('dialog');
    const button = dialog.getByRole('button', { name: submit });
    await button.waitFor();
    expect(await dialog.getByText(words).count()).toBe(0);
    await button.click();
    await dialog.getByText(words).waitFor();
    const described =
      "document.activeElement.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent)";
    await expect.poll(() => page.evaluate(described).catch(() => [])).toContain(words);
    expect(await axeComplaints(page)).toEqual([]);
    expect([api.asked, complaints]).toEqual([[], []]);
    await close();
  },
  60_000,
);

it('keeps the role of the last administrator, and says why', async () => {
  const { page, close } = await openPage(browser, `${api.url}/settings/users`);
  await page.getByRole('button', { name: 'What to do with Ada Example' }).click();
  await page
    .getByRole('menuitem', { name: /Disable/ })
    .getByText('make somebody else one first')
    .waitFor();
  await page.getByRole('menuitem', { name: 'Change role or name' }).click();
  await see(page, 'Their role cannot be taken');
  expect(await page.getByRole('radio', { name: 'Viewer' }).isDisabled()).toBe(true);
  await close();
}, 60_000);

it('tells a viewer which scope is missing, and sends nothing', async () => {
  api.answers['GET /v1/session'] = {
    ...ADMIN_SESSION,
    user: { ...ADMIN_SESSION.user, role: 'viewer' },
    scopes: ['read'],
  };
  api.answers['GET /v1/keys'] = refuse(403, 'scope_missing', 'Your role may not do this.', { needed: 'keys:write' });
  const { page, close } = await openPage(browser, `${api.url}/settings/keys`);
  await see(page, 'Missing scope:');
  await page.goto(`${api.url}/credits`);
  const topUp = page.getByRole('button', { name: 'Top up' }).first();
  await topUp.waitFor();
  expect(await topUp.getAttribute('aria-description')).toContain('credits:write');
  await topUp.click({ force: true });
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(api.asked).toEqual([]);
  await close();
}, 60_000);

it('shows the first suppression where there was none, and lets those wait that come above others', async () => {
  const row = (n: number) => ({
    id: `01980000-0000-7000-8000-00000000070${n}`,
    phone: `+1••••••070${n}`,
    purpose: '',
    channel: '',
    source: 'sms',
    list: null,
    evidence: `no ${n}`,
    createdBy: 'fold',
    createdAt: '2026-11-26T13:02:11.000Z',
    liftedAt: null,
    liftedBy: null,
    liftedReason: null,
  });
  const show = (...numbers: number[]): void => {
    api.answers['GET /v1/suppressions'] = { items: numbers.map(row), nextCursor: null };
  };
  show();
  const { page, complaints, close } = await openPage(browser, `${api.url}/suppressions`);
  await see(page, 'Nobody is suppressed');
  // Told again until the page has joined the topic: what was told before it did was told to nobody.
  const tellUntil = (what: Locator): Promise<void> =>
    expect
      .poll(
        async () => {
          api.tell('suppressions', { at: '2026-11-26T13:02:12.000Z' });
          return await what.count();
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0);
  show(1);
  await tellUntil(page.getByText('no 1'));
  show(2, 1);
  const more = page.getByRole('button', { name: '1 new' });
  await tellUntil(more);
  await more.click();
  await see(page, 'no 2');
  expect(complaints).toEqual([]);
  await close();
}, 60_000);

it('offers the consents as CSV, and what was lifted alone, by the address', async () => {
  const { page, close } = await openPage(browser, `${api.url}/suppressions?tab=consents&kind=revoked`);
  const link = page.getByRole('link', { name: /CSV/ });
  expect(await link.getAttribute('href')).toContain('/v1/consents/events.csv?kind=revoked');
  const lifted = page.waitForRequest(/\/v1\/suppressions\?.*onlyLifted=true/);
  await page.goto(`${api.url}/suppressions?state=lifted`);
  await lifted;
  await close();
}, 60_000);

it('lets nobody top up by the notice of a low balance who may not', async () => {
  api.answers['GET /v1/ledger/balances'] = { items: [{ ...BALANCE, freeMicros: 0, availableMicros: 0 }] };
  api.answers['GET /v1/session'] = {
    ...ADMIN_SESSION,
    user: { ...ADMIN_SESSION.user, role: 'operator' },
    scopes: ['read', 'campaigns:write'],
  };
  const { page, close } = await openPage(browser, `${api.url}/credits`);
  await see(page, 'Main is used up');
  const buttons = page.getByRole('button', { name: 'Top up' });
  expect(await buttons.count()).toBe(3);
  for (const button of await buttons.all()) {
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await button.getAttribute('aria-description')).toContain('credits:write');
  }
  await close();
}, 120_000);
