import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { inTransaction } from '../../../../db/transaction.ts';
import { applyAnswers } from '../../../../engine/answering/apply-answers.ts';
import { storeAnswers } from '../../../../engine/answering/store-answers.ts';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import { foldAll, jump, newFact } from '../../../support/ledger-steps.ts';
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
  seedRace(world, steps, { text: '{{ external_id }}', settings });

type Item = Awaited<ReturnType<typeof itemsDue>>[number];

/** Both ways to take a message back; every second one moves. */
const takeBack = async (seeded: SeededProgramme, item: Item, index: number): Promise<{ inFlight: unknown[] }> => {
  const { programmeId } = seeded;
  const deps = rivalOf(world, index);
  if (index % 2 === 0) {
    return await cancelAppointment(deps, { programmeId, externalId: item.externalId, actor: 'test' });
  }
  const [moved] = await book(deps, programmeId, [{ ...item, startsAt: iso(item.startMs + 3 * HOUR_MS) }]);
  if (!moved) throw new Error('not moved');
  return moved;
};

/** What was cancelled waits for nothing, what was moved has one message, for the new start. */
async function expectTakenBack(seeded: SeededProgramme, items: readonly Item[]): Promise<void> {
  await expectQuiet(world.test, seeded);
  const plans = await plansOf(world.test, seeded);
  for (const [index, { externalId }] of items.entries()) {
    const [step] = plans.filter((row) => row.externalId === externalId);
    expect(step).toMatchObject(
      index % 2 === 0 && step?.status !== 'sent'
        ? { status: 'skipped', reason: 'cancelled', contactId: null }
        : index % 2 === 0
          ? { status: 'sent' }
          : { status: 'planned', contactState: 'waiting' },
    );
  }
  const stray = await rows(
    world.test.db,
    sql`select s.contact_id, s.state from contact_states s where s.run_id = ${seeded.runId} and s.state in ('ready', 'waiting', 'in_flight')
          and not exists (select from reminders m join appointments a on a.id = m.appointment_id and a.version = m.version
            where m.contact_id = s.contact_id and m.status = 'planned')`,
  );
  expect(stray).toEqual([]);
}

describe('a move or a cancel', () => {
  it('against a sender that gives back leaves no message of the old plan', async () => {
    const seeded = await seed(['1h:sms']);
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const items = await itemsDue(world.test, AT_ONCE, 3_600);
      await book(world.deps, seeded.programmeId, items);
      await untilDue(world.test);
      const claims = await claimDue(world.deps, seeded);
      await Promise.all(
        items.map(async (item, index) => {
          const claimed = claims.find(({ externalId }) => externalId === item.externalId);
          if (!claimed) throw new Error('nothing was claimed');
          const given = [{ attemptId: claimed.attemptId, reason: 'sent_late' as const }];
          const [, told] = await race(
            startOf(index),
            () => giveBack(world.deps, given, { state: 'INTENT' }),
            () => takeBack(seeded, item, index),
          );
          expect(told.inFlight).toEqual([]);
        }),
      );
      await expectTakenBack(seeded, items);
    }
  });

  it('against claims leaves nothing that passes the gate once it is answered', async () => {
    const seeded = await seed(['1h:sms']);
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const items = await itemsDue(world.test, AT_ONCE, 3_600);
      await book(world.deps, seeded.programmeId, items);
      await untilDue(world.test);
      const claiming = [world.deps, ...world.rivals].map((deps) => atSomeMoment(() => claimDue(deps, seeded), 40));
      await Promise.all(items.map((item, index) => atSomeMoment(() => takeBack(seeded, item, index), 40)));
      const claims = (await Promise.all(claiming)).flat();
      const judged = await Promise.all(claims.map((claimed) => gateOne(world.deps, claimed)));
      expect(judged.filter(({ word }) => word !== 'no_intent')).toEqual([]);
      await expectTakenBack(seeded, items);
    }
  });

  it('against a fold that plans the next try leaves no try', async () => {
    const settings = { maxAttempts: 3, waitSeconds: { busy: 1 } };
    const seeded = await seed(['1h:call'], settings);
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const items = await itemsDue(world.test, AT_ONCE, 3_600);
      await book(world.deps, seeded.programmeId, items);
      await untilDue(world.test);
      const judged = await Promise.all(
        (await claimDue(world.deps, seeded)).map((claimed) => gateOne(world.deps, claimed)),
      );
      expect(judged.filter(({ word }) => word === 'passed').length).toBe(AT_ONCE);
      await carryOn(world.deps, judged);
      const busy = judged.map(({ claimed: { attemptId } }) =>
        newFact(seeded.accountId, { kind: 'ended', attemptId, outcome: 'busy', providerReason: 'busy' }),
      );
      await writeFacts(world.deps.db, busy);
      await Promise.all([
        atSomeMoment(() => foldAll(world.deps, 4), 30),
        ...items.map((item, index) => atSomeMoment(() => takeBack(seeded, item, index), 60)),
      ]);
      await foldAll(world.deps);
      await expectTakenBack(seeded, items);
      await untilDue(world.test);
      expect(await claimDue(world.deps, seeded)).toEqual([]);
    }
  });
});

describe('an answer', () => {
  it('against the gate: what did not pass before it is applied never does', async () => {
    const seeded = await seed(['2h:sms', '1h:sms']);
    const seen = { passed: 0, no_intent: 0 };
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const items = await itemsDue(world.test, AT_ONCE, 7_200);
      await book(world.deps, seeded.programmeId, items);
      await untilDue(world.test);
      const first = await claimDue(world.deps, seeded);
      await carryOn(world.deps, await Promise.all(first.map((claimed) => gateOne(world.deps, claimed))));
      await jump(world.test, HOUR_MS);
      const claims = await claimDue(world.deps, seeded, 1);
      expect(claims.length).toBe(AT_ONCE);
      await inTransaction(world.deps.db, (tx) =>
        storeAnswers(
          tx,
          first.map(({ attemptId }) => ({
            attemptId,
            meaning: 'confirm' as const,
            source: 'sms' as const,
            said: 'YES',
            dedupeKey: `yes:${attemptId}`,
            forAppointments: true,
          })),
        ),
      );
      let applied = false;
      const applying = atSomeMoment(async () => {
        while ((await applyAnswers(rivalOf(world, round), AT_ONCE / 2)) > 0);
        applied = true;
      }, 20);
      const judged = await Promise.all(
        claims.map((claimed) =>
          atSomeMoment(async () => {
            const late = applied;
            return { ...(await gateOne(world.deps, claimed)), late };
          }, 80),
        ),
      );
      await applying;
      expect(judged.filter(({ word, late }) => late && word !== 'no_intent')).toEqual([]);
      const plans = (await plansOf(world.test, seeded)).filter(({ key }) => key === '1h-sms');
      for (const { claimed, word } of judged) {
        const step = plans.find(({ externalId }) => externalId === claimed.externalId);
        expect({ word, status: step?.status, reason: step?.reason }).toEqual(
          word === 'passed'
            ? { word, status: 'sent', reason: null }
            : { word: 'no_intent', status: 'skipped', reason: 'confirmed' },
        );
        seen[word === 'passed' ? 'passed' : 'no_intent'] += 1;
      }
      await carryOn(world.deps, judged);
      await expectQuiet(world.test, seeded);
    }
    expect(seen.no_intent).toBeGreaterThan(0);
  });
});
