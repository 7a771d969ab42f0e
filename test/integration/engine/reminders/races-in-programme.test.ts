import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import { loadRun } from '../../../../engine/dialing/run-context.ts';
import { turn } from '../../../../engine/dialing/turn.ts';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import { planStale } from '../../../../engine/reminders/plans/plan-stale.ts';
import { changeProgramme } from '../../../../engine/reminders/programmes/change.ts';
import { createWakes } from '../../../../engine/wakes.ts';
import { jump } from '../../../support/ledger-steps.ts';
import { turnAll } from '../../../support/reminder-world.ts';
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
const byText = (a: string, b: string): number => a.localeCompare(b);

// Many rounds, on a machine that may have other work.
vi.setConfig({ testTimeout: 180_000 });

let world: RaceWorld;
beforeAll(async () => {
  world = await openRaceWorld();
});
afterAll(async () => await world.close());

const seed = (steps: readonly string[], settings = {}): Promise<SeededProgramme> =>
  seedRace(world, steps, { text: '{{ external_id }}', settings });

describe('a change of the programme', () => {
  it('against the gate: nothing of the old plan passes behind it, and everybody is reminded once', async () => {
    const seeded = await seed(['1h:sms']);
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const items = await itemsDue(world.test, AT_ONCE, 3_600);
      await book(world.deps, seeded.programmeId, items);
      await untilDue(world.test);
      const claims = await claimDue(world.deps, seeded);
      let edited = false;
      const editing = atSomeMoment(async () => {
        const settings = { lateSeconds: 1_801 + round };
        await changeProgramme(rivalOf(world, round), { programmeId: seeded.programmeId, settings, actor: 'test' });
        edited = true;
      });
      const judged = await Promise.all(
        claims.map((claimed) =>
          atSomeMoment(async () => {
            const late = edited;
            return { ...(await gateOne(world.deps, claimed)), late };
          }, 60),
        ),
      );
      await editing;
      expect(judged.filter(({ word, late }) => late && word !== 'plan_changed')).toEqual([]);
      // While what was refused is given back, the plan is made anew.
      await Promise.all([carryOn(world.deps, judged), ...world.rivals.map((deps) => planStale(deps, seeded.runId, 7))]);
      const passed = judged.flatMap(({ claimed, word }) => (word === 'passed' ? (claimed.externalId ?? []) : []));
      const later = await turnAll(world.deps, world.test, seeded);
      expect([...passed, ...later].toSorted(byText)).toEqual(
        items.map(({ externalId }) => externalId).toSorted(byText),
      );
      await expectQuiet(world.test, seeded);
    }
  });

  it('leaves what the gate refused to the plan of now, also before that is made', async () => {
    const seeded = await seed(['1h:sms']);
    const { programmeId, accountId, numberId, runId } = seeded;
    const edit = (seconds: number) =>
      changeProgramme(world.deps, {
        programmeId,
        settings: {
          steps: [
            {
              key: 'first',
              when: { kind: 'before', seconds },
              actions: [{ channel: 'sms', accountId, numberId, text: '{{ external_id }}' }],
            },
          ],
        },
        actor: 'test',
      });
    for (let round = 0; round < RACE_ROUNDS; round++) {
      await edit(3_600);
      while ((await planStale(world.deps, runId)) > 0);
      const items = await itemsDue(world.test, AT_ONCE, 3_600);
      await book(world.deps, programmeId, items);
      await untilDue(world.test);
      const slot = (await loadRun(world.deps, runId))?.settings.steps.findLastIndex(({ retired }) => !retired) ?? 0;
      const claims = await claimDue(world.deps, seeded, slot);
      expect(claims.length).toBe(AT_ONCE);
      await edit(1_800);
      const judged = await Promise.all(claims.map((claimed) => gateOne(world.deps, claimed)));
      expect(new Set(judged.map(({ word }) => word))).toEqual(new Set(['plan_changed']));
      await carryOn(world.deps, judged);
      expect(await claimDue(world.deps, seeded, slot)).toEqual([]);
      expect(await turnAll(world.deps, world.test, seeded)).toEqual([]);
      await jump(world.test, HOUR_MS / 2);
      expect((await turnAll(world.deps, world.test, seeded)).toSorted(byText)).toEqual(
        items.map(({ externalId }) => externalId).toSorted(byText),
      );
      await expectQuiet(world.test, seeded);
    }
  });

  it('is planned by several turns at once, beside bookings, as one plan', async () => {
    const seeded = await seed(['2h:sms', '1h:sms']);
    const { programmeId, runId } = seeded;
    const items = await itemsDue(world.test, AT_ONCE * 2, 40_000);
    await book(world.deps, programmeId, items);
    for (let round = 0; round < RACE_ROUNDS; round++) {
      await changeProgramme(world.deps, { programmeId, settings: { cutoffSeconds: 60 + round }, actor: 'test' });
      const turns = [world.deps, ...world.rivals].map((deps) =>
        atSomeMoment(async () => {
          while ((await planStale(deps, runId, 9)) > 0);
        }),
      );
      const moves = items.slice(0, AT_ONCE).map((item, index) =>
        atSomeMoment(async () => {
          item.startMs += (index % 2 === 0 ? 1 : -1) * HOUR_MS;
          await book(rivalOf(world, index), programmeId, [{ ...item, startsAt: iso(item.startMs) }]);
        }, 60),
      );
      await Promise.all([...turns, ...moves]);
      while ((await planStale(world.deps, runId)) > 0);
      await expectQuiet(world.test, seeded);
      const plans = await plansOf(world.test, seeded);
      expect(plans.length).toBe(items.length * 2);
      expect(plans.filter(({ status, contactState }) => status !== 'planned' || contactState !== 'waiting')).toEqual(
        [],
      );
      const stale = await rows(
        world.test.db,
        sql`select d.contact_id from due d join runs r on r.id = d.run_id where r.id = ${runId} and d.policy_version <> r.policy_version`,
      );
      expect(stale).toEqual([]);
    }
  });
});

