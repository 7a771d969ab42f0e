import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { cancelAppointment } from '../../../../engine/reminders/cancel.ts';
import { foldAll, newFact } from '../../../support/ledger-steps.ts';
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

interface Rival {
  step: '1h:sms' | '1h:call';
  /** Before the change; answers the attempts that stand at the gate. */
  prepare: (seeded: SeededProgramme) => Promise<Claim[]>;
  /** In the middle of the change; answers what stands at the gate since. */
  work: (seeded: SeededProgramme, claims: readonly Claim[]) => Promise<Claim[]>;
}

const claims: Rival['prepare'] = (seeded) => claimDue(world.deps, seeded);

const givesBack = async (given: readonly Claim[]): Promise<void> =>
  void (await giveBack(
    world.deps,
    given.map(({ attemptId }) => ({ attemptId, reason: 'sent_late' as const })),
    { state: 'INTENT' },
  ));

/** A call that was busy, of which the ledger knows only in its inbox. */
const isBusy: Rival['prepare'] = async (seeded) => {
  const judged = await Promise.all((await claims(seeded)).map((claimed) => gateOne(world.deps, claimed)));
  await carryOn(world.deps, judged);
  const busy = judged.map(({ claimed: { attemptId } }) =>
    newFact(seeded.accountId, { kind: 'ended', attemptId, outcome: 'busy', providerReason: 'busy' }),
  );
  await writeFacts(world.deps.db, busy);
  return [];
};

const RIVALS: Record<string, Rival> = {
  'a claim': { step: '1h:sms', prepare: async () => [], work: claims },
  'a sender that gives back': {
    step: '1h:sms',
    prepare: claims,
    work: async (_, given) => {
      await givesBack(given);
      return [];
    },
  },
  'a sender that gives back, and a claim of the same': {
    step: '1h:sms',
    prepare: claims,
    work: async (seeded, given) => {
      await givesBack(given);
      return await claims(seeded);
    },
  },
  'a fold that plans the next try, and a claim of it': {
    step: '1h:call',
    prepare: isBusy,
    work: async (seeded) => {
      await foldAll(world.deps);
      await untilDue(world.test);
      return await claims(seeded);
    },
  },
};

describe('a change, interrupted before each of its statements', () => {
  for (const [name, { step, prepare, work }] of Object.entries(RIVALS)) {
    it.each(['cancel', 'move'])(`by ${name}, lets nothing through that it did not name: %s`, async (change) => {
      const seeded = await seedProgramme(world.deps, world.test, {
        steps: [step],
        settings: { zone: 'Etc/UTC', maxAttempts: 3, waitSeconds: { busy: 1 } },
      });
      const { programmeId } = seeded;
      let interruptions = 0;
      for (let statement = 0; statement < STATEMENTS; statement++) {
        const [item] = await itemsDue(world.test, 1, 3_600);
        if (!item) throw new Error('no item');
        const { externalId } = item;
        await book(world.deps, programmeId, [item]);
        await untilDue(world.test);
        const held = [...(await prepare(seeded))];
        const { deps, reached, rival } = interruptedAt(
          world.test,
          world.rivals[0] ?? world.deps,
          statement,
          async () => {
            held.push(...(await work(seeded, [...held])));
          },
        );
        const told =
          change === 'cancel'
            ? await cancelAppointment(deps, { programmeId, externalId, actor: 'test' })
            : (await book(deps, programmeId, [{ ...item, startsAt: iso(item.startMs + 3 * HOUR_MS) }]))[0];
        // It comes to the gate whenever it is ready, at the earliest as the change is answered.
        await rival();
        const judged: Judged[] = await Promise.all(held.map((one) => gateOne(world.deps, one)));
        expect(judged.filter(({ word }) => word !== 'no_intent').map(({ word }) => ({ statement, word }))).toEqual([]);
        const atGate = told?.inFlight.filter(({ attemptId }) =>
          held.some(({ attemptId: heldId }) => heldId === attemptId),
        );
        expect({ statement, atGate }).toEqual({ statement, atGate: [] });
        await foldAll(world.deps);
        await untilDue(world.test);
        expect(await claims(seeded)).toEqual([]);
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
