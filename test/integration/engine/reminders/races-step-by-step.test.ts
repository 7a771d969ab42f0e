import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerFor } from '../../../../engine/answering/answer-for.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import { foldAll, jump, newFact } from '../../../support/ledger-steps.ts';
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

// Many rounds, on a machine that may have other work.
vi.setConfig({ testTimeout: 180_000 });

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

type ItemDue = Awaited<ReturnType<typeof itemsDue>>[number];

interface Told {
  inFlight: { attemptId: string }[];
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

  const CHANGES: Record<string, (deps: EngineDeps, programmeId: string, item: ItemDue) => Promise<Told | undefined>> = {
    'a cancel': (deps, programmeId, { externalId }) =>
      cancelAppointment(deps, { programmeId, externalId, actor: 'test' }),
    'a yes': (deps, programmeId, { externalId }) =>
      answerFor(deps, { programmeId, externalId, meaning: 'confirm', actor: 'test' }),
    'a move far away': async (deps, programmeId, item) =>
      (await book(deps, programmeId, [{ ...item, startsAt: iso(item.startMs + 3 * HOUR_MS) }]))[0],
    'a move that repeats nothing': async (deps, programmeId, item) =>
      (await book(deps, programmeId, [{ ...item, startsAt: iso(item.startMs + 60_000) }]))[0],
  };

  it.each(Object.keys(CHANGES))('by the gate, names what passed it, and counts it as sent: %s', async (name) => {
    const change = CHANGES[name];
    if (!change) throw new Error('no such change');
    const seeded = await seedProgramme(world.deps, world.test, { steps: ['1h:sms'], settings: { zone: 'Etc/UTC' } });
    const { programmeId } = seeded;
    const seen = { passed: 0, no_intent: 0 };
    for (let statement = 0; statement < STATEMENTS; statement++) {
      const [item] = await itemsDue(world.test, 1, 3_600);
      if (!item) throw new Error('no item');
      await book(world.deps, programmeId, [item]);
      await untilDue(world.test);
      const [claimed] = await claims(seeded);
      if (!claimed) throw new Error('nothing was claimed');
      const judged: Judged[] = [];
      const { deps, reached, rival } = interruptedAt(world.test, world.rivals[0] ?? world.deps, statement, async () => {
        judged.push(await gateOne(world.deps, claimed));
      });
      const told = await change(deps, programmeId, item);
      await rival();
      if (!reached()) break;
      const [{ word } = { word: '' }] = judged;
      const named = told?.inFlight.map(({ attemptId }) => attemptId);
      expect({ statement, word, named }).toEqual({
        statement,
        word: word === 'passed' ? word : 'no_intent',
        named: word === 'passed' ? [claimed.attemptId] : [],
      });
      seen[word === 'passed' ? 'passed' : 'no_intent'] += 1;
      await carryOn(world.deps, judged);
      // Told at this moment, it is not told again a minute later, unless it starts at another time of the day.
      await jump(world.test, 61_000);
      const again = await claims(seeded);
      const isNew = name === 'a move that repeats nothing' && word !== 'passed';
      expect({ statement, again: again.length }).toEqual({ statement, again: isNew ? 1 : 0 });
      await carryOn(world.deps, await Promise.all(again.map((one) => gateOne(world.deps, one))));
      await cancelAppointment(world.deps, { programmeId, externalId: item.externalId, actor: 'test' });
    }
    expect(seen.passed).toBeGreaterThan(3);
    expect(seen.no_intent).toBeGreaterThan(3);
    await expectQuiet(world.test, seeded);
  });
});
