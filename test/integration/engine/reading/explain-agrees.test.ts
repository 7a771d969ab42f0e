import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { ruleOfRefusal } from '../../../../domain/explain/rule-look.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { explainMany, type Explained } from '../../../../engine/reading/explain/explain-many.ts';
import { gateWords, openWorld, randomOf, round, type GateWord, type Tried } from '../../../support/judged-world.ts';
import { openProgrammes, programmeRound, type ProgrammeWorld } from '../../../support/judged-programmes.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

/** `OUTDIAL_EXPLAIN_ATTEMPTS=100000` is the whole proof; it takes minutes. */
const ATTEMPTS = Number(process.env['OUTDIAL_EXPLAIN_ATTEMPTS'] ?? 2_500);
const REMINDERS = Number(process.env['OUTDIAL_EXPLAIN_REMINDERS'] ?? 600);
const SEED = Number(process.env['OUTDIAL_TEST_SEED'] ?? 20_261_125);
const MAX_ROUNDS = 1_000;
const BATCH = 2_000;

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

interface Disagreement {
  word: GateWord;
  saw: unknown;
}

async function disagreeing(
  deps: EngineDeps,
  words: readonly GateWord[],
  momentOf: (word: GateWord) => number,
): Promise<Disagreement[]> {
  const explained = await explainMany(
    deps,
    words.map((word) => ({ contactId: word.contactId, atMs: momentOf(word) })),
  );
  return words.flatMap((word, index) => disagreement(word, explained[index]) ?? []);
}

/** What the rules come to, without the record of what was done: the gate cannot have told them. */
function disagreement(word: GateWord, explained: Explained | null | undefined): Disagreement | null {
  if (!explained) return { word, saw: 'nobody' };
  const { contact, judgement, whole } = explained;
  const seen = judgement.rules.find(
    ({ rule, verdict }) => rule !== 'pace' && (verdict === 'forbids' || verdict === 'waits'),
  );
  const wanted = word.refusal === null ? null : ruleOfRefusal(word.refusal);
  // Taken back by its appointment before any gate was asked: whatever else was in its way, the plan has it no more.
  const takenBack = word.refusal?.startsWith('appointment_') ?? false;
  const plan = judgement.rules.find(({ rule }) => rule === 'plan');
  const agrees =
    contact.judged?.attemptId === word.attemptId &&
    contact.judged.refusal === word.refusal &&
    whole.verdict === (word.refusal === null ? 'dialled' : 'refused') &&
    // The sender's own reasons are no rules.
    (takenBack
      ? plan?.verdict === 'forbids' && whole.decidingRule === 'plan'
      : word.refusal === 'lease_over' || (seen?.rule ?? null) === wanted);
  return agrees ? null : { word, saw: { judged: contact.judged, verdict: whole.verdict, seen } };
}

/** Every attempt at its gate. A cap may have become free, or a window closed, while that was asked: then just behind it. */
async function explainAll(deps: EngineDeps, test: TestDb, tried: Tried) {
  const words = await gateWords(test, tried);
  const disagreements: Disagreement[] = [];
  const startedMs = performance.now();
  for (let from = 0; from < words.length; from += BATCH) {
    const part = words.slice(from, from + BATCH);
    const doubtful = await disagreeing(deps, part, ({ fromMs }) => fromMs);
    const again = doubtful.map(({ word }) => word);
    disagreements.push(...(await disagreeing(deps, again, ({ untilMs }) => untilMs)));
  }
  return { words, disagreements, tookMs: Math.round(performance.now() - startedMs) };
}

it(
  'names the gate’s own verdict and rule for every attempt, at the moment at which it was judged',
  { timeout: ATTEMPTS > 10_000 ? 3_600_000 : 240_000 },
  async () => {
    const random = randomOf(SEED);
    const worlds = await openWorld(deps, test, Math.ceil(ATTEMPTS / 6));
    const tried: Tried = { claims: 0, refusals: {}, askedAtMs: new Map() };
    // Every rule that can change between a claim and its gate; which of them meets an attempt is chance, round by round.
    const kinds = ['opted_out', 'person_cap', 'no_consent'];
    const sawAll = (): boolean => kinds.every((kind) => kind in tried.refusals);
    for (let i = 0; i < MAX_ROUNDS && (tried.claims < ATTEMPTS || !sawAll()); i++) {
      await round(deps, test, worlds, random, tried);
    }
    const { words, disagreements, tookMs } = await explainAll(deps, test, tried);
    console.info(
      `seed ${SEED}: ${words.length} attempts explained in ${tookMs} ms,`,
      `${disagreements.length} disagreements; refused: ${JSON.stringify(tried.refusals)}`,
    );
    expect(words.length).toBeGreaterThanOrEqual(ATTEMPTS * 0.9);
    expect(Object.keys(tried.refusals)).toEqual(expect.arrayContaining(kinds));
    expect(disagreements.slice(0, 5)).toEqual([]);
    expect(disagreements).toHaveLength(0);
  },
);

