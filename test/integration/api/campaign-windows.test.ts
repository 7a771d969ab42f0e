import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../db/rows.ts';
import { loadRun } from '../../../engine/dialing/run-context.ts';
import { planReady } from '../../../engine/planning/plan-ready.ts';
import { roll } from '../../../engine/planning/roll.ts';
import { ALL_DAY, ALWAYS, seedCampaign, seedContacts, type SeedOptions, type Seeded } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

const seed = (options: SeedOptions): Promise<Seeded> => seedCampaign(world.engine, world.test, options);
const at = ({ campaignId }: Seeded): string => `/v1/campaigns/${campaignId}`;
const plan = async ({ runId }: Seeded): Promise<void> => {
  const run = await loadRun(world.engine, runId);
  if (run) await planReady(world.engine, run);
};
const nowMs = async (): Promise<number> =>
  (await firstRow<{ ms: number }>(world.test.db, sql`select to_ms(outdial_now()) as ms`))?.ms ?? 0;
const inDays = async (days: number): Promise<string> => new Date((await nowMs()) + days * 86_400_000).toISOString();
const dayIn = async (days: number): Promise<string> => (await inDays(days)).slice(0, 10);

describe('settings of when', () => {
  it('come back as they were sent, and every version of them is kept', async () => {
    const seeded = await seed({ contacts: 1, launch: false });
    const [startsAt, endsAt] = [await inDays(1), await inDays(5)];
    const hours = { ...ALWAYS, channels: { sms: { mon: [['09:00', '12:00']] } }, holidays: ['us-federal'] };
    const change = { startsAt, endsAt, leftovers: 'expire', hours, personCaps: [{ count: 2, hours: 48 }] };
    const changed = await world.ask('PATCH', `${at(seeded)}/settings`, { body: change });
    expect(changed.body).toMatchObject({ replanned: true, settings: change });
    expect((await world.ask('GET', at(seeded))).body).toMatchObject({ settings: change });
    await world.ask('PATCH', `${at(seeded)}/settings`, { body: { startsAt: null } });
    const versions = await rows(
      world.test.db,
      sql`select version, settings ->> 'leftovers' as leftovers, (settings ->> 'startsAtMs')::float8 as start, created_by <> 'test' as "byKey"
          from campaign_versions where campaign_id = ${seeded.campaignId} order by version`,
    );
    expect(versions).toEqual([
      { version: 1, leftovers: 'roll', start: null, byKey: false },
      { version: 2, leftovers: 'expire', start: Date.parse(startsAt), byKey: true },
      { version: 3, leftovers: 'expire', start: null, byKey: true },
    ]);
  });

  it('that cannot be are refused, each with its place', async () => {
    const seeded = await seed({ contacts: 1, launch: false });
    const problems = async (body: object): Promise<unknown> =>
      (await world.ask('PATCH', `${at(seeded)}/settings`, { body })).body['problems'];
    expect(await problems({ hours: { ...ALWAYS, holidays: ['us-federal', 'moon'] } })).toEqual([
      { pointer: '/hours/holidays/1', code: 'hours_unknown_calendar', message: expect.stringContaining('us-federal') },
    ]);
    expect(await problems({ hours: { ...ALWAYS, channels: { call: {} } } })).toMatchObject([
      { pointer: '/hours/channels/call', code: 'hours_never_open' },
    ]);
    expect(await problems({ endsAt: await inDays(-1) })).toMatchObject([{ pointer: '/endsAt', code: 'end_passed' }]);
    const upsideDown = { startsAt: await inDays(3), endsAt: await inDays(2) };
    expect(await problems(upsideDown)).toMatchObject([{ pointer: '/endsAt', code: 'ends_before_start' }]);
    expect(await problems({ personCaps: [] })).toMatchObject([{ pointer: '/personCaps', code: 'out_of_range' }]);
    const notice = await world.ask('PATCH', `${at(seeded)}/settings`, { body: { purpose: 'notice' } });
    expect(notice.body).toMatchObject({ status: 400, code: 'request_invalid' });
  });

  it('may lie ahead at a launch, which says when it starts, and not behind', async () => {
    const later = await seed({ contacts: 1, launch: false, settings: { startsAtMs: (await nowMs()) + 86_400_000 } });
    const launched = await world.ask('POST', `${at(later)}/launch`);
    expect(Date.parse(launched.field('startsAt'))).toBeGreaterThan((await nowMs()) + 86_000_000);
    const over = await seed({ contacts: 1, launch: false });
    await world.test.adminDb.execute(
      sql`update campaigns set settings = settings || jsonb_build_object('endsAtMs', to_ms(outdial_now()) - 1) where id = ${over.campaignId}`,
    );
    expect((await world.ask('POST', `${at(over)}/launch`)).body).toMatchObject({ status: 409, code: 'end_passed' });
    // Whatever else can still be changed.
    expect((await world.ask('PATCH', `${at(over)}/settings`, { body: { maxConcurrent: 3 } })).status).toBe(200);
  });
});

