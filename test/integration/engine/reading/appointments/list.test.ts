import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { suppress } from '../../../../../engine/consent/suppress.ts';
import { listAppointments } from '../../../../../engine/reading/appointments/list.ts';
import type { AppointmentFilter } from '../../../../../engine/reading/appointments/filter.ts';
import { stopAccount } from '../../../../../engine/accounts/stop-account.ts';
import { cancelAppointment } from '../../../../../engine/reminders/booking/cancel.ts';
import { skipSteps } from '../../../../../engine/reminders/booking/skip.ts';
import { seedProgramme, type SeededProgramme } from '../../../../support/seed-programme.ts';
import { appointmentsWorld, type AppointmentsWorld } from './appointments-world.ts';

let world: AppointmentsWorld;
beforeAll(async () => {
  world = await appointmentsWorld();
});
afterAll(() => world.test.drop());

const idsOf = async (filter: AppointmentFilter): Promise<string[]> =>
  (await listAppointments(world.deps, filter)).items.map(({ externalId }) => externalId);

describe('days', () => {
  let programme: SeededProgramme;
  beforeAll(async () => {
    // 14:00 of Saturday in Chicago, whose Sunday has 23 hours; already Sunday in Auckland.
    await world.at('2026-03-07T20:00:00Z');
    programme = await seedProgramme(world.deps, world.test, { name: 'days' });
    const chicago = { zone: 'America/Chicago' };
    const auckland = { zone: 'Pacific/Auckland' };
    await world.book(
      programme.programmeId,
      { externalId: 'chicago today', startsAt: '2026-03-07 23:59', ...chicago },
      { externalId: 'chicago first minute of tomorrow', startsAt: '2026-03-08 00:00', ...chicago },
      { externalId: 'chicago last minute of tomorrow', startsAt: '2026-03-08 23:59', ...chicago },
      { externalId: 'chicago later', startsAt: '2026-03-09 00:00', ...chicago },
      { externalId: 'auckland today', startsAt: '2026-03-08 23:59', ...auckland },
      { externalId: 'auckland tomorrow', startsAt: '2026-03-09 00:00', ...auckland },
      { externalId: 'auckland later', startsAt: '2026-03-10 00:00', ...auckland },
    );
  });

  it('are those of each appointment’s own zone, on a day of 23 hours too', async () => {
    expect(await idsOf({ programme: 'days', day: 'today' })).toEqual(['chicago today', 'auckland today']);
    expect(await idsOf({ programme: 'days', day: 'tomorrow' })).toEqual([
      'chicago first minute of tomorrow',
      'auckland tomorrow',
      'chicago last minute of tomorrow',
    ]);
    expect(await idsOf({ programme: 'days', day: 'later' })).toEqual(['chicago later', 'auckland later']);
    const { items, counts } = await listAppointments(world.deps, { programme: 'days' });
    expect(items.map(({ day }) => day)).toEqual([
      'today',
      'today',
      'tomorrow',
      'tomorrow',
      'tomorrow',
      'later',
      'later',
    ]);
    expect(counts).toEqual({ today: 2, tomorrow: 3, later: 2 });
    expect(items[1]).toMatchObject({
      startsAt: '2026-03-08T10:59:00.000Z',
      local: '2026-03-08T23:59',
      says: 'Sun 8 Mar 23:59 in Auckland',
      viewerLocal: null,
    });
  });

  it('are those of the viewer where a zone is named, and times are told in it too', async () => {
    const filter = { programme: 'days', zone: 'Pacific/Auckland' };
    expect(await idsOf({ ...filter, day: 'today' })).toEqual([
      'chicago today',
      'chicago first minute of tomorrow',
      'auckland today',
    ]);
    const { items } = await listAppointments(world.deps, { ...filter, day: 'today' });
    expect(items[0]).toMatchObject({ local: '2026-03-07T23:59', viewerLocal: '2026-03-08T18:59' });
    await expect(idsOf({ zone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'unknown_zone' });
  });

  it('put what is over into the past, latest first, one day after the other', async () => {
    await world.at('2026-03-10T18:00:00Z');
    expect(await idsOf({ programme: 'days', day: 'past' })).toEqual([
      'auckland later',
      'chicago later',
      'chicago last minute of tomorrow',
      'auckland tomorrow',
      'auckland today',
      'chicago first minute of tomorrow',
      'chicago today',
    ]);
    expect(await idsOf({ programme: 'days' })).toEqual([]);
    await world.at('2026-03-07T20:00:00Z');
  });

  it('or any two instants, half-open', async () => {
    const between = { fromMs: Date.parse('2026-03-08T05:59:00Z'), toMs: Date.parse('2026-03-08T06:00:00Z') };
    expect(await idsOf({ programme: 'days', day: 'all', ...between })).toEqual(['chicago today']);
  });
});

describe('pages', () => {
  it('lose and repeat nobody while others are booked in between', async () => {
    const { programmeId } = await seedProgramme(world.deps, world.test, { name: 'pages' });
    const booked = Array.from({ length: 7 }, (_, i) => `p${i}`);
    // All of the same moment but the first and the last: the id decides.
    await world.book(
      programmeId,
      ...booked.map((externalId, i) => ({
        externalId,
        startsAt: i === 0 ? '2026-03-08T15:00:00Z' : i === 6 ? '2026-03-08T17:00:00Z' : '2026-03-08T16:00:00Z',
        zone: 'America/Chicago',
      })),
    );
    for (const day of ['all', 'upcoming'] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listAppointments(world.deps, { programme: 'pages', day, limit: 2, cursor });
        seen.push(...page.items.map(({ externalId }) => externalId));
        cursor = page.nextCursor ?? undefined;
        const extra = `${day} ${seen.length}`;
        await world.book(programmeId, { externalId: extra, startsAt: '2026-03-08T14:00:00Z', zone: 'America/Chicago' });
      } while (cursor !== undefined);
      expect(seen.filter((id) => booked.includes(id)).toSorted()).toEqual(booked);
      expect(new Set(seen).size).toBe(seen.length);
    }
    await expect(idsOf({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'bad_cursor' });
  });

  it('come sorted by name, state or programme: without days, equal ones by their start', async () => {
    const { programmeId } = await seedProgramme(world.deps, world.test, { name: 'Sorted' });
    const zone = 'America/Chicago';
    await world.book(
      programmeId,
      { externalId: 'late bob', name: 'bob', startsAt: '2026-03-12T16:00:00Z', zone },
      { externalId: 'early Bob', name: 'Bob', startsAt: '2026-03-09T16:00:00Z', zone },
      { externalId: 'nobody', startsAt: '2026-03-08T16:00:00Z', zone },
      { externalId: 'ana', name: 'Ana', startsAt: '2026-03-11T16:00:00Z', zone },
    );
    await cancelAppointment(world.deps, { programmeId, externalId: 'early Bob', actor: 'test' });
    const all = async (filter: AppointmentFilter): Promise<string[]> => {
      const seen: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await listAppointments(world.deps, { programme: 'Sorted', ...filter, limit: 1, cursor });
        expect(page.counts).toBeNull();
        seen.push(...page.items.map(({ externalId }) => externalId));
        if (page.nextCursor === null) return seen;
        cursor = page.nextCursor;
      }
    };
    expect(await all({ sort: 'name' })).toEqual(['ana', 'early Bob', 'late bob', 'nobody']);
    expect(await all({ sort: 'name', direction: 'desc' })).toEqual(['early Bob', 'late bob', 'ana', 'nobody']);
    expect(await all({ sort: 'state', direction: 'desc' })).toEqual(['early Bob', 'nobody', 'ana', 'late bob']);
    expect(await all({ sort: 'programme' })).toEqual(['nobody', 'early Bob', 'ana', 'late bob']);
    const { nextCursor } = await listAppointments(world.deps, { sort: 'name', limit: 1 });
    const cursor = nextCursor ?? '';
    await expect(idsOf({ sort: 'state', cursor })).rejects.toMatchObject({ code: 'cursor_of_another_sort' });
    await expect(idsOf({ sort: 'time', cursor })).rejects.toMatchObject({ code: 'cursor_of_another_sort' });
    await expect(idsOf({ sort: 'time', direction: 'asc' })).rejects.toMatchObject({ code: 'direction_without_sort' });
    expect(await idsOf({ sort: 'name', cursor })).not.toHaveLength(0);
  });

  it('run through all programmes in one order', async () => {
    const both = ['one of two', 'two of two'];
    for (const name of both) {
      const { programmeId } = await seedProgramme(world.deps, world.test, { name });
      for (const hour of [12, 14]) {
        const externalId = `${name} ${hour}`;
        await world.book(programmeId, { externalId, startsAt: `2026-05-01T${hour}:00:00Z`, zone: 'UTC' });
      }
    }
    const from = { fromMs: Date.parse('2026-05-01T00:00:00Z') };
    const first = await listAppointments(world.deps, { ...from, limit: 3 });
    const second = await listAppointments(world.deps, { ...from, limit: 3, cursor: first.nextCursor ?? undefined });
    const all = [...first.items, ...second.items].map(({ externalId }) => externalId);
    expect(all.map((id) => id.slice(-2))).toEqual(['12', '12', '14', '14']);
    expect(new Set(all).size).toBe(4);
    expect(second.nextCursor).toBeNull();
  });
});