describe('a booking', () => {
  it('against a no: whoever said it is told nothing, and waits for nothing', async () => {
    const seeded = await seed(['1h:sms']);
    for (let round = 0; round < RACE_ROUNDS; round++) {
      const items = await itemsDue(world.test, AT_ONCE, 3_600);
      await Promise.all(
        items.map((item, index) =>
          race(
            startOf(index),
            () => book(world.deps, seeded.programmeId, [item]),
            () => suppress(rivalOf(world, index), { phone: Number(item.phone.slice(1)), actor: 'test' }),
          ),
        ),
      );
      await untilDue(world.test);
      expect(await turnAll(world.deps, world.test, seeded)).toEqual([]);
      await expectQuiet(world.test, seeded);
      const living = (await plansOf(world.test, seeded)).filter(
        ({ status, reason, contactState }) =>
          !(status === 'skipped' ? reason === 'opted_out' : contactState === 'suppressed'),
      );
      expect(living).toEqual([]);
    }
  });

  it.each(['a programme with others in it', 'an empty one'])(
    'is not slept over by a turn that goes to rest at that very moment: %s',
    async (which) => {
      const seeded = await seed(['1h:sms']);
      const { programmeId, runId } = seeded;
      if (which !== 'an empty one') await book(world.deps, programmeId, await itemsDue(world.test, 1, 90_000));
      const sender = { id: randomUUID(), submit: () => {}, load: () => 0, drain: async () => {} };
      const turnDeps = { ...world.deps, sender, wakes: createWakes(), mayDial: () => true };
      for (let round = 0; round < RACE_ROUNDS * 15; round++) {
        const [item] = await itemsDue(world.test, 1, 3_600 + 60);
        if (!item) throw new Error('no item');
        await Promise.all([
          atSomeMoment(() => turn(turnDeps, { runId, budgetMs: 0, heartbeat: () => {} }), 20),
          atSomeMoment(() => book(rivalOf(world, round), programmeId, [item]), 50),
        ]);
        const run = await firstRow<{ late: boolean }>(
          world.test.db,
          sql`select next_turn_at > (select min(try_at) from due where run_id = ${runId}) as late from runs where id = ${runId}`,
        );
        expect(run, `round ${round}`).toEqual({ late: false });
        await cancelAppointment(world.deps, { programmeId, externalId: item.externalId, actor: 'test' });
      }
    },
  );
});
