import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fact } from '../../../../domain/fact.ts';
import type { Outcome } from '../../../../domain/outcome.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { fold } from '../../../../engine/folding/fold.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import {
  acceptAll,
  attemptsOf,
  balancesOf,
  contactsOf,
  foldAll,
  newFact,
  offences,
  refOf,
  sendAll,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const CALLS = 12;

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

interface Truth {
  outcome: Outcome;
  talkSeconds: number;
  costMicros: number | undefined;
  hasTranscript: boolean;
  saidNo: boolean;
}

const truth: fc.Arbitrary<Truth> = fc.record({
  outcome: fc.constantFrom('answered', 'voicemail', 'busy', 'no_answer', 'bad_number', 'unknown_end'),
  talkSeconds: fc.nat(700),
  costMicros: fc.option(fc.nat(700_000), { nil: undefined }),
  hasTranscript: fc.boolean(),
  saidNo: fc.boolean(),
});

/** Without these the truth is not known. The end names its call, as a callback does. */
function neededFacts(attemptId: string, { outcome, talkSeconds, costMicros, hasTranscript, saidNo }: Truth): Fact[] {
  return [
    {
      kind: 'ended',
      providerRef: refOf(attemptId),
      attemptId,
      outcome,
      providerReason: outcome,
      talkSeconds,
      transcriptExpected: hasTranscript,
      ...(costMicros === undefined ? {} : { costMicros }),
    },
    ...(hasTranscript
      ? [
          {
            kind: 'transcript' as const,
            attemptId,
            turns: saidNo ? [{ role: 'person' as const, text: 'Please stop calling me.' }] : [],
          },
        ]
      : saidNo
        ? [{ kind: 'opt_out' as const, attemptId, evidence: 'pressed 9', source: 'keypress' as const }]
        : []),
  ];
}

const optionalFacts = (attemptId: string, { outcome, hasTranscript }: Truth): Fact[] => [
  { kind: 'accepted', attemptId, providerRef: refOf(attemptId) },
  { kind: 'ambiguous', attemptId, message: 'cut' },
  { kind: 'hint', attemptId },
  { kind: 'noted', attemptId, name: 'call.ringing' },
  { kind: 'recording_ready', attemptId },
  // The same end as a callback tells it that has no figures yet.
  { kind: 'ended', attemptId, outcome, providerReason: outcome, transcriptExpected: hasTranscript },
];

interface Telling {
  /** Which of the optional facts arrive, how often, and where in the row of all facts. */
  places: { fact: number; at: number }[];
  neededAt: number[];
  batch: number;
  /** SENDING: no answer was recorded before the facts came. */
  start: 'SENDING' | 'ACCEPTED';
}

const telling: fc.Arbitrary<Telling> = fc.record({
  places: fc.array(fc.record({ fact: fc.nat(5), at: fc.nat(1_000) }), { maxLength: 8 }),
  neededAt: fc.array(fc.nat(1_000), { minLength: 4, maxLength: 4 }),
  batch: fc.integer({ min: 1, max: 7 }),
  start: fc.constantFrom('SENDING', 'ACCEPTED'),
});

/** Tells the truths of a fresh campaign and answers where everything ended. */
async function play(truths: readonly Truth[], tellings: readonly Telling[], parkedFirst: boolean) {
  const seeded = await seedCampaign(deps, test, { contacts: truths.length });
  const start = tellings[0]?.start === 'SENDING' ? sendAll : acceptAll;
  const { ids } = await start(deps, seeded.runId);
  expect(ids).toHaveLength(truths.length);
  if (parkedFirst) {
    const doubt: Fact[] = ids.flatMap((attemptId) => [
      { kind: 'ambiguous', attemptId, message: 'cut' },
      { kind: 'given_up', attemptId, message: 'not listed' },
    ]);
    await writeFacts(
      test.db,
      doubt.map((fact) => newFact(seeded.accountId, fact)),
    );
    await foldAll(deps);
  }
  const row = ids.flatMap((attemptId, i) => {
    const [real, how] = [truths[i], tellings[i]];
    if (!real || !how) return [];
    const needed = neededFacts(attemptId, real);
    const optional = optionalFacts(attemptId, real);
    return [
      ...how.places.flatMap(({ fact, at }) => (optional[fact] ? [{ fact: optional[fact], at }] : [])),
      // Everything that is needed comes at least once; the fourth place doubles the end.
      ...[...needed, needed[0]].flatMap((fact, n) => (fact ? [{ fact, at: how.neededAt[n] ?? 0 }] : [])),
    ];
  });
  const told = row.toSorted((a, b) => a.at - b.at).map(({ fact }) => newFact(seeded.accountId, fact));
  const batch = tellings[0]?.batch ?? 500;
  // Some are folded while others are still to come.
  for (let from = 0; from < told.length; from += batch * 2) {
    await writeFacts(test.db, told.slice(from, from + batch * 2));
    await fold(deps, batch);
  }
  await foldAll(deps, batch);
  const attempts = await attemptsOf(test, seeded.runId);
  return {
    attempts: attempts.map(({ state, outcome, costMicros, costPresumed }) => ({
      state,
      outcome,
      costMicros,
      costPresumed,
    })),
    balances: await balancesOf(test, seeded.accountId),
    contacts: await contactsOf(test, seeded),
  };
}

const PLAIN: Telling = { places: [], neededAt: [0, 1, 2, 3], batch: 500, start: 'ACCEPTED' };
const trial = fc.tuple(
  fc.array(truth, { minLength: CALLS, maxLength: CALLS }),
  fc.array(telling, { minLength: CALLS, maxLength: CALLS }),
);

describe('the ledger', () => {
  it('ends the same whatever the order, the repetition, the loss and the batches of its facts', async () => {
    await fc.assert(
      fc.asyncProperty(trial, async ([truths, tellings]) => {
        const plainly = await play(
          truths,
          truths.map(() => PLAIN),
          false,
        );
        expect(plainly.attempts.map(({ state }) => state)).toEqual(truths.map(() => 'DISPOSED'));
        expect(await play(truths, tellings, false)).toEqual(plainly);
        expect(await offences(test)).toEqual([]);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  }, 120_000);

  it('ends with the same costs and balances when every call had been given up before the truth came', async () => {
    await fc.assert(
      fc.asyncProperty(trial, async ([truths, tellings]) => {
        const plainly = await play(
          truths,
          truths.map(() => PLAIN),
          false,
        );
        const late = await play(truths, tellings, true);
        expect({ attempts: late.attempts, balances: late.balances }).toEqual({
          attempts: plainly.attempts,
          balances: plainly.balances,
        });
        // Parked is terminal: the truth names the end, and dials nobody again.
        expect(Object.keys(late.contacts).filter((state) => /^(waiting|in_flight|ready)/.test(state))).toEqual([]);
        expect(await offences(test)).toEqual([]);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  }, 120_000);
});