describe('windows that never open', () => {
  const onlySunday = { ...ALWAYS, weekly: { sun: ALL_DAY } };

  it('are refused with the rule that closes them when that is everybody', async () => {
    const seeded = await seed({ contacts: 2, launch: false });
    await world.test.adminDb.execute(sql`update contacts set place_key = 'US-AL' where import_id in
      (select id from imports where campaign_id = ${seeded.campaignId})`);
    const body = { purpose: 'informational', hours: onlySunday };
    for (const verb of ['settings', 'settings/preview']) {
      const refused = await world.ask(verb === 'settings' ? 'PATCH' : 'POST', `${at(seeded)}/${verb}`, { body });
      expect(refused.body).toMatchObject({
        status: 422,
        code: 'window_never_open',
        detail: expect.stringContaining('us-al-hours (US-AL)'),
        groups: [{ step: 0, contacts: 2, places: ['US-AL'], ruleIds: ['us-al-hours'] }],
      });
    }
    expect((await world.ask('GET', at(seeded))).body).toMatchObject({ settings: { purpose: 'emergency' } });
  });

  it('of some are a warning with their number and place', async () => {
    const seeded = await seed({ contacts: 3, launch: false });
    await world.test.adminDb
      .execute(sql`update contacts set place_key = case when id = ${seeded.contactIds[0]} then 'US-AL' else 'US-CA' end
      where import_id in (select id from imports where campaign_id = ${seeded.campaignId})`);
    const body = { purpose: 'informational', hours: onlySunday };
    const warning = {
      code: 'window_never_open',
      message: expect.stringContaining('1 of 3'),
      groups: [{ contacts: 1, places: ['US-AL'] }],
    };
    expect((await world.ask('PATCH', `${at(seeded)}/settings`, { body })).body).toMatchObject({ warnings: [warning] });
    expect((await world.ask('POST', `${at(seeded)}/launch`)).body).toMatchObject({ warnings: [warning] });
    const importId = await seedContacts(world.test, { contacts: 1 });
    const attached = await world.ask('POST', `${at(seeded)}/imports`, { body: { importId } });
    expect(attached.body).toMatchObject({ warnings: [{ message: expect.stringContaining('of 4') }] });
  });

  it('are said to lie in the zones, the days off or the end where these are the cause', async () => {
    const zoneKey = 'America/New_York,Pacific/Honolulu';
    const seeded = await seed({ contacts: 1, launch: false, zoneKey });
    const refusal = async (body: object): Promise<unknown> =>
      (await world.ask('PATCH', `${at(seeded)}/settings`, { body })).body['detail'];
    const morning: [string, string][] = [['09:00', '10:00']];
    expect(await refusal({ hours: { ...ALWAYS, weekly: { tue: morning } } })).toContain(
      'never open in America/New_York and Pacific/Honolulu at once',
    );
    expect(
      await refusal({ hours: { ...ALWAYS, weekly: { tue: [['09:00', '09:01']] } }, ringingTimeoutSeconds: 60 }),
    ).toContain('no window is as long as the 63 s');
    const startsAt = await inDays(1);
    const day = new Date(startsAt).getUTCDay();
    const dayAfter = (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const)[(day + 2) % 7] ?? 'mon';
    expect(
      await refusal({ startsAt, endsAt: await inDays(1.1), hours: { ...ALWAYS, weekly: { [dayAfter]: ALL_DAY } } }),
    ).toContain('the campaign ends');
  });

  it('are forgiven where another number of the contact opens', async () => {
    const seeded = await seed({
      contacts: 2,
      launch: false,
      morePhones: 1,
      zoneKey: 'America/New_York,Pacific/Honolulu',
      moreZoneKeys: ['America/New_York'],
    });
    const body = { hours: { ...ALWAYS, weekly: { tue: [['09:00', '10:00']] } } };
    expect((await world.ask('PATCH', `${at(seeded)}/settings`, { body })).body).toMatchObject({ warnings: [] });
  });
});

