import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { startAccount, stopAccount } from '../../engine/accounts/stop-account.ts';
import { startAll, stopAll } from '../../engine/accounts/stop-all.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { claim } from '../../engine/dialing/claim.ts';
import { gate } from '../../engine/dialing/gate.ts';
import { giveBack, giveBackAbandoned } from '../../engine/dialing/give-back.ts';
import { record } from '../../engine/dialing/record.ts';
import { loadRun } from '../../engine/dialing/run-context.ts';
import { adoptRules } from '../../engine/planning/adopt-rules.ts';
import { roll } from '../../engine/planning/roll.ts';
import { readNowMs } from '../../engine/read-now.ts';
import { bookAppointments } from '../../engine/reminders/booking/book.ts';
import { cancelAppointment } from '../../engine/reminders/booking/cancel.ts';
import { planStale } from '../../engine/reminders/plans/plan-stale.ts';
import { changeProgramme } from '../../engine/reminders/programmes/change.ts';
import { pauseProgramme, resumeProgramme } from '../../engine/reminders/programmes/control.ts';
import type { BookingItem } from '../../engine/reminders/booking/read-booking.ts';
import { rebookAppointment } from '../../engine/reminders/booking/rebook.ts';
import { skipSteps } from '../../engine/reminders/booking/skip.ts';
import type { Random, Tried } from './judged-world.ts';
import { endAll, jump, refOf } from './ledger-steps.ts';
import { seedProgramme, type SeededProgramme } from './seed-programme.ts';
import type { TestDb } from './test-db.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ZONES = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'] as const;
const NINE_TO_NINE: [string, string][] = [['09:00', '21:00']];
const DAYTIME = {
  weekly: {
    mon: NINE_TO_NINE,
    tue: NINE_TO_NINE,
    wed: NINE_TO_NINE,
    thu: NINE_TO_NINE,
    fri: NINE_TO_NINE,
    sat: NINE_TO_NINE,
  },
  blackoutDates: [],
  skipFederalHolidays: false,
};
const OUTCOMES: readonly Outcome[] = ['no_answer', 'busy', 'voicemail', 'answered'];
const actor = 'test';

export interface ProgrammeWorld {
  /** Those of now: rules are replaced on the way. */
  deps: EngineDeps;
  test: TestDb;
  programmes: SeededProgramme[];
  random: Random;
  tried: Tried;
  /** What the withdrawals and ends of all rounds were about. */
  booked: number;
}

/** Programmes of every kind: with fallbacks, retries, hours, a cut-off, and messages that appointments share. */
export async function openProgrammes(
  deps: EngineDeps,
  test: TestDb,
  random: Random,
): Promise<Omit<ProgrammeWorld, 'tried'>> {
  const common = { topUpMicros: 1_000_000_000_000, maxConcurrentCalls: 1_000_000 };
  const programmes = [
    await seedProgramme(deps, test, {
      ...common,
      steps: ['24h:sms', '5h:call>failed:sms', '1h:sms'],
      settings: { cutoffSeconds: 900, maxAttempts: 2, personCaps: [{ count: 2, hours: 24 }] },
    }),
    await seedProgramme(deps, test, {
      ...common,
      steps: ['1d@18:00:sms', '3h:call', 'booking:sms'],
      settings: {
        purpose: 'informational',
        hours: DAYTIME,
        mergeWithinSeconds: 3 * 3600,
        lateSeconds: 4 * 3600,
        personCaps: [{ count: 6, hours: 24 }],
      },
    }),
    await seedProgramme(deps, test, {
      ...common,
      steps: ['4h:call>noreply20m:sms', '30m:sms'],
      settings: { cutoffSeconds: 1200, maxAttempts: 3, lateSeconds: 2 * 3600, waitSeconds: { no_answer: 600 } },
    }),
  ];
  return { deps, test, programmes, random, booked: 0 };
}

