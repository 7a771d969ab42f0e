import { randomInt } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import type { StepDraft } from '../../../../domain/reminders/programme-draft.ts';
import { answerFor } from '../../../../engine/answering/answer-for.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { bookAppointments } from '../../../../engine/reminders/booking/book.ts';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import { changeProgramme } from '../../../../engine/reminders/programmes/change.ts';
import { offences } from '../../../support/ledger-steps.ts';
import { HOUR_MS, ReminderModel, type ModelStep } from '../../../support/reminder-model.ts';
import { nowOf, setClock, turnAll } from '../../../support/reminder-world.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { seedProgramme, type SeededProgramme } from '../../../support/seed-programme.ts';
import { engineOver } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

/** Sequences of one world, one for each appointment; a world has one clock and one programme. */
const SEQUENCES = 100;
const ROUNDS = 14;
/** 10,000 sequences: OUTDIAL_REMINDER_WORLDS=100. */
const WORLDS = Number(process.env['OUTDIAL_REMINDER_WORLDS'] ?? '2');
const SEED = Number(process.env['OUTDIAL_REMINDER_SEED'] ?? randomInt(1_000_000));

/** Mulberry32: small, and the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

const STEPS: ModelStep[][] = [
  [
    { key: 'first', beforeHours: 24, afterConfirm: 'stop' },
    { key: 'second', beforeHours: 3, afterConfirm: 'send' },
  ],
  [
    { key: 'first', beforeHours: 20, afterConfirm: 'stop' },
    { key: 'second', beforeHours: 3, afterConfirm: 'send' },
  ],
  [
    { key: 'first', beforeHours: 24, afterConfirm: 'stop' },
    { key: 'middle', beforeHours: 8, afterConfirm: 'stop' },
    { key: 'second', beforeHours: 2, afterConfirm: 'send' },
  ],
];
const CHANNELS: Record<string, 'sms' | 'call'> = { first: 'sms', middle: 'sms', second: 'call' };
const RULES = { lateMs: 30 * 60_000, cutoffMs: HOUR_MS / 4, repeatAfterMoveMs: 1.5 * HOUR_MS, marginMs: 60_000 };

const draftOf = (steps: readonly ModelStep[], by: { accountId: string; numberId: string }): StepDraft[] =>
  steps.map(({ key, beforeHours, afterConfirm }) => {
    const said = `{{ external_id }} ${key} {{ start }}`;
    const channel = CHANNELS[key] ?? 'sms';
    return {
      key,
      when: { kind: 'before', seconds: beforeHours * 3600 },
      afterConfirm,
      actions: [{ channel, ...by, ...(channel === 'sms' ? { text: said } : { variables: { said } }) }],
    };
  });

async function world(seed: number): Promise<{ sent: number; expected: number }> {
  const random = randomOf(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const first = STEPS[0] ?? [];
  const seeded: SeededProgramme = await seedProgramme(deps, test, {
    settings: {
      lateSeconds: RULES.lateMs / 1000,
      cutoffSeconds: RULES.cutoffMs / 1000,
      repeatAfterMoveSeconds: RULES.repeatAfterMoveMs / 1000,
      zone: 'Etc/UTC',
      personCaps: [{ count: 50, hours: 1 }],
    },
  });
  const { programmeId, accountId, numberId } = seeded;
  const edit = async (steps: readonly ModelStep[]): Promise<void> =>
    void (await changeProgramme(deps, {
      programmeId,
      settings: { steps: draftOf(steps, { accountId, numberId }) },
      actor: 'test',
    }));
  await edit(first);
  const model = new ReminderModel({ ...RULES, steps: first });
  const base = Math.ceil((await nowOf(test)) / HOUR_MS) * HOUR_MS;
  const phoneBase = 12_125_000_000 + (seed % 4_000) * 1_000;
  const ids = Array.from({ length: SEQUENCES }, (_, place) => `s${seed}-${place}`);
  let [hour, sent, expected] = [0, 0, 0];
  const hold = async (crash = () => false): Promise<void> => {
    const out = (await turnAll(deps, test, seeded, crash)).sort();
    const should = model.turn(await nowOf(test));
    sent += out.length;
    expected += should.length;
    expect(out, `seed ${seed}, hour ${hour}`).toEqual(should);
  };
  for (let round = 0; round < ROUNDS; round++) {
    hour += [1, 1, 1, 2, 3, 9][below(6)] ?? 1;
    // Ten minutes after the hour what was due then still goes out; fifty minutes after, it is missed.
    await setClock(test, base + hour * HOUR_MS + (random() < 0.8 ? 10 : 50) * 60_000);
    await hold(() => random() < 0.1);
    const nowMs = await nowOf(test);
    const bookings = ids.flatMap((externalId, place) => {
      const one = model.appointments.get(externalId);
      if (random() > (one ? 0.2 : 0.4)) return [];
      const startMs = base + (hour + 2 + below(40)) * HOUR_MS;
      return [{ externalId, startMs, phone: `+${phoneBase + place}` }];
    });
    const booked = await bookAppointments(deps, {
      programmeId,
      items: bookings.map(({ externalId, startMs, phone }) => {
        const start = new Date(startMs).toISOString();
        return { externalId, phone, startsAt: start, variables: { start } };
      }),
      actor: 'test',
    });
    expect(booked.filter(({ ok }) => !ok)).toEqual([]);
    for (const { externalId, startMs } of bookings) model.book(externalId, startMs, nowMs);
    for (const externalId of ids) {
      const one = model.appointments.get(externalId);
      if (!one || one.state === 'cancelled' || one.startMs <= nowMs) continue;
      const dice = random();
      if (dice < 0.08) {
        await cancelAppointment(deps, { programmeId, externalId, actor: 'test' });
        model.set(externalId, 'cancelled', nowMs);
      } else if (dice < 0.16) {
        await answerFor(deps, { programmeId, externalId, meaning: 'confirm', actor: 'test' });
        model.set(externalId, 'confirmed', nowMs);
      }
    }
    if (random() < 0.2) {
      const steps = STEPS[below(STEPS.length)] ?? first;
      await edit(steps);
      model.edit(steps, nowMs);
    }
    await hold();
  }
  await setClock(test, base + (hour + 60) * HOUR_MS);
  await hold();
  const open = await rows<{ state: string }>(
    test.db,
    sql`select state from contact_states where run_id = ${seeded.runId} and state in ('ready', 'waiting', 'in_flight')`,
  );
  expect(open, `seed ${seed}: every step has its outcome`).toEqual([]);
  return { sent, expected };
}

describe(`random sequences of book, move, cancel, confirm, edit, restart and skipped time (seed ${SEED})`, () => {
  it(`send exactly what a simple model says, ${WORLDS} worlds of ${SEQUENCES} appointments`, async () => {
    let sent = 0;
    for (let place = 0; place < WORLDS; place++) sent += (await world(SEED + place)).sent;
    console.log(
      `reminders: ${WORLDS * SEQUENCES} sequences from seed ${SEED}, ${sent} messages, all as the model says`,
    );
    expect(sent).toBeGreaterThan(0);
    expect(await offences(test)).toEqual([]);
  }, 3_600_000);
});