describe('a row', () => {
  let programme: SeededProgramme;
  beforeAll(async () => {
    programme = await seedProgramme(world.deps, world.test, { name: 'rows' });
    await world.book(
      programme.programmeId,
      {
        externalId: 'Ada-1',
        name: 'Ada',
        phone: '+13125550190',
        startsAt: '2026-03-10 09:30',
        zone: 'America/Chicago',
      },
      {
        externalId: 'Ada-2',
        name: 'Ada',
        phone: '+13125550190',
        startsAt: '2026-03-10 09:50',
        zone: 'America/Chicago',
      },
      {
        externalId: 'Bob-1',
        name: 'Bob',
        phone: '+13125550191',
        startsAt: '2026-03-10 09:30',
        zone: 'America/Chicago',
      },
    );
  });
  const row = async (externalId: string) => {
    const { items } = await listAppointments(world.deps, { programme: 'rows', externalId });
    expect(items).toHaveLength(1);
    return items[0];
  };

  it('tells what goes out next, and how many steps are where', async () => {
    expect(await row('Bob-1')).toMatchObject({
      next: {
        key: '24h-sms',
        says: 'Text, 24 h before',
        channel: 'sms',
        at: '2026-03-09T14:30:00.000Z',
        local: '2026-03-09T09:30',
      },
      reminders: { waiting: 2, inFlight: 0, reached: 0, missed: 0, skipped: 0, failed: 0 },
      heldUp: [],
    });
    await skipSteps(world.deps, { programmeId: 'rows', externalId: 'Bob-1', steps: ['24h-sms'], actor: 'test' });
    expect(await row('Bob-1')).toMatchObject({ next: { key: '2h-call' }, reminders: { waiting: 1, skipped: 1 } });
    expect(await idsOf({ programme: 'rows', reminderState: 'skipped' })).toEqual(['Bob-1']);
  });

  it('is found by number, person, state and a part of id or name', async () => {
    expect(await idsOf({ phone: 13125550190 })).toEqual(['Ada-1', 'Ada-2']);
    await world.test.adminDb.execute(
      sql`insert into person_phones (phone, person_id) values (13125550191, 13125550191), (13125550199, 13125550191)`,
    );
    expect(await idsOf({ phone: 13125550199 })).toEqual([]);
    expect(await idsOf({ person: 13125550199 })).toEqual(['Bob-1']);
    expect(await idsOf({ programme: 'rows', text: 'ada' })).toEqual(['Ada-1', 'Ada-2']);
    expect(await idsOf({ programme: 'rows', text: 'b-1' })).toEqual(['Bob-1']);
    expect(await idsOf({ programme: 'rows', text: '%' })).toEqual([]);
    expect(await idsOf({ programme: 'rows', state: 'confirmed' })).toEqual([]);
    await expect(idsOf({ programme: 'nobody' })).rejects.toMatchObject({ code: 'unknown_programme' });
  });

  it('warns of another appointment of the same number close by', async () => {
    expect((await row('Ada-1'))?.heldUp).toMatchObject([{ code: 'near_another', at: '2026-03-10T14:50:00.000Z' }]);
    await cancelAppointment(world.deps, { programmeId: 'rows', externalId: 'Ada-2', actor: 'test' });
    expect((await row('Ada-1'))?.heldUp).toEqual([]);
    expect(await row('Ada-2')).toMatchObject({ state: 'cancelled', next: null, heldUp: [] });
  });

  it('says that the provider’s account is stopped, and until when the message can wait', async () => {
    await stopAccount(world.deps, { accountId: programme.accountId, reason: 'fraud alert', actor: 'test' });
    const stopped = await row('Ada-1');
    expect(stopped?.heldUp).toMatchObject([
      { code: 'account_stopped', until: stopped?.next?.until, message: expect.stringContaining('fraud alert') },
    ]);
  });

  it('says who said no, when and how', async () => {
    await suppress(world.deps, { phone: 13125550190, evidence: 'STOP', actor: 'test' });
    expect((await row('Ada-1'))?.heldUp).toContainEqual(
      expect.objectContaining({
        code: 'opted_out',
        at: expect.stringContaining('2026-03-07T'),
        message: 'Said no to calls and texts: by api, "STOP".',
      }),
    );
  });
});