const pick = <T>(random: Random, from: readonly T[]): T => {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

/** People have several appointments: phones come back. */
function itemsOf(world: ProgrammeWorld, nowMs: number, count: number): BookingItem[] {
  const { random } = world;
  return Array.from({ length: count }, () => {
    const number = world.booked++;
    const startMs = nowMs + Math.floor((0.7 + 30 * random()) * 6) * (HOUR_MS / 6);
    return {
      externalId: `A-${number}`,
      phone: `+${12_125_550_000 + (number % 60) * 7}`,
      startsAt: new Date(startMs).toISOString(),
      recipientZone: ZONES[(number % 60) % ZONES.length],
    };
  });
}

interface Taken {
  programme: SeededProgramme;
  sender: string;
  ids: string[];
}

/** Appointments are booked, time goes on, everything due is claimed; then something happens, and then the gate is asked. */
export async function programmeRound(world: ProgrammeWorld): Promise<void> {
  const { deps, test, programmes, random, tried } = world;
  const nowMs = await readNowMs(test.db);
  for (const { programmeId } of programmes) {
    const items = itemsOf(world, nowMs, 12);
    await bookAppointments(deps, { programmeId, items, actor });
    await giveConsent(test, items);
  }
  const closing = random() < 0.35 && (await jumpBeforeEnd(test, random));
  if (!closing) await jump(test, Math.floor(2.5 * random() * HOUR_MS));
  const claimed: Taken[] = [];
  for (const programme of programmes) claimed.push(...(await claimEverything(deps, programme)));
  tried.claims += claimed.reduce((sum, { ids }) => sum + ids.length, 0);
  if (closing) await jump(test, 6_000);
  const undo = closing ? nothing : await disturb(world, claimed);
  for (const taken of claimed) await judge(world, taken);
  await undo();
}

async function claimEverything(deps: EngineDeps, programme: SeededProgramme): Promise<Taken[]> {
  while ((await planStale(deps, programme.runId, 200)) > 0);
  const run = await loadRun(deps, programme.runId);
  if (run?.state !== 'running') return [];
  while ((await roll(deps, run)) > 0);
  const taken: Taken[] = [];
  for (const step of run.steps) {
    if (run.settings.steps[step.index]?.retired) continue;
    const sender = randomUUID();
    const { attempts } = await claim(deps, { run, step, sender, batch: 200 });
    if (attempts.length > 0) taken.push({ programme, sender, ids: attempts.map(({ attemptId }) => attemptId) });
  }
  return taken;
}

async function judge(world: ProgrammeWorld, { programme, sender, ids }: Taken): Promise<void> {
  const { deps, test, random, tried } = world;
  const askedAtMs = await readNowMs(test.db);
  const verdicts = await gate(deps, { sender, items: ids.map((attemptId) => ({ attemptId, rendered: {} })) });
  const refused = verdicts.flatMap(({ attemptId, refusal }) =>
    refusal === null ? [] : [{ attemptId, reason: refusal }],
  );
  // What an appointment took back meanwhile is judged by nobody: it was void before.
  for (const { attemptId } of verdicts) tried.askedAtMs.set(attemptId, askedAtMs);
  await giveBack(deps, refused, { state: 'INTENT' });
  await giveBackAbandoned(deps);
  for (const { reason } of refused) tried.refusals[reason] = (tried.refusals[reason] ?? 0) + 1;
  const passed = verdicts.flatMap(({ attemptId, refusal }) => (refusal === null ? [attemptId] : []));
  await record(
    deps,
    sender,
    passed.map((attemptId) => ({
      attemptId,
      result: { kind: 'accepted' as const, providerRef: refOf(attemptId), startedAtMs: Date.now() },
    })),
  );
  const calls = await rows<{ id: string }>(
    test.db,
    sql`select id from attempts where id = any(${sql.param(passed)}::uuid[]) and channel = 'call' order by id`,
  );
  await endAll(
    deps,
    programme,
    calls.map(({ id }) => id),
    pick(random, OUTCOMES),
  );
}

const nothing = async (): Promise<void> => {};

/** To a moment just before a window, a lateness or a cut-off ends: what is claimed now is judged behind it. */
async function jumpBeforeEnd(test: TestDb, random: Random): Promise<boolean> {
  const ends = await rows<{ ms: number }>(
    test.db,
    sql`select to_ms(roll_at) - to_ms(outdial_now()) as ms from due where roll_at < outdial_now() + interval '14 hours'
          and roll_at > outdial_now() + interval '10 seconds' and due_at < roll_at - interval '10 seconds' order by roll_at`,
  );
  if (ends.length === 0) return false;
  await jump(test, Math.floor(pick(random, ends).ms - 4_000));
  return true;
}

/** Something that the gate must notice, or that takes messages back. Answers how it is undone. */
async function disturb(world: ProgrammeWorld, claimed: readonly Taken[]): Promise<() => Promise<void>> {
  const { deps, test, programmes, random } = world;
  const { programmeId, accountId, settings } = claimed[0]?.programme ?? pick(random, programmes);
  switch (Math.floor(random() * 15)) {
    case 0:
      await pauseProgramme(deps, { programmeId, actor, reason: 'a look' });
      return () => resumeProgramme(deps, { programmeId, actor }).then(nothing);
    case 1:
      await stopAccount(deps, { accountId, actor, reason: 'a look' });
      return () => startAccount(deps, { accountId, actor }).then(nothing);
    case 2:
      await stopAll(deps, { actor });
      return () => startAll(deps, { actor }).then(nothing);
    case 3:
    case 4:
      await test.db.execute(sql`
        insert into suppressions (phone, purpose, channel, source, created_by)
        select distinct phone, '', ${random() < 0.5 ? '' : 'sms'}, 'api', 'test' from attempts where state = 'INTENT' and random() < 0.3
        on conflict (phone, purpose, channel, list_id) where lifted_at is null do nothing`);
      return async () =>
        void (await test.adminDb
          .execute(sql`update suppressions set lifted_at = outdial_now(), lifted_by = 'test', lifted_reason = 'test'
          where lifted_at is null and random() < 0.7`));
    case 5:
      await test.db.execute(sql`
        insert into consent_events (phone, kind, purpose, channel, consent_class, method, happened_at, created_by)
        select distinct phone, 'revoked', '', '', 'written', 'api', outdial_now(), 'test' from attempts where state = 'INTENT'`);
      return nothing;
    case 6:
    case 7: {
      const lateSeconds = 3600 + Math.floor(random() * 600) * 60;
      await changeProgramme(deps, { programmeId, settings: { lateSeconds }, actor });
      return nothing;
    }
    case 8: {
      // The step with the latest key goes: what waits by it is retired.
      const steps = settings.steps.slice(0, -1);
      await changeProgramme(deps, { programmeId, settings: { steps }, actor });
      return () => changeProgramme(deps, { programmeId, settings: { steps: settings.steps }, actor }).then(nothing);
    }
    case 9:
      // Also what changes nothing of a plan is a change of the settings.
      await changeProgramme(deps, { programmeId, settings: { maxAttempts: 1 + Math.floor(random() * 3) }, actor });
      return nothing;
    case 10:
      world.deps = { ...deps, law: { ...deps.law, digest: randomUUID() } };
      await adoptRules(world.deps);
      return nothing;
    default:
      await changeAppointments(world, claimed);
      return nothing;
  }
}

/** Appointments whose messages are claimed are moved, cancelled, edited, or have steps taken out. */
async function changeAppointments({ deps, test, random }: ProgrammeWorld, claimed: readonly Taken[]): Promise<void> {
  const ids = claimed.flatMap((taken) => taken.ids);
  const found = await rows<{ programmeId: string; externalId: string; key: string; startsAtMs: number }>(
    test.db,
    sql`select distinct on (a.id) a.programme_id as "programmeId", a.external_id as "externalId", m.key, to_ms(a.starts_at) as "startsAtMs"
        from attempts t join reminders m on m.contact_id = t.contact_id join appointments a on a.id = m.appointment_id and a.version = m.version
        where t.id = any(${sql.param(ids)}::uuid[]) and t.state = 'INTENT' and a.state <> 'cancelled' order by a.id`,
  );
  for (const { programmeId, externalId, key, startsAtMs } of found) {
    const which = { programmeId, externalId, actor };
    const chance = random();
    if (chance < 0.25) await cancelAppointment(deps, which);
    else if (chance < 0.4) await skipSteps(deps, { ...which, steps: [key] });
    else if (chance < 0.6) {
      const startsAt = new Date(startsAtMs + 26 * HOUR_MS).toISOString();
      await rebookAppointment(deps, { ...which, patch: { startsAt } });
    } else if (chance < 0.75) await rebookAppointment(deps, { ...which, patch: { variables: { room: '4' } } });
  }
}

async function giveConsent(test: TestDb, items: readonly BookingItem[]): Promise<void> {
  const phones = items.map(({ phone }) => Number(phone.slice(1)));
  await test.db.execute(sql`
    insert into consent_events (phone, kind, purpose, channel, consent_class, method, happened_at, created_by)
    select distinct unnest(${sql.param(phones)}::bigint[]), 'given', '', '', 'written', 'web_form', outdial_now(), 'test'`);
}