describe('reminders', () => {
  let reminders: TestDb;
  beforeAll(async () => {
    reminders = await testDb();
  });
  afterAll(() => reminders.drop());

  it(
    'are explained as gate, planner and the changes of their appointments decided, attempt by attempt and as they wait',
    { timeout: REMINDERS > 5_000 ? 3_600_000 : 240_000 },
    async () => {
      const opened = await openProgrammes(engineOver(reminders, scriptedTelephony()), reminders, randomOf(SEED));
      const world: ProgrammeWorld = { ...opened, tried: { claims: 0, refusals: {}, askedAtMs: new Map() } };
      const { tried } = world;
      // What only programmes have, beside what every campaign has: rounds go on until all of it was asked.
      const kinds = ['opted_out', 'window_closed', 'plan_changed', 'campaign_paused'];
      const changes = ['appointment_cancelled', 'appointment_moved', 'appointment_edited', 'appointment_skipped'];
      const seen = async (): Promise<(string | null)[]> =>
        (
          await rows<{ reason: string }>(reminders.db, sql`select distinct reason from attempts where state = 'VOID'`)
        ).map(({ reason }) => reason);
      for (let i = 0, seenAll = false; i < MAX_ROUNDS && (tried.claims < REMINDERS || !seenAll); i++) {
        await programmeRound(world);
        const reasons = await seen();
        seenAll = [...kinds, ...changes].every((kind) => reasons.includes(kind));
      }
      const { words, disagreements, tookMs } = await explainAll(world.deps, reminders, tried);
      const takenBack = words.flatMap(({ refusal }) => (refusal?.startsWith('appointment_') ? [refusal] : []));
      console.info(
        `seed ${SEED}: ${words.length} attempts of reminders explained in ${tookMs} ms,`,
        `${disagreements.length} disagreements; refused: ${JSON.stringify(tried.refusals)}, taken back: ${takenBack.length}`,
      );
      expect(words.length).toBeGreaterThanOrEqual(REMINDERS * 0.8);
      expect(await seen()).toEqual(expect.arrayContaining([...kinds, ...changes]));
      expect(disagreements.slice(0, 5)).toEqual([]);
      expect(disagreements).toHaveLength(0);
      expect(await misjudgedRows(world)).toEqual([]);
      expect(await untoldEnds(world)).toEqual([]);
    },
  );
});

/** Messages that wait, whose explanation of now is not what their rows say. */
async function misjudgedRows({ deps, test: { db } }: ProgrammeWorld): Promise<unknown[]> {
  const found = await rows<{ contactId: number; stale: boolean; dueAtMs: number }>(
    db,
    sql`select d.contact_id as "contactId", d.policy_version < r.policy_version as stale, to_ms(d.due_at) as "dueAtMs"
        from due d join runs r on r.id = d.run_id where d.due_at > outdial_now() + interval '2 minutes' order by d.contact_id`,
  );
  expect(found.length).toBeGreaterThan(20);
  const explained = await explainMany(
    deps,
    found.map(({ contactId }) => ({ contactId, atMs: null })),
  );
  return found.flatMap(({ stale, dueAtMs }, index): unknown[] => {
    const each = explained[index];
    if (!each) return ['nobody'];
    const { judgement, whole, facts } = each;
    const plan = judgement.rules.find(({ rule }) => rule === 'plan');
    const agrees =
      (plan?.verdict === 'passes') === !stale &&
      facts.message !== null &&
      // A no that was said after it was planned stands before its time.
      (whole.decidingRule === 'suppression' ||
        whole.decidingRule === 'consent' ||
        Math.abs((whole.nextAtMs ?? 0) - dueAtMs) < 1_000);
    return agrees ? [] : [{ dueAtMs, stale, whole, plan }];
  });
}

/** Messages that had their end without a dial, of which nobody is told whose they were and why. */
async function untoldEnds({ deps, test: { db } }: ProgrammeWorld): Promise<unknown[]> {
  const ended = await rows<{ contactId: number; state: string; externalId: string }>(
    db,
    sql`select s.contact_id as "contactId", s.state, min(a.external_id) as "externalId" from contact_states s
          join reminders m on m.contact_id = s.contact_id join appointments a on a.id = m.appointment_id
        where s.state in ('cancelled', 'expired') group by s.contact_id, s.state order by s.contact_id`,
  );
  expect(new Set(ended.map(({ state }) => state))).toEqual(new Set(['cancelled', 'expired']));
  const explained = await explainMany(
    deps,
    ended.map(({ contactId }) => ({ contactId, atMs: null })),
  );
  const beginning = { cancelled: /^Taken back: /, expired: /^Missed: / };
  return ended.flatMap(({ state, externalId }, index) => {
    const whole = explained[index]?.whole;
    const told =
      whole?.verdict === 'finished' &&
      whole.message.includes(externalId) &&
      (state === 'expired' ? beginning.expired : beginning.cancelled).test(whole.message);
    return told ? [] : [{ state, externalId, whole }];
  });
}