describe('a preview', () => {
  it('says who moves where before anything does, and the change then does the same', async () => {
    const seeded = await seed({ contacts: 4 });
    await plan(seeded);
    const date = await dayIn(4);
    const weekday = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[new Date(date).getUTCDay()] ?? 'mon';
    const body = { hours: { ...ALWAYS, weekly: { [weekday]: [['12:00', '13:00']] } } };
    const preview = await world.ask('POST', `${at(seeded)}/settings/preview`, { body });
    expect(preview.body).toMatchObject({
      replanned: true,
      moves: 4,
      later: 4,
      earlier: 0,
      unchanged: 0,
      ends: {},
      inFlight: 0,
      notPlanned: 0,
      byZone: [{ zones: ['America/New_York'], contacts: 4, moves: 4 }],
    });
    const version = () =>
      firstRow(world.test.db, sql`select policy_version as version from runs where id = ${seeded.runId}`);
    expect(await version()).toEqual({ version: 1 });

    const changed = await world.ask('PATCH', `${at(seeded)}/settings`, { body });
    expect(changed.body).toMatchObject({ replanned: true, replan: { total: 4 } });
    expect((await world.ask('GET', `${at(seeded)}/progress`)).body).toMatchObject({
      replanning: { left: 4, total: 4 },
    });
    const run = await loadRun(world.engine, seeded.runId);
    if (run) expect(await roll(world.engine, run, 3)).toBe(3);
    expect((await world.ask('GET', `${at(seeded)}/progress`)).body).toMatchObject({
      replanning: { left: 1, total: 4 },
    });
    if (run) await roll(world.engine, run, 3);
    const after = await world.ask('GET', `${at(seeded)}/progress`);
    expect(after.body).toMatchObject({ replanning: null });
    expect(after.field('nextDueAt')).toBe(preview.field('firstAfter'));
    expect(preview.field('until')).toBe(preview.field('firstAfter'));

    const back = await world.ask('POST', `${at(seeded)}/settings/preview`, { body: { hours: ALWAYS } });
    expect(back.body).toMatchObject({ moves: 4, later: 0, earlier: 4 });
  });

  it('says who would end, and why, and leaves alone what is not planned', async () => {
    const seeded = await seed({ contacts: 3 });
    await plan(seeded);
    const expires = await world.ask('POST', `${at(seeded)}/settings/preview`, {
      body: { startsAt: await inDays(8) },
    });
    expect(expires.body).toMatchObject({ moves: 0, ends: { expired_before_window: 3 } });
    await world.test.adminDb.execute(sql`update contacts set place_key = 'US-FL' where import_id in
      (select id from imports where campaign_id = ${seeded.campaignId})`);
    const consent = await world.ask('POST', `${at(seeded)}/settings/preview`, { body: { purpose: 'marketing' } });
    expect(consent.body).toMatchObject({ ends: { no_consent: 3 } });
    const pace = await world.ask('POST', `${at(seeded)}/settings/preview`, { body: { pacePerSecond: 5 } });
    expect(pace.body).toMatchObject({ replanned: false, moves: 0, unchanged: 3 });
    const wrong = await world.ask('POST', `${at(seeded)}/settings/preview`, { body: { maxAttempts: 0 } });
    expect(wrong.body).toMatchObject({ code: 'settings_invalid' });
  });
});

