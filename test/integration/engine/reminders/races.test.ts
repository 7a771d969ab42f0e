import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerFor } from '../../../../engine/answering/answer-for.ts';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import { skipSteps } from '../../../../engine/reminders/booking/skip.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import {
  atSomeMoment,
  book,
  carryOn,
  claimDue,
  expectQuiet,
  gateOne,
  iso,
  itemsDue,
  newPhone,
  openRaceWorld,
  RACE_ROUNDS,
  seedRace,
  plansOf,
  race,
  rivalOf,
  startOf,
  untilDue,
  type RaceWorld,
} from '../../../support/reminder-trial.ts';
import type { SeededProgramme } from '../../../support/seed-programme.ts';

const AT_ONCE = 20;
const HOUR_MS = 3_600_000;

// Many rounds, on a machine that may have other work.
vi.setConfig({ testTimeout: 180_000 });

let world: RaceWorld;
beforeAll(async () => {
  world = await openRaceWorld();
});
afterAll(async () => await world.close());

const seed = (steps: readonly string[], settings = {}): Promise<SeededProgramme> =>
  seedRace(world, steps, { settings });

interface Told {
  inFlight: { attemptId: string }[];
}

const VERBS: Record<
  string,
  (deps: EngineDeps, programmeId: string, item: { externalId: string; phone: string; startMs: number }) => Promise<Told>
> = {
  'a move far away': async (deps, programmeId, item) =>
    (await book(deps, programmeId, [{ ...item, startsAt: iso(item.startMs + 3 * HOUR_MS) }]))[0] ?? { inFlight: [] },
  'a move that repeats nothing': async (deps, programmeId, item) =>
    (await book(deps, programmeId, [{ ...item, startsAt: iso(item.startMs + 60_000) }]))[0] ?? { inFlight: [] },
  'another number': async (deps, programmeId, item) =>
    (await book(deps, programmeId, [{ ...item, startsAt: iso(item.startMs), phone: newPhone() }]))[0] ?? {
      inFlight: [],
    },
  'a cancel': (deps, programmeId, { externalId }) =>
    cancelAppointment(deps, { programmeId, externalId, actor: 'test' }),
  'a yes': (deps, programmeId, { externalId }) =>
    answerFor(deps, { programmeId, externalId, meaning: 'confirm', actor: 'test' }),
  'a skip': (deps, programmeId, { externalId }) => skipSteps(deps, { programmeId, externalId, actor: 'test' }),
};

describe('a change of an appointment against the gate', () => {
  it.each(Object.keys(VERBS))('%s either comes first, and nothing leaves, or names what left', async (name) => {
    const verb = VERBS[name];
    const seeded = await seed(['1h:sms']);
    const seen = { passed: 0, stopped: 0 };
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const items = await itemsDue(world.test, AT_ONCE, 3_600);
      await book(world.deps, seeded.programmeId, items);
      await untilDue(world.test);
      const claims = await claimDue(world.deps, seeded);
      const judged = await Promise.all(
        items.map(async (item, index) => {
          const claimed = claims.find(({ externalId }) => externalId === item.externalId);
          if (!claimed || !verb) throw new Error('nothing was claimed');
          const [verdict, told] = await race(
            startOf(index),
            () => gateOne(world.deps, claimed),
            () => verb(rivalOf(world, index), seeded.programmeId, item),
          );
          return { ...verdict, named: told.inFlight.map(({ attemptId }) => attemptId) };
        }),
      );
      for (const { claimed, word, named } of judged) {
        expect({ word, named }).toEqual(
          word === 'passed' ? { word, named: [claimed.attemptId] } : { word: 'no_intent', named: [] },
        );
        seen[word === 'passed' ? 'passed' : 'stopped'] += 1;
      }
      // What a change made due at once was claimed with the next ones.
      const others = claims.filter(({ externalId }) => !items.some((item) => item.externalId === externalId));
      await carryOn(world.deps, [
        ...judged,
        ...(await Promise.all(others.map((claimed) => gateOne(world.deps, claimed)))),
      ]);
      await expectQuiet(world.test, seeded);
    }
    expect(seen.passed).toBeGreaterThan(0);
    expect(seen.stopped).toBeGreaterThan(0);
  });
});

describe('several writers', () => {
  it('of one external id make one appointment, with versions one after the other and one set of messages', async () => {
    const seeded = await seed(['2h:sms', '1h:sms']);
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const items = await itemsDue(world.test, AT_ONCE, 30_000);
      await Promise.all(
        items.flatMap((item, index) =>
          [0, 1, 2].map((place) =>
            atSomeMoment(() =>
              book(rivalOf(world, index + place), seeded.programmeId, [
                { ...item, startsAt: iso(item.startMs + place * HOUR_MS) },
              ]),
            ),
          ),
        ),
      );
      await expectQuiet(world.test, seeded);
    }
    const plans = await plansOf(world.test, seeded);
    expect(plans.length).toBe(RACE_ROUNDS * AT_ONCE * 2);
    expect(plans.filter(({ status, contactState }) => status !== 'planned' || contactState !== 'waiting')).toEqual([]);
  });
});
