import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { firstRow } from '../../../db/rows.ts';
import { offences } from '../../support/ledger-steps.ts';
import { seedProgramme, type SeedProgramme } from '../../support/seed-programme.ts';
import { openApi, type Answer, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApi();
});
afterAll(() => world.close());

const HOUR = 3_600_000;
const TIMES = z.array(z.object({ step: z.string(), at: z.string().nullable() }));
/** A day of winter that is to come, whenever this runs. */
const JANUARY = `${new Date().getUTCFullYear() + 2}-01`;
const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();
let people = 12_125_550_300;
const somebody = (): string => `+${people++}`;
/** A programme, and the address of its appointments. */
async function programme(options: SeedProgramme = {}): Promise<{ id: string; url: string }> {
  const { programmeId } = await seedProgramme(world.engine, world.test, options);
  return { id: programmeId, url: `/v1/programmes/${programmeId}/appointments` };
}
const countIn = async (programmeId: string): Promise<number> => {
  const row = await firstRow<{ count: number }>(
    world.test.db,
    sql`select count(*)::int as count from appointments where programme_id = ${programmeId}`,
  );
  return row?.count ?? -1;
};
/** An hour that New York's clocks skip or repeat, in a year to come. */
const clockChange = (month: number, sunday: number): string => {
  const year = new Date().getUTCFullYear() + 1;
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  const day = 1 + ((7 - first) % 7) + 7 * (sunday - 1);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

describe('PUT of an appointment', () => {
  it('books with 201, answers the plan, and the same again changes nothing', async () => {
    const { url, id } = await programme();
    const body = { phone: somebody(), startsAt: at(48), zone: 'America/Chicago', name: 'Ann' };
    const booked = await world.ask('PUT', `${url}/visit-1`, { body });
    expect(booked.status).toBe(201);
    expect(booked.body).toMatchObject({
      programmeId: id,
      externalId: 'visit-1',
      version: 1,
      change: 'booked',
      state: 'booked',
      zone: 'America/Chicago',
      understood: expect.stringMatching(/^[A-Z][a-z]{2} \d+ [A-Z][a-z]{2} \d\d:\d\d in Chicago$/),
      plan: [
        { step: '24h-sms', channel: 'sms', status: 'planned', reason: null, why: expect.any(String) },
        { step: '2h-call', channel: 'call', status: 'planned', costMicros: expect.any(Number) },
      ],
      before: null,
      inFlight: [],
    });
    const again = await world.ask('PUT', `${url}/visit-1`, { body });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ change: 'unchanged', version: 1, before: null });
  });

  it('moves with 200 and shows the old plan beside the new one', async () => {
    const { url } = await programme();
    const phone = somebody();
    const booked = await world.ask('PUT', `${url}/a`, { body: { phone, startsAt: at(48) } });
    const moved = await world.ask('PUT', `${url}/a`, { body: { phone, startsAt: at(96) } });
    expect(moved.status).toBe(200);
    expect(moved.body).toMatchObject({ change: 'moved', version: 2 });
    const sides = z.object({ plan: TIMES, before: TIMES.nullable() });
    const [old, now] = [sides.parse(booked.body), sides.parse(moved.body)];
    expect(now.before).toEqual(old.plan);
    expect(now.plan[0]?.at).not.toBe(old.plan[0]?.at);
  });

  it('takes the name of the programme for its id', async () => {
    await programme({ name: 'Clinic & visits' });
    const url = `/v1/programmes/${encodeURIComponent('Clinic & visits')}/appointments/a`;
    expect((await world.ask('PUT', url, { body: { phone: somebody(), startsAt: at(48) } })).status).toBe(201);
  });

  it('keeps ids with slashes, signs and other scripts as they are', async () => {
    const { url } = await programme();
    for (const externalId of ['series/2026-12-09', 'a b?c#d%2F', 'визит-7', 'x'.repeat(200)]) {
      const answer = await world.ask('PUT', `${url}/${encodeURIComponent(externalId)}`, {
        body: { phone: somebody(), startsAt: at(48) },
      });
      expect([answer.status, answer.body['externalId']]).toEqual([201, externalId]);
    }
  });

  it('asks which hour is meant where the clocks show it twice, and takes the answer', async () => {
    const { url, id } = await programme();
    const day = clockChange(11, 1);
    const body = { phone: somebody(), startsAt: `${day} 01:30`, zone: 'America/New_York' };
    const asked = await world.ask('PUT', `${url}/a`, { body });
    expect(asked.status).toBe(422);
    expect(asked.body).toMatchObject({
      code: 'time_ambiguous',
      pointer: '/startsAt',
      suggestions: [`${day}T01:30-04:00`, `${day}T01:30-05:00`],
    });
    expect(await countIn(id)).toBe(0);
    const later = await world.ask('PUT', `${url}/a`, { body: { ...body, fold: 'later' } });
    expect([later.status, later.body['startsAt']]).toEqual([201, `${day}T06:30:00.000Z`]);
  });

  it('names the times around an hour that the clocks jump over', async () => {
    const { url } = await programme();
    const day = clockChange(3, 2);
    const body = { phone: somebody(), startsAt: `${day} 02:30`, zone: 'America/New_York' };
    expect((await world.ask('PUT', `${url}/a`, { body })).body).toMatchObject({
      status: 422,
      code: 'time_does_not_exist',
      pointer: '/startsAt',
      suggestions: [`${day} 01:59`, `${day} 03:00`],
    });
  });

  it.each([
    ['a time that is over', { startsAt: '2020-01-01T09:30Z' }, 'time_past', '/startsAt'],
    ['a time that is none', { startsAt: 'soon' }, 'time_unreadable', '/startsAt'],
    ['a zone that is none', { zone: 'America/Chicagoo', startsAt: '2030-01-01 10:00' }, 'zone_unknown', '/zone'],
    ['a place that is none', { recipientZone: 'Mars' }, 'zone_unknown', '/recipientZone'],
    ['a number without its country', { phone: '2125550100' }, 'phone_', '/phone'],
    ['a name that breaks lines', { name: 'Ann\nLee' }, 'name_invalid', '/name'],
    ['a name without end', { name: 'x'.repeat(201) }, 'name_invalid', '/name'],
    ['a value without end', { variables: { note: 'x'.repeat(10_001) } }, 'variable_invalid', '/variables/note'],
    ['a value that cannot be read', { variables: { note: 'a\u0000b' } }, 'variable_invalid', '/variables/note'],
    ['a variable without a name', { variables: { '': 'x' } }, 'variable_invalid', '/variables/'],
    [
      'too many variables',
      { variables: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`v${i}`, 'x'])) },
      'variables_too_many',
      '/variables',
    ],
  ])('refuses %s with code and place, and writes nothing', async (_, change, code, pointer) => {
    const { url, id } = await programme();
    const body = { phone: somebody(), startsAt: at(48), ...change };
    const answer = await world.ask('PUT', `${url}/a`, { body });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: expect.stringContaining(code), pointer });
    expect(await countIn(id)).toBe(0);
  });

  it('refuses an appointment that lacks what the texts say', async () => {
    const { url } = await programme({ text: 'Hi {{ name }}, {{ doctor }} sees you.' });
    const body = { phone: somebody(), startsAt: at(48), name: 'Ann' };
    expect((await world.ask('PUT', `${url}/a`, { body })).body).toMatchObject({
      status: 422,
      code: 'variable_missing',
      pointer: '/variables',
      detail: expect.stringContaining('"doctor"'),
    });
    const told = { ...body, variables: { doctor: 'Dr Okafor' } };
    expect((await world.ask('PUT', `${url}/a`, { body: told })).status).toBe(201);
  });

  it.each([' a', 'a ', '.', '..', 'a\tb', ' '])('refuses the id %j', async (externalId) => {
    const { url } = await programme();
    const appointments = [{ externalId, phone: somebody(), startsAt: at(48) }];
    const answer = await world.ask('POST', url, { body: { appointments } });
    expect(answer.body).toMatchObject({ results: [{ ok: false, problem: { code: 'external_id_invalid' } }] });
  });

  it('answers what does not fit, what is not there and who may not, each by its status', async () => {
    const { url, id } = await programme();
    const body = { phone: somebody(), startsAt: at(48) };
    expect((await world.ask('PUT', `${url}/a`, { body: { ...body, when: 'x' } })).status).toBe(400);
    expect((await world.ask('PUT', `${url}/a`, { body: { phone: 1, startsAt: 2 } })).status).toBe(400);
    expect((await world.ask('PUT', `${url}/a`, { body, key: null })).status).toBe(401);
    expect((await world.ask('PUT', `${url}/a`, { body, key: await world.keyWith('read') })).status).toBe(403);
    const elsewhere = await world.ask('PUT', '/v1/programmes/nowhere/appointments/a', { body });
    expect(elsewhere.body).toMatchObject({ status: 404, code: 'unknown_programme' });
    await world.ask('POST', `/v1/programmes/${id}/archive`);
    const late = await world.ask('PUT', `${url}/a`, { body });
    expect(late.body).toMatchObject({ status: 409, code: 'programme_archived' });
  });

  it('makes one appointment of two writers with the same external id', async () => {
    const { url, id } = await programme();
    const write = (): Promise<Answer> =>
      world.ask('PUT', `${url}/a`, { body: { phone: '+12125550299', startsAt: `${JANUARY}-09T15:30Z` } });
    const answers = await Promise.all([write(), write(), write(), write()]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 201]);
    expect(answers.filter(({ body }) => body['change'] === 'unchanged')).toHaveLength(3);
    expect(await countIn(id)).toBe(1);
  });

  it('answers a repetition under an Idempotency-Key as the first time', async () => {
    const { url } = await programme();
    const request = { body: { phone: somebody(), startsAt: at(48) }, headers: { 'idempotency-key': 'put-1' } };
    const first = await world.ask('PUT', `${url}/a`, request);
    const second = await world.ask('PUT', `${url}/a`, request);
    expect([second.status, second.body]).toEqual([201, first.body]);
  });
});