describe('a preview of money', () => {
  it('says that nothing more is dialled where what is spent is more than the new budget or limit of the day', async () => {
    const seeded = await seed({ contacts: 1, settings: { budgetMicros: 50_000_000 } });
    await world.test.adminDb.execute(
      sql`insert into count_deltas (run_id, what, key, n, micros) values (${seeded.runId}, 'attempt', 'DISPOSED', 1, 20868000)`,
    );
    const preview = async (body: object): Promise<unknown> =>
      (await world.ask('POST', `${at(seeded)}/settings/preview`, { body })).body;
    expect(await preview({ budgetMicros: 10_000_000 })).toMatchObject({
      replanned: false,
      warnings: [
        { code: 'budget_spent', message: expect.stringMatching(/10\.00 .* 20\.868 .* nothing more is dialled/) },
      ],
    });
    expect(await preview({ budgetMicros: 21_000_000 })).toMatchObject({ warnings: [] });
  });
});

describe('days off', () => {
  const send = (seeded: Seeded, raw: string, options: { query?: string; type?: string } = {}) =>
    world.ask('POST', `${at(seeded)}/blackouts${options.query ?? ''}`, {
      raw,
      headers: { 'content-type': options.type ?? 'text/csv' },
    });

  it('come from a CSV, told first and then added, and are taken back by date', async () => {
    const seeded = await seed({ contacts: 2 });
    await plan(seeded);
    const [yesterday, today, next] = [await dayIn(-2), await dayIn(0), await dayIn(30)];
    const csv = `date,name\n${yesterday},Gone\n${today},Today\n${next},Later\n${next},Twice\n`;
    const dry = await send(seeded, csv, { query: '?dryRun=true' });
    expect(dry.body).toMatchObject({
      added: [
        { date: today, name: 'Today' },
        { date: next, name: 'Later' },
      ],
      already: [],
      past: [{ date: yesterday, name: 'Gone' }],
      change: null,
      preview: { replanned: true },
    });
    const settings = async (): Promise<unknown> => (await world.ask('GET', at(seeded))).body['settings'];
    expect(await settings()).toMatchObject({ hours: { blackoutDates: [] } });
    expect((await send(seeded, csv)).body).toMatchObject({
      preview: null,
      change: { replanned: true, replan: { total: 2 } },
      blackoutDates: [today, next],
    });
    expect((await send(seeded, csv)).body).toMatchObject({ added: [], already: [{ date: today }, {}], change: null });
    const removed = await world.ask('DELETE', `${at(seeded)}/blackouts`, { body: { dates: [today] } });
    expect(removed.body).toMatchObject({ removed: [today], blackoutDates: [next] });
    const again = await world.ask('DELETE', `${at(seeded)}/blackouts`, { body: { dates: [today] } });
    expect(again.body).toMatchObject({ status: 404, code: 'unknown_blackout_dates' });
    const audited = await firstRow(
      world.test.db,
      sql`select details -> 'blackouts' as days from audit_entries
          where subject = ${`campaign:${seeded.campaignId}`} and details ? 'blackouts'`,
    );
    expect(audited).toEqual({
      days: [
        { date: today, name: 'Today' },
        { date: next, name: 'Later' },
      ],
    });
  });

  it('come from a calendar, and a file that is none changes nothing', async () => {
    const seeded = await seed({ contacts: 1, launch: false });
    const date = (await dayIn(30)).replaceAll('-', '');
    const ics = `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:${date}\r\nSUMMARY:Off\r\nEND:VEVENT\r\nEND:VCALENDAR`;
    expect((await send(seeded, ics, { type: 'text/calendar' })).body).toMatchObject({ added: [{ name: 'Off' }] });
    expect((await send(seeded, ics)).body).toMatchObject({ status: 422, code: 'blackouts_unreadable' });
    expect((await send(seeded, 'date\n3/4/2027\n')).body).toMatchObject({ problems: [{ row: 2 }] });
    expect((await send(seeded, 'date\n3/4/2099\n', { query: '?order=dmy' })).body).toMatchObject({
      added: [{ date: '2099-04-03' }],
    });
    const json = await world.ask('POST', `${at(seeded)}/blackouts`, { body: { dates: [] } });
    expect(json.body).toMatchObject({ status: 415 });
  });

  it('that come at once from two people are all kept', async () => {
    const seeded = await seed({ contacts: 1, launch: false });
    const dates = await Promise.all([10, 11, 12, 13].map(dayIn));
    await Promise.all(dates.map((date) => send(seeded, `date\n${date}\n`)));
    expect((await world.ask('GET', at(seeded))).body).toMatchObject({ settings: { hours: { blackoutDates: dates } } });
  });
});
