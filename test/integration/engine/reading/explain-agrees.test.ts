import { afterAll, beforeAll, expect, it } from 'vitest';
import { ruleOfRefusal } from '../../../../domain/explain/rule-look.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { explainMany, type Explained } from '../../../../engine/reading/explain/explain-many.ts';
import { gateWords, openWorld, randomOf, round, type GateWord, type Tried } from '../../../support/judged-world.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

/** `OUTDIAL_EXPLAIN_ATTEMPTS=100000` is the whole proof; it takes minutes. */
const ATTEMPTS = Number(process.env['OUTDIAL_EXPLAIN_ATTEMPTS'] ?? 2_500);
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

async function disagreeing(words: readonly GateWord[], momentOf: (word: GateWord) => number): Promise<Disagreement[]> {
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
  const agrees =
    contact.judged?.attemptId === word.attemptId &&
    contact.judged.refusal === word.refusal &&
    whole.verdict === (word.refusal === null ? 'dialled' : 'refused') &&
    // The sender's own reasons are no rules.
    (word.refusal === 'lease_over' || (seen?.rule ?? null) === wanted);
  return agrees ? null : { word, saw: { judged: contact.judged, verdict: whole.verdict, seen } };
}

it(
  'names the gate’s own verdict and rule for every attempt, at the moment at which it was judged',
  { timeout: ATTEMPTS > 10_000 ? 3_600_000 : 240_000 },
  async () => {
    const random = randomOf(SEED);
    const worlds = await openWorld(deps, test, Math.ceil(ATTEMPTS / 6));
    const tried: Tried = { claims: 0, refusals: {}, askedAtMs: new Map() };
    for (let i = 0; i < MAX_ROUNDS && tried.claims < ATTEMPTS; i++) await round(deps, test, worlds, random, tried);
    const words = await gateWords(test, tried);
    const disagreements: Disagreement[] = [];
    const startedMs = performance.now();
    for (let from = 0; from < words.length; from += BATCH) {
      const part = words.slice(from, from + BATCH);
      const doubtful = await disagreeing(part, ({ fromMs }) => fromMs);
      // A cap may have become free, or a window closed, while the gate was asked.
      const still = await disagreeing(
        doubtful.map(({ word }) => word),
        ({ untilMs }) => untilMs,
      );
      disagreements.push(...still);
    }
    console.info(
      `seed ${SEED}: ${words.length} attempts explained in ${Math.round(performance.now() - startedMs)} ms,`,
      `${disagreements.length} disagreements; refused: ${JSON.stringify(tried.refusals)}`,
    );
    expect(words.length).toBeGreaterThanOrEqual(ATTEMPTS * 0.9);
    // The world asked every rule that can change between a claim and its gate.
    expect(Object.keys(tried.refusals)).toEqual(expect.arrayContaining(['opted_out', 'person_cap', 'no_consent']));
    expect(disagreements.slice(0, 5)).toEqual([]);
    expect(disagreements).toHaveLength(0);
  },
);
