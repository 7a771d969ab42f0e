import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import type { BookingItem } from '../../../../engine/reminders/booking/read-booking.ts';
import {
  atSomeMoment,
  book,
  carryOn,
  claimDue,
  expectQuiet,
  gateOne,
  iso,
  itemsDue,
  openRaceWorld,
  RACE_ROUNDS,
  seedRace,
  plansOf,
  race,
  rivalOf,
  startOf,
  untilDue,
  type PlanRow,
  type RaceWorld,
} from '../../../support/reminder-trial.ts';
import { jump } from '../../../support/ledger-steps.ts';
import { turnAll } from '../../../support/reminder-world.ts';
import type { SeededProgramme } from '../../../support/seed-programme.ts';

const PEOPLE = 10;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const byText = (a: string, b: string): number => a.localeCompare(b);

// Many rounds, on a machine that may have other work.
vi.setConfig({ testTimeout: 180_000 });

let world: RaceWorld;
beforeAll(async () => {
  world = await openRaceWorld();
});
afterAll(async () => await world.close());

const seed = (steps: readonly string[]): Promise<SeededProgramme> =>
  seedRace(world, steps, {
    text: '{{ external_id }} {{ appointment_count }}',
    settings: { mergeWithinSeconds: 1_800 },
  });

type Item = BookingItem & { startMs: number };

/** So many appointments of each person, ten minutes apart. */
async function appointmentsOf(each: number, beforeSeconds: number): Promise<Item[][]> {
  const people = await itemsDue(world.test, PEOPLE, beforeSeconds);
  return people.map((first) =>
    Array.from({ length: each }, (_, place) => {
      const startMs = first.startMs + place * 10 * MINUTE_MS;
      return { ...first, externalId: `${first.externalId}-${place}`, startMs, startsAt: iso(startMs) };
    }),
  );
}

const plansOfPerson = (plans: readonly PlanRow[], items: readonly Item[]): PlanRow[] =>
  items.map(({ externalId }) => {
    const plan = plans.find((row) => row.externalId === externalId);
    if (!plan) throw new Error(`no plan of ${externalId}`);
    return plan;
  });

/** Appointments of one day, so that both ends of it do not come between them. */
const sameDay = (items: readonly Item[]): boolean =>
  new Set(items.map(({ startsAt }) => startsAt.slice(0, 10))).size === 1;

describe('appointments of one person that share a message', () => {
  it('share it also when all are booked at once, one by one and from several processes', async () => {
    const seeded = await seed(['1h:sms']);
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const people = await appointmentsOf(3, 3_600 + 300);
      await Promise.all(
        people.flatMap((items, person) =>
          items.map((item, place) =>
            atSomeMoment(() => book(rivalOf(world, person + place), seeded.programmeId, [item])),
          ),
        ),
      );
      await expectQuiet(world.test, seeded);
      const plans = await plansOf(world.test, seeded);
      for (const items of people.filter(sameDay)) {
        const messages = plansOfPerson(plans, items);
        expect(messages.map(({ contactState }) => contactState)).toEqual(['waiting', 'waiting', 'waiting']);
        expect(new Set(messages.map(({ contactId }) => contactId)).size).toBe(1);
      }
    }
  });

  it('are told once each when one is moved or cancelled while the message stands at the gate', async () => {
    const seeded = await seed(['1h:sms']);
    const { programmeId } = seeded;
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const people = (await appointmentsOf(2, 3_600)).filter(sameDay);
      await book(world.deps, programmeId, people.flat());
      await untilDue(world.test);
      const claims = await claimDue(world.deps, seeded);
      expect(claims.length).toBe(people.length);
      const judged = await Promise.all(
        people.map(async ([changed, stays], person) => {
          const claimed = claims.find(({ phone }) => changed?.phone === `+${phone}`);
          if (!claimed || !changed || !stays) throw new Error('nothing was claimed');
          const deps = rivalOf(world, person);
          const change = async () =>
            person % 2 === 0
              ? (await book(deps, programmeId, [{ ...changed, startsAt: iso(changed.startMs + 5 * HOUR_MS) }]))[0]
              : await cancelAppointment(deps, { programmeId, externalId: changed.externalId, actor: 'test' });
          const [verdict, told] = await race(startOf(person), () => gateOne(world.deps, claimed), change);
          return { ...verdict, changed, stays, person, named: told?.inFlight.map(({ attemptId }) => attemptId) };
        }),
      );
      for (const { claimed, word, named } of judged) {
        expect({ word, named }).toEqual(
          word === 'passed' ? { word, named: [claimed.attemptId] } : { word: 'no_intent', named: [] },
        );
      }
      await carryOn(world.deps, judged);
      // The other one is told by itself where the shared message did not leave, at once or a moment later.
      const sent = await turnAll(world.deps, world.test, seeded);
      const wanted = judged.flatMap(({ word, stays }) => (word === 'passed' ? [] : [`${stays.externalId} 1`]));
      if (wanted.length > sent.length) {
        await jump(world.test, 10 * MINUTE_MS);
        sent.push(...(await turnAll(world.deps, world.test, seeded)));
      }
      expect(sent.toSorted(byText)).toEqual(wanted.toSorted(byText));
      await expectQuiet(world.test, seeded);
      const plans = await plansOf(world.test, seeded);
      for (const { changed, person } of judged) {
        const [plan] = plansOfPerson(plans, [changed]);
        if (person % 2 === 0) expect(plan).toMatchObject({ status: 'planned', contactState: 'waiting' });
      }
      for (const { changed } of judged) {
        await cancelAppointment(world.deps, { programmeId, externalId: changed.externalId, actor: 'test' });
      }
    }
  });

  it('are taken back together, whoever of them is changed first', async () => {
    const seeded = await seed(['1h:sms']);
    const { programmeId } = seeded;
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const people = (await appointmentsOf(3, 3_600)).filter(sameDay);
      await book(world.deps, programmeId, people.flat());
      await untilDue(world.test);
      const claiming = atSomeMoment(() => claimDue(world.deps, seeded), 30);
      await Promise.all(
        people.flatMap((items, person) =>
          items.map(({ externalId }, place) =>
            atSomeMoment(
              () => cancelAppointment(rivalOf(world, person + place), { programmeId, externalId, actor: 'test' }),
              40,
            ),
          ),
        ),
      );
      const judged = await Promise.all((await claiming).map((claimed) => gateOne(world.deps, claimed)));
      expect(judged.filter(({ word }) => word !== 'no_intent')).toEqual([]);
      expect(await turnAll(world.deps, world.test, seeded)).toEqual([]);
      await expectQuiet(world.test, seeded);
    }
  });
});