describe('a preview', () => {
  it('answers what a PUT would, and writes nothing', async () => {
    const { url, id } = await programme();
    const body = { phone: somebody(), startsAt: at(48) };
    const seen = await world.ask('POST', `${url}/a/preview`, { body });
    expect(seen.body).toMatchObject({ change: 'booked', appointmentId: null, plan: [{ status: 'planned' }, {}] });
    expect(await countIn(id)).toBe(0);
    const booked = await world.ask('PUT', `${url}/a`, { body });
    const moved = await world.ask('POST', `${url}/a/preview`, { body: { ...body, startsAt: at(96) } });
    expect(moved.body).toMatchObject({ change: 'moved', version: 2, appointmentId: booked.field('appointmentId') });
    expect((await world.ask('PUT', `${url}/a`, { body })).body).toMatchObject({ change: 'unchanged', version: 1 });
  });

  it('refuses what a PUT would refuse', async () => {
    const { url } = await programme();
    const body = { phone: somebody(), startsAt: '2020-01-01T09:30Z' };
    expect((await world.ask('POST', `${url}/a/preview`, { body })).body).toMatchObject({ code: 'time_past' });
  });
});

describe('PATCH of an appointment', () => {
  it('moves by a wall time in its own zone and keeps all the rest', async () => {
    const { url } = await programme({ text: 'Hi {{ name }}, {{ doctor }}' });
    const rest = {
      name: 'Ann',
      variables: { doctor: 'Dr Okafor' },
      zone: 'America/Denver',
      recipientZone: 'Asia/Tokyo',
    };
    await world.ask('PUT', `${url}/a`, { body: { phone: somebody(), startsAt: `${JANUARY}-09T15:30Z`, ...rest } });
    const moved = await world.ask('PATCH', `${url}/a`, { body: { startsAt: `${JANUARY}-10 09:00` } });
    expect(moved.body).toMatchObject({
      change: 'moved',
      zone: 'America/Denver',
      startsAt: `${JANUARY}-10T16:00:00.000Z`,
    });
    const row = await firstRow<{ name: string; variables: object; zone_key: string; zone_source: string }>(
      world.test.db,
      sql`select name, variables, zone_key, zone_source from appointments where id = ${moved.field('appointmentId')}`,
    );
    expect(row).toEqual({ name: 'Ann', variables: rest.variables, zone_key: 'Asia/Tokyo', zone_source: 'column' });
  });

  it('changes nothing where it says nothing else, nor with dryRun', async () => {
    const { url } = await programme();
    await world.ask('PUT', `${url}/a`, { body: { phone: somebody(), startsAt: at(48) } });
    expect((await world.ask('PATCH', `${url}/a`, { body: {} })).body).toMatchObject({ change: 'unchanged' });
    const trial = await world.ask('PATCH', `${url}/a?dryRun=true`, { body: { startsAt: at(96) } });
    expect(trial.body).toMatchObject({ change: 'moved', version: 2 });
    expect((await world.ask('PATCH', `${url}/a`, { body: {} })).body).toMatchObject({ version: 1 });
  });

  it('moves nothing that is not there or cancelled', async () => {
    const { url } = await programme();
    expect((await world.ask('PATCH', `${url}/a`, { body: { startsAt: at(96) } })).body).toMatchObject({
      status: 404,
      code: 'unknown_appointment',
    });
    await world.ask('PUT', `${url}/a`, { body: { phone: somebody(), startsAt: at(48) } });
    await world.ask('DELETE', `${url}/a`);
    expect((await world.ask('PATCH', `${url}/a`, { body: { startsAt: at(96) } })).body).toMatchObject({
      status: 409,
      code: 'appointment_cancelled',
    });
  });
});

