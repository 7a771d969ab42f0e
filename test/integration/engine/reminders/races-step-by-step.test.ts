import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { cancelAppointment } from '../../../../engine/reminders/cancel.ts';
import {
  book,
  carryOn,
  claimDue,
  expectQuiet,
  gateOne,
  interruptedAt,
  iso,
  itemsDue,
  openRaceWorld,
  untilDue,
  type Claim,
  type Judged,
  type RaceWorld,
} from '../../../support/reminder-trial.ts';
import { seedProgramme, type SeededProgramme } from '../../../support/seed-programme.ts';

const HOUR_MS = 3_600_000;
/** More than any of the changes has. */
const STATEMENTS = 40;

let world: RaceWorld;
beforeAll(async () => {
  world = await openRaceWorld(1);
});
afterAll(async () => await world.close());

type Rival = (seeded: SeededProgramme, claims: readonly Claim[]) => Promise<Claim[]>;

const givesBack = async (claims: readonly Claim[]): Promise<void> =>
  void (await giveBack(
    world.deps,
    claims.map(({ attemptId }) => ({ attemptId, reason: 'sent_late' as const })),
    { state: 'INTENT' },
  ));

/** What a sender may do in the middle of a change; each answers the attempts that it then holds. */
const RIVALS: Record<string, { claimed: boolean; work: Rival }> = {
  'a claim': { claimed: false, work: (seeded) => claimDue(world.deps, seeded) },
  'a sender that gives back': {
    claimed: true,
    work: async (_, claims) => {
      await givesBack(claims);
      return [];
    },
  },
  'a sender that gives back, and a claim of the same': {
    claimed: true,
    work: async (seeded, claims) => {
      await givesBack(claims);
      return await claimDue(world.deps, seeded);
    },
  },
};

describe('a change, interrupted before each of its statements', () => {
  for (const [name, { claimed, work }] of Object.entries(RIVALS)) {
    it.each(['cancel', 'move'])(`by ${name}, lets nothing through that it did not name: %s`, async (change) => {
      const seeded = await seedProgramme(world.deps, world.test, {
        steps: ['1h:sms'],
        settings: { zone: 'Etc/UTC' },
      });
      const { programmeId } = seeded;
      let interruptions = 0;
      for (let statement = 0; statement < STATEMENTS; statement++) {
        const [item] = await itemsDue(world.test, 1, 3_600);
        if (!item) throw new Error('no item');
        const { externalId } = item;
        await book(world.deps, programmeId, [item]);
        await untilDue(world.test);
        const claims = claimed ? await claimDue(world.deps, seeded) : [];
        const held: Claim[] = [...claims];
        const { deps, reached, rival } = interruptedAt(world.rivals[0] ?? world.deps, statement, async () => {
          held.push(...(await work(seeded, claims)));
        });
        const told =
          change === 'cancel'
            ? await cancelAppointment(deps, { programmeId, externalId, actor: 'test' })
            : (await book(deps, programmeId, [{ ...item, startsAt: iso(item.startMs + 3 * HOUR_MS) }]))[0];
        // It comes to the gate whenever it is ready, at the earliest as the change is answered.
        await rival();
        const judged: Judged[] = await Promise.all(held.map((one) => gateOne(world.deps, one)));
        expect({ statement, words: new Set(judged.map(({ word }) => word)), named: told?.inFlight }).toEqual({
          statement,
          words: new Set(judged.length > 0 ? ['no_intent'] : []),
          named: [],
        });
        expect(await claimDue(world.deps, seeded)).toEqual([]);
        await carryOn(world.deps, judged);
        await cancelAppointment(world.deps, { programmeId, externalId, actor: 'test' });
        if (!reached()) break;
        interruptions += 1;
      }
      expect(interruptions).toBeGreaterThan(12);
      expect(interruptions).toBeLessThan(STATEMENTS);
      await expectQuiet(world.test, seeded);
    });
  }
});
