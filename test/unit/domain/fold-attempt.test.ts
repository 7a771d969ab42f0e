import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTEMPT_STATES, type AttemptState } from '../../../domain/attempt-state.ts';
import type { Fact } from '../../../domain/fact.ts';
import { foldAttempt, type FoldedAttempt } from '../../../domain/fold-attempt.ts';
import { OUTCOMES, type Outcome } from '../../../domain/outcome.ts';

const NOW_MS = 1_800_000_000_000;
const CALL_OUTCOMES = Object.keys(OUTCOMES).filter(
  (outcome): outcome is Outcome => outcome in OUTCOMES && !outcome.startsWith('sms') && outcome !== 'opted_out',
);

const attemptIn = (state: AttemptState): FoldedAttempt => ({
  state,
  channel: 'call',
  providerRef: null,
  outcome: null,
  providerReason: null,
  talkSeconds: null,
  costMicros: null,
  costPresumed: false,
  acceptedAtMs: null,
  endedAtMs: null,
  disposedAtMs: null,
  parkedReason: null,
  transcriptRead: false,
});

/** Folds batch by batch, as the fold does when facts arrive minutes apart. */
const foldInBatches = (start: FoldedAttempt, batches: readonly (readonly Fact[])[]): FoldedAttempt =>
  batches.reduce((attempt, facts, i) => foldAttempt(attempt, facts, NOW_MS + i * 1000).attempt, start);

/** What must not depend on how the facts came: everything but the instants that nobody told. */
const whatCame = ({ state, outcome, providerReason, talkSeconds, costMicros, providerRef }: FoldedAttempt) => ({
  state,
  outcome,
  providerReason,
  talkSeconds,
  costMicros,
  providerRef,
});

const TRANSCRIPT: Fact = { kind: 'transcript', turns: [] };
const NO: Fact = { kind: 'opt_out', evidence: 'stop calling me', source: 'speech' };

/** One call as it really was, and everything that may be told about it. */
const truth = fc
  .record({
    outcome: fc.constantFrom(...CALL_OUTCOMES),
    talkSeconds: fc.nat(600),
    costMicros: fc.option(fc.nat(1_000_000), { nil: undefined }),
    hasTranscript: fc.boolean(),
    optsOut: fc.boolean(),
  })
  .map(({ outcome, talkSeconds, costMicros, hasTranscript, optsOut }) => {
    const ended: Fact = {
      kind: 'ended',
      providerRef: 'call_1',
      outcome,
      providerReason: `raw:${outcome}`,
      talkSeconds,
      transcriptExpected: hasTranscript,
      ...(costMicros === undefined ? {} : { costMicros }),
    };
    const needed: Fact[] = [ended, ...(hasTranscript ? [TRANSCRIPT] : []), ...(optsOut ? [NO] : [])];
    const optional: Fact[] = [
      { kind: 'accepted', providerRef: 'call_1' },
      { kind: 'ambiguous', message: 'cut' },
      { kind: 'given_up', message: 'not listed' },
      { kind: 'hint', providerRef: 'call_1' },
      { kind: 'transcript_ready', providerRef: 'call_1' },
      { kind: 'recording_ready', providerRef: 'call_1' },
      { kind: 'noted', name: 'call.ringing' },
      // The same end as a callback tells it that carries no figures.
      {
        kind: 'ended',
        providerRef: 'call_1',
        outcome,
        providerReason: `raw:${outcome}`,
        transcriptExpected: hasTranscript,
      },
    ];
    return { needed, optional, ended };
  });

/** A telling of a truth: some of the optional facts lost, all of them doubled at will, in any order, in any batches. */
const telling = truth.chain(({ needed, optional }) =>
  fc
    .tuple(fc.subarray(optional), fc.array(fc.nat(20), { maxLength: 6 }))
    .chain(([kept, doubles]) => {
      const all = [...needed, ...kept];
      const told = [...all, ...doubles.flatMap((place) => all[place % all.length] ?? [])];
      return fc.tuple(
        fc.shuffledSubarray(told, { minLength: told.length }),
        fc.array(fc.boolean(), { minLength: told.length, maxLength: told.length }),
      );
    })
    .map(([told, cuts]) => {
      const batches: Fact[][] = [[]];
      told.forEach((fact, i) => {
        if (cuts[i] === true) batches.push([]);
        batches.at(-1)?.push(fact);
      });
      return { needed, batches };
    }),
);