describe('cancel, skip and send now', () => {
  it('cancels with a reason, once, and takes every step away', async () => {
    const { url } = await programme();
    await world.ask('PUT', `${url}/a`, { body: { phone: somebody(), startsAt: at(48) } });
    const cancelled = await world.ask('DELETE', `${url}/a?reason=moved%20away`);
    expect(cancelled.body).toMatchObject({
      change: 'cancelled',
      state: 'cancelled',
      version: 2,
      before: [{ status: 'planned' }, { status: 'planned' }],
    });
    expect(JSON.stringify(cancelled.body['plan'])).not.toContain('"planned"');
    expect((await world.ask('DELETE', `${url}/a`)).body).toMatchObject({ change: 'unchanged', version: 2 });
    const cause = await firstRow<{ cause: string }>(
      world.test.db,
      sql`select cause from appointment_versions where appointment_id = ${cancelled.field('appointmentId')} and version = 2`,
    );
    expect(cause).toEqual({ cause: 'moved away' });
    expect((await world.ask('DELETE', `${url}/b`)).body).toMatchObject({ status: 404, code: 'unknown_appointment' });
  });

  it('skips a step and puts it back', async () => {
    const { url } = await programme();
    await world.ask('PUT', `${url}/a`, { body: { phone: somebody(), startsAt: at(48) } });
    const skipped = await world.ask('POST', `${url}/a/skip`, { body: { steps: ['24h-sms'] } });
    expect(skipped.body).toMatchObject({ plan: [{ status: 'skipped', reason: 'skipped' }, { status: 'planned' }] });
    const back = await world.ask('POST', `${url}/a/skip`, { body: { undo: true } });
    expect(back.body).toMatchObject({ plan: [{ status: 'planned' }, { status: 'planned' }] });
    const unknown = await world.ask('POST', `${url}/a/skip`, { body: { steps: ['3h-fax'] } });
    expect(unknown.body).toMatchObject({ status: 422, code: 'unknown_step' });
  });

  it('sends a step now, once under one key', async () => {
    const { url } = await programme();
    await world.ask('PUT', `${url}/a`, { body: { phone: somebody(), startsAt: at(48) } });
    const request = { body: { step: '24h-sms' }, headers: { 'idempotency-key': 'now-1' } };
    const sent = await world.ask('POST', `${url}/a/send-now`, request);
    expect(sent.body).toMatchObject({ change: 'sent_now', version: 2 });
    expect((await world.ask('POST', `${url}/a/send-now`, request)).body).toEqual(sent.body);
    await world.ask('DELETE', `${url}/a`);
    const late = await world.ask('POST', `${url}/a/send-now`);
    expect(late.body).toMatchObject({ status: 409, code: 'appointment_cancelled' });
  });
});

