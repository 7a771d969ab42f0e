import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
async function serve(answer: (request: Request) => StubAnswer | undefined) {
  stub = await apiStub(answer);
  return { apiUrl: stub.url, apiKey: 'od_test' };
}
const asked = () => (stub?.requests ?? []).map(({ path, query }) => [path, Object.fromEntries(query)]);

const look = (rule: string, verdict: string, evidence: string) => ({
  rule,
  verdict,
  version: 'settings 2',
  evidence,
  nextChangeAt: null,
  whatWouldChange: null,
});
const explanation = {
  contactId: 7,
  campaignId: ID,
  campaign: 'June recall',
  reminder: null,
  phone: '+13035550123',
  at: '2026-06-10T12:48:00.000Z',
  verdict: 'waiting',
  state: 'waiting',
  reason: null,
  code: 'waits_for_window',
  message: 'Opens 10:00 in America/Denver, in 3 h 12 min.',
  nextAt: '2026-06-10T16:00:00.000Z',
  decidingRule: 'window',
  rules: [
    look('campaign', 'passes', 'its campaign is running'),
    look('window', 'waits', 'closed'),
    look('pace', 'not_known', '?'),
  ],
};

describe('why', () => {
  it('shows each rule with a sign and its word, so that neither colour nor sign alone says it', async () => {
    const { code, out } = await run(
      ['why', '7', '--at', '2026-06-10T12:48:00Z'],
      await serve(() => ({ body: explanation })),
    );
    expect(code).toBe(0);
    expect(asked()).toEqual([['/v1/contacts/7/explain', { at: '2026-06-10T12:48:00Z' }]]);
    expect(out).toContain(`+13035550123, contact 7, campaign "June recall" ${ID}`);
    expect(out).toContain('WAITING. Opens 10:00 in America/Denver, in 3 h 12 min. Next: 2026-06-10T16:00:00Z.');
    expect(out).toMatch(/campaign +✓ passes +its campaign is running/);
    expect(out).toMatch(/window +… waits +closed/);
    expect(out).toMatch(/pace +\? not known/);
  });

  it('takes a number in full, and is the answer itself with --json', async () => {
    const body = {
      phone: '+13035550123',
      personPhones: ['+13035550123'],
      contacts: [explanation],
      appointments: [],
      suppressions: [],
    };
    const outcome = await run(['why', '+13035550123', '--json'], await serve(() => ({ body })));
    expect(asked()).toEqual([['/v1/explain', { phone: '+13035550123' }]]);
    expect(documentOf(outcome)).toEqual(body);
  });

  it('shows the appointments of a number with every step, and names a message by its programme', async () => {
    const reminder = {
      programmeId: ID,
      programme: 'Dental',
      step: '24h-sms',
      says: '24h-sms of "Dental" for A-17, Tue 9 Dec 09:30 in Chicago',
      appointments: [{ externalId: 'A-17', startsAt: '2026-12-09T15:30:00.000Z', zone: 'America/Chicago' }],
      cutOffAt: '2026-12-09T15:30:00.000Z',
    };
    const step = {
      key: '24h-sms',
      channel: 'sms',
      status: 'planned',
      reason: null,
      contactId: 7,
      sharedWith: ['A-18'],
    };
    const appointment = {
      id: ID,
      programmeId: ID,
      programme: 'Dental',
      externalId: 'A-17',
      phone: '+13035550123',
      state: 'booked',
      startsAt: '2026-12-09T15:30:00.000Z',
      zone: 'America/Chicago',
      says: 'Tue 9 Dec 09:30 in Chicago',
      steps: [
        { ...step, why: 'At its own time.' },
        { ...step, key: '2h-call', status: 'skipped', reason: 'opted_out', why: 'Not sent: a no.', contactId: null },
      ],
    };
    const contacts = [{ ...explanation, campaign: 'Dental', reminder }];
    const body = { phone: '+13035550123', personPhones: [], contacts, appointments: [appointment], suppressions: [] };
    const client = await serve(() => ({ body }));
    const { out } = await run(['why', '+13035550123'], client);
    expect(out).toContain('+13035550123, appointment A-17 of programme "Dental", Tue 9 Dec 09:30 in Chicago: booked');
    expect(out).toMatch(/24h-sms +sms +planned +At its own time\. +7 +A-18/);
    expect(out).toMatch(/2h-call +sms +skipped +Not sent: a no\./);
    expect(out).toContain('contact 7, 24h-sms of "Dental" for A-17, Tue 9 Dec 09:30 in Chicago');
    expect(out).not.toContain(`campaign ${ID}`);
    const other = await run(['why', '+13035550123', '--campaign', 'Eyes'], client);
    expect(other.err).toContain('No list holds +13035550123.');
  });

  it('says that nobody is known by a number, and refuses what is neither number nor contact', async () => {
    const body = {
      phone: '+13035550123',
      personPhones: ['+13035550123'],
      contacts: [],
      appointments: [],
      suppressions: [],
    };
    const client = await serve(() => ({ body }));
    expect((await run(['why', '+13035550123'], client)).err).toContain('No list holds +13035550123.');
    expect((await run(['why', 'Ann'], client)).err).toContain('"Ann" is no contact');
  });
});

describe('campaign dry-run', () => {
  const body = {
    campaignId: ID,
    at: '2026-06-10T12:48:00.000Z',
    contacts: 3,
    now: 1,
    later: [{ at: '2026-06-10T16:00:00.000Z', zone: 'America/Denver', label: '10:00 in America/Denver', contacts: 1 }],
    laterMore: 0,
    never: [{ state: 'unknown_zone', reason: 'zone_unknown', contacts: 1 }],
    needZone: 1,
    needConsent: 0,
    inFlight: 0,
    finished: 0,
    oneRoundMicros: 200_000,
    message: '1 now, 1 after 10:00 in America/Denver, 1 need a zone',
  };

  it('finds a campaign by its name and says what a launch would do', async () => {
    const client = await serve(({ path }) => {
      if (path.endsWith('/dry-run')) return { body };
      const campaign = { id: ID, runId: ID, name: 'June recall', state: 'draft', contacts: 3, contactsDone: 0 };
      return {
        body: {
          items: [
            {
              ...campaign,
              channels: ['call'],
              byState: {},
              spentMicros: 0,
              budgetMicros: null,
              currency: 'USD',
              createdAt: body.at,
              createdBy: 'x',
              launchedAt: null,
              endedAt: null,
              pausedReason: null,
              pausedBy: null,
              pausedAt: null,
              blockedReason: null,
            },
          ],
          nextCursor: null,
        },
      };
    });
    const { code, out, err } = await run(['campaign', 'dry-run', 'June recall'], client);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('If launched 2026-06-10T12:48:00Z: 1 now, 1 after 10:00 in America/Denver, 1 need a zone');
    expect(out).toMatch(/zone_unknown +unknown_zone +1/);
    expect(out).toContain('at most 0.20');
    expect(out).toContain(`outdial review zones ${ID}`);
    expect(out).not.toContain('That moment is over');
    const past = await run(['campaign', 'dry-run', 'June recall', '--at', '2026-06-01T00:00:00Z'], client);
    expect(past.out).toContain('That moment is over: this is of now.');
    expect((await run(['campaign', 'dry-run', 'July recall'], client)).err).toContain(
      'There is no campaign "July recall"',
    );
  });
});