const anyFact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ kind: fc.constant('accepted' as const), providerRef: fc.constantFrom('call_1', 'call_2') }),
  fc.record({
    kind: fc.constant('ended' as const),
    providerRef: fc.constantFrom('call_1', 'call_2'),
    outcome: fc.constantFrom(...CALL_OUTCOMES),
    providerReason: fc.constant('raw'),
    talkSeconds: fc.nat(600),
    transcriptExpected: fc.boolean(),
  }),
  fc.constantFrom<Fact>(
    { kind: 'ambiguous', message: 'cut' },
    { kind: 'given_up', message: 'not listed' },
    { kind: 'hint' },
    { kind: 'transcript', turns: [] },
    { kind: 'transcript_ready' },
    { kind: 'recording_ready' },
    { kind: 'noted', name: 'x' },
    { kind: 'opt_out', evidence: 'no', source: 'keypress' },
    { kind: 'resolved', dialled: true, by: 'ann', reason: 'seen on the bill' },
    { kind: 'resolved', dialled: false, by: 'ann', reason: 'not on the bill' },
  ),
);

/** The state table: every move that a fact may make, with what may make it. */
const MOVES: Record<AttemptState, readonly AttemptState[]> = {
  INTENT: [],
  SENDING: ['ACCEPTED', 'UNKNOWN', 'PARKED', 'ENDED', 'DISPOSED'],
  UNKNOWN: ['ACCEPTED', 'PARKED', 'ENDED', 'DISPOSED'],
  ACCEPTED: ['PARKED', 'ENDED', 'DISPOSED'],
  PARKED: ['ACCEPTED', 'ENDED', 'DISPOSED', 'VOID'],
  ENDED: ['DISPOSED'],
  DISPOSED: [],
  VOID: [],
  REFUSED: [],
};

describe('facts about an attempt', () => {
  it('end the same in any order, any repetition, any batches and with any loss but the last', () => {
    fc.assert(
      fc.property(fc.constantFrom('SENDING', 'UNKNOWN', 'ACCEPTED', 'PARKED' as const), telling, (state, told) => {
        const plainly = foldAttempt(attemptIn(state), told.needed, NOW_MS).attempt;
        expect(whatCame(foldInBatches(attemptIn(state), told.batches))).toEqual(whatCame(plainly));
        expect(plainly.state).toBe('DISPOSED');
      }),
      { numRuns: 2_000 },
    );
  });

  it('change nothing when they are all told again', () => {
    fc.assert(
      fc.property(telling, ({ batches }) => {
        const once = foldInBatches(attemptIn('SENDING'), batches);
        expect(foldInBatches(once, batches)).toEqual(once);
      }),
    );
  });

  it('only ever move it along the state table, whatever is claimed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ATTEMPT_STATES), fc.array(anyFact, { maxLength: 12 }), (start, facts) => {
        const states = facts.reduce<FoldedAttempt[]>(
          (seen, fact) => [...seen, foldAttempt(seen.at(-1) ?? attemptIn(start), [fact], NOW_MS).attempt],
          [attemptIn(start)],
        );
        const moves = states.slice(1).map((attempt, i) => [states[i]?.state ?? start, attempt.state] as const);
        expect(moves.filter(([from, to]) => from !== to && !MOVES[from].includes(to))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['INTENT', 'VOID', 'REFUSED'] as const)('never turn %s into a dial, a cost or an outcome', (state) => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 12 }), (facts) => {
        const { attempt, checkNow, transcriptWanted, notDialled } = foldAttempt(attemptIn(state), facts, NOW_MS);
        expect({ ...attempt, transcriptRead: false }).toEqual(attemptIn(state));
        expect({ checkNow, transcriptWanted, notDialled }).toEqual({
          checkNow: false,
          transcriptWanted: false,
          notDialled: false,
        });
      }),
    );
  });

  it('keep the first end when two tell different ones, and fill in the figures that it lacked', () => {
    const first: Fact = { kind: 'ended', outcome: 'busy', providerReason: 'busy' };
    const second: Fact = {
      kind: 'ended',
      outcome: 'answered',
      providerReason: 'ok',
      talkSeconds: 61,
      costMicros: 7,
    };
    const { attempt } = foldAttempt(attemptIn('ACCEPTED'), [first, second], NOW_MS);
    expect(attempt).toMatchObject({ outcome: 'busy', providerReason: 'busy', talkSeconds: 61, costMicros: 7 });
  });
});