describe('many at once', () => {
  it('answers each in its place and stops none for another', async () => {
    const { url, id } = await programme();
    const phone = somebody();
    await world.ask('PUT', `${url}/moved`, { body: { phone, startsAt: at(48) } });
    const startsAt = at(72);
    const answer = await world.ask('POST', url, {
      body: {
        appointments: [
          { externalId: 'new', phone: somebody(), startsAt },
          { externalId: 'past', phone: somebody(), startsAt: '2020-01-01T09:30Z' },
          { externalId: 'moved', phone, startsAt },
          { externalId: 'new', phone: somebody(), startsAt },
          { externalId: 'bad', phone: 'none', startsAt },
        ],
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      results: [
        { ok: true, externalId: 'new', change: 'booked' },
        { ok: false, externalId: 'past', problem: { code: 'time_past', pointer: '/startsAt' } },
        { ok: true, externalId: 'moved', change: 'moved', before: [{}, {}] },
        { ok: false, externalId: 'new', problem: { code: 'duplicate_in_request' } },
        { ok: false, externalId: 'bad', problem: { pointer: '/phone' } },
      ],
      counts: { booked: 1, moved: 1, edited: 0, restored: 0, unchanged: 0, refused: 3 },
    });
    expect(await countIn(id)).toBe(2);
  });

  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      externalId: `n${i}`,
      phone: `+1212556${String(i).padStart(4, '0')}`,
      startsAt: `${JANUARY}-09T15:30Z`,
      variables: { note: 'x'.repeat(1_500) },
    }));

  it('takes a thousand with all that they bring along, and the same thousand again changes nothing', async () => {
    const { url } = await programme();
    const body = { appointments: many(1_000) };
    expect((await world.ask('POST', url, { body })).body['counts']).toMatchObject({ booked: 1_000, refused: 0 });
    expect((await world.ask('POST', url, { body })).body['counts']).toMatchObject({ booked: 0, unchanged: 1_000 });
  });

  it('takes no more than a thousand, and says what to do instead', async () => {
    const { url, id } = await programme();
    const answer = await world.ask('POST', url, { body: { appointments: many(1_001) } });
    expect(answer.body).toMatchObject({
      status: 422,
      code: 'too_many_appointments',
      repair: expect.stringContaining('CSV'),
    });
    expect(await countIn(id)).toBe(0);
    expect((await world.ask('POST', url, { body: { appointments: [] } })).status).toBe(400);
  });
});

it('describes every address with an example', async () => {
  const document = await world.app.inject('/docs/json');
  const { paths } = document.json<{ paths: Record<string, Record<string, unknown>> }>();
  const one = paths['/v1/programmes/{programmeId}/appointments/{externalId}'] ?? {};
  expect(Object.keys(one)).toEqual(expect.arrayContaining(['put', 'patch', 'delete', 'get']));
  expect(document.body).toContain('Wed 9 Dec 09:30 in Chicago');
});

it('has broken no law of the ledger', async () => {
  expect(await offences(world.test)).toEqual([]);
});
