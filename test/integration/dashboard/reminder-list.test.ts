import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import type { appointmentInList } from '../../../api/schemas/appointment-lists.ts';
import { launchBrowser } from '../../support/browser.ts';
import { openPage } from '../../support/open-page.ts';
import { refuse, startStubApi, type StubApi } from '../../support/stub-api.ts';

const PROGRAMME_ID = '01980000-0000-7000-8000-000000000555';
const APPOINTMENT = `/v1/programmes/${PROGRAMME_ID}/appointments/visit-1`;
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000 + 30_000).toISOString();
const ZONE = 'Pacific/Kiritimati';
const wallThere = (at: string): string => new Date(Date.parse(at) + 14 * 3_600_000).toISOString().slice(0, 16);
const DUE = inHours(2);

const row: Partial<z.output<typeof appointmentInList>> = {
  id: PROGRAMME_ID,
  programmeId: PROGRAMME_ID,
  programme: 'Clinic',
  externalId: 'visit-1',
  name: 'Nora Field',
  phone: '+12025550123',
  state: 'booked',
  startsAt: inHours(4),
  zone: ZONE,
  local: wallThere(inHours(4)),
  viewerLocal: null,
  day: 'today',
  answer: null,
  heldUp: [],
  reminders: { waiting: 1, inFlight: 0, reached: 0, missed: 0, skipped: 0, failed: 0 },
  next: {
    key: '2h-call',
    says: 'Call, 2 h before',
    channel: 'call',
    at: DUE,
    local: wallThere(DUE),
    until: inHours(3),
  },
};

let browser: Browser;
let api: StubApi;
beforeAll(async () => {
  browser = await launchBrowser();
  api = await startStubApi({
    'GET /v1/programmes': { items: [], nextCursor: null },
    'GET /v1/reminders/missed': { items: [], nextCursor: null, policies: [] },
    'GET /v1/reminders/load': { zone: 'Etc/UTC', hours: [], lanes: [] },
    'GET /v1/appointments': {
      items: [row],
      nextCursor: null,
      at: inHours(0),
      counts: { today: 1, tomorrow: 0, later: 0 },
    },
    [`GET ${APPOINTMENT}`]: refuse(404, 'unknown_appointment', 'There is no such appointment.'),
  });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await api.close();
});

it('says whose clock the next attempt is told on, and when that is for who looks', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}/reminders`, { width: 1_400, height: 900 });
  const line = page.getByRole('row').filter({ hasText: 'Nora Field' });
  await line
    .getByText(/\d\d:\d\d Kiritimati$/)
    .nth(1)
    .waitFor();
  await line.getByText(/\d\d:\d\d for you, in 2 h: Call, 2 h before/).waitFor();
  expect(await page.getByRole('columnheader', { name: 'Starts' }).getAttribute('aria-sort')).toBe('ascending');
  expect(complaints).toEqual([]);
  await close();
}, 60_000);

it('says on a phone where an appointment stands and what comes next', async () => {
  const { page, complaints, close } = await openPage(browser, `${api.url}/reminders`, { width: 360, height: 800 });
  const who = page.getByRole('gridcell').filter({ hasText: 'Nora Field' });
  await who.getByText('call in 2 h').waitFor();
  expect(await who.getByText('Booked', { exact: true }).isVisible()).toBe(true);
  expect(complaints).toEqual([]);
  await close();
}, 60_000);

it('says of an appointment that there is none', async () => {
  const { page, close } = await openPage(browser, `${api.url}/reminders/appointments/${PROGRAMME_ID}/visit-1`);
  await page.getByText('There is no appointment at this address').waitFor();
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  await close();
}, 60_000);