describe('a parked attempt', () => {
  const parked: FoldedAttempt = { ...attemptIn('PARKED'), parkedReason: 'not listed' };

  it('is corrected by a late truth', () => {
    const late: Fact = { kind: 'ended', outcome: 'answered', providerReason: 'ok', talkSeconds: 30 };
    expect(foldAttempt(parked, [late], NOW_MS).attempt).toMatchObject({
      state: 'DISPOSED',
      outcome: 'answered',
      talkSeconds: 30,
    });
  });

  it('becomes a dial, or none, by the word of a person, and only while it is parked', () => {
    const made: Fact = { kind: 'resolved', dialled: true, by: 'ann', reason: 'on the bill' };
    const never: Fact = { kind: 'resolved', dialled: false, by: 'ann', reason: 'not on the bill' };
    expect(foldAttempt(parked, [made], NOW_MS).attempt).toMatchObject({ state: 'DISPOSED', outcome: 'unknown_end' });
    expect(foldAttempt(parked, [never], NOW_MS)).toMatchObject({ attempt: { state: 'VOID' }, notDialled: true });
    for (const state of ['SENDING', 'UNKNOWN', 'ACCEPTED', 'ENDED', 'DISPOSED'] as const) {
      const start = { ...attemptIn(state), ...(state === 'DISPOSED' ? { disposedAtMs: 1 } : {}) };
      for (const fact of [made, never]) {
        expect(foldAttempt(start, [fact], NOW_MS)).toMatchObject({ attempt: start, notDialled: false });
      }
    }
  });
});

describe('a call that ended', () => {
  const end: Fact = { kind: 'ended', outcome: 'answered', providerReason: 'ok', transcriptExpected: true };

  it('waits for its transcript, and is disposed at once when there is none', () => {
    const waiting = foldAttempt(attemptIn('ACCEPTED'), [end], NOW_MS);
    expect(waiting).toMatchObject({ attempt: { state: 'ENDED', disposedAtMs: null }, transcriptWanted: true });
    const read = foldAttempt(waiting.attempt, [{ kind: 'transcript', turns: [] }], NOW_MS + 1);
    expect(read).toMatchObject({ attempt: { state: 'DISPOSED', disposedAtMs: NOW_MS + 1 }, transcriptWanted: false });
    const silent: Fact = { ...end, transcriptExpected: false };
    expect(foldAttempt(attemptIn('ACCEPTED'), [silent], NOW_MS).attempt.state).toBe('DISPOSED');
  });

  it('stays an opt-out when the person said no before, during or after its end was told', () => {
    const no: Fact = { kind: 'opt_out', evidence: 'stop', source: 'speech' };
    const silent: Fact = { ...end, transcriptExpected: false };
    for (const batches of [[[no], [silent]], [[no, silent]], [[silent, no]], [[silent], [no]]]) {
      expect(foldInBatches(attemptIn('ACCEPTED'), batches)).toMatchObject({
        state: 'DISPOSED',
        outcome: 'opted_out',
        providerReason: 'ok',
      });
    }
  });

  it('takes the instants that were told, and its own clock for what is no instant', () => {
    const at = '2026-11-25T10:00:00.000Z';
    expect(foldAttempt(attemptIn('ACCEPTED'), [{ ...end, at }], NOW_MS).attempt.endedAtMs).toBe(Date.parse(at));
    expect(foldAttempt(attemptIn('ACCEPTED'), [{ ...end, at: 'soon' }], NOW_MS).attempt.endedAtMs).toBe(NOW_MS);
  });
});

describe('a hint', () => {
  it('asks the provider now, unless there is nothing to ask or to learn', () => {
    const asks = ATTEMPT_STATES.filter((state) => foldAttempt(attemptIn(state), [{ kind: 'hint' }], NOW_MS).checkNow);
    // In SENDING the answer is under way; a look would only make it ambiguous.
    expect(asks).toEqual(['ACCEPTED', 'UNKNOWN']);
  });
});
