import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow } from '../../db/rows.ts';
import { bookAppointments } from '../../engine/reminders/booking/book.ts';
import type { AppointmentChangeView } from '../../engine/reminders/booking/view-change.ts';
import { openInstallation, type Installation } from '../e2e/installation.ts';
import { seedProgramme, type SeededProgramme } from '../support/seed-programme.ts';
import { caughtBetween, FREEZES, nextPeople, pause, stopWhile, untilOthersAfter, untilSent } from './law-race.ts';
import { arrivedTexts, note, offencesOf, TEXT, type Histories, type Offence } from './reminder-judge.ts';

const APPOINTMENTS = 900;
const HOUR_MS = 3_600_000;
const STEPS = [{ key: '1h-sms', beforeMs: HOUR_MS }];
const CUTOFF_MS = 900_000;

let house: Installation;
beforeAll(async () => {
  house = await openInstallation();
});
afterAll(async () => await house.close());

/** A programme in the middle of sending: everybody's step is due at the same moment, and goes out at its pace. */
async function sending(histories: Histories): Promise<SeededProgramme & { contactIds: number[] }> {
  const { deps, test, judge, simulatorUrl: url } = house;
  const seeded = await seedProgramme(deps, test, {
    world: { url, judge, provider: 'agentnumber' },
    steps: ['1h:sms'],
    text: TEXT('1h-sms'),
    settings: { zone: 'Etc/UTC', pacePerSecond: 80, lateSeconds: 1_800, cutoffSeconds: CUTOFF_MS / 1000 },
  });
  const startMs = Math.ceil(Date.now() / 1000) * 1000 + HOUR_MS + 12_000;
  const start = new Date(startMs).toISOString();
  const items = Array.from({ length: APPOINTMENTS }, (_, place) => ({
    externalId: `${seeded.runId.slice(-6)}-${place}`,
    phone: `+${phoneBase + place}`,
    startsAt: start,
    variables: { start },
  }));
  phoneBase += APPOINTMENTS;
  const askedAtMs = Date.now();
  for (const booked of await bookAppointments(deps, { programmeId: seeded.programmeId, items, actor: 'test' })) {
    if (!booked.ok) throw new Error(booked.problem.message);
    note(histories, booked, { askedAtMs, stoppedByYes: [] });
  }
  await untilSent(house, { ...seeded, contactIds: [] }, 60);
  return { ...seeded, contactIds: [] };
}

let phoneBase = 12_128_000_000;

async function externalIdOf({ runId }: SeededProgramme, phone: number): Promise<string> {
  const found = await firstRow<{ id: string }>(
    house.test.db,
    sql`select c.external_id as id from contacts c join contact_states s on s.contact_id = c.id where s.run_id = ${runId} and c.phone = ${phone} limit 1`,
  );
  return found?.id ?? '';
}

/** Each round some who are next are changed over HTTP, while the sender stands still between gate and send. */
async function race(
  change: (seeded: SeededProgramme, externalId: string) => Promise<AppointmentChangeView>,
): Promise<{ offences: Offence[]; caught: number }> {
  const histories: Histories = new Map();
  const seeded = await sending(histories);
  const changed = new Set<number>();
  for (const freeze of FREEZES) {
    await stopWhile(house.worker, freeze, async () => {
      const people = await nextPeople(house, seeded, { without: changed });
      expect(people.length).toBeGreaterThan(20);
      await Promise.all(
        people.map(async ({ phone }) => {
          const externalId = await externalIdOf(seeded, phone);
          const askedAtMs = Date.now();
          note(histories, await change(seeded, externalId), { askedAtMs, stoppedByYes: [] });
          changed.add(phone);
        }),
      );
    });
    // Whatever a frozen sender had in hand is over once it dials others again.
    await untilOthersAfter(house, Date.now(), changed);
  }
  await untilNobodyIsUnderWay(seeded);
  await house.expectLawful();
  const arrived = await arrivedTexts(house, seeded.accountId);
  expect(arrived.length).toBeGreaterThan(APPOINTMENTS / 4);
  return {
    offences: offencesOf(arrived, histories, { steps: STEPS, endMs: CUTOFF_MS }),
    caught: await caughtBetween(house, seeded),
  };
}

async function untilNobodyIsUnderWay({ runId }: SeededProgramme): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    const living = await firstRow<{ n: number }>(
      house.test.db,
      sql`select (select count(*) from open_attempts where run_id = ${runId})::int
            + (select count(*) from due where run_id = ${runId} and try_at < outdial_now() + interval '30 minutes')::int as n`,
    );
    if (living?.n === 0) return;
    await pause(100);
  }
  throw new Error('some messages stay under way');
}

const path = ({ programmeId }: SeededProgramme, externalId: string): string =>
  `/v1/programmes/${programmeId}/appointments/${externalId}`;

async function asked(method: 'PATCH' | 'DELETE', url: string, json?: unknown): Promise<AppointmentChangeView> {
  const { status, body } = await house.user.ask<AppointmentChangeView>(url, {
    method,
    ...(json === undefined ? {} : { json }),
  });
  expect(status).toBe(200);
  return body;
}

describe('a change of an appointment, with the sender stopped between gate and send', () => {
  it('by a cancel: nothing that it did not name leaves after its answer, and nothing at all a second later', async () => {
    const { offences, caught } = await race((seeded, externalId) => asked('DELETE', path(seeded, externalId)));
    expect(offences).toEqual([]);
    expect(caught).toBeGreaterThan(0);
  });

  it('by a move: nothing tells of the old start that the answer did not name', async () => {
    const startsAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 30 * HOUR_MS).toISOString();
    const { offences, caught } = await race((seeded, externalId) =>
      asked('PATCH', path(seeded, externalId), { startsAt, variables: { start: startsAt } }),
    );
    expect(offences).toEqual([]);
    expect(caught).toBeGreaterThan(0);
  });
});
