import type { AttemptState } from './attempt-state.ts';
import type { Channel } from './channel.ts';
import type { Fact } from './fact.ts';
import type { Outcome } from './outcome.ts';

/** The part of an attempt that facts can move. */
export interface FoldedAttempt {
  state: AttemptState;
  channel: Channel;
  providerRef: string | null;
  outcome: Outcome | null;
  providerReason: string | null;
  talkSeconds: number | null;
  /** The provider's figure, or null: computed from talk time. */
  costMicros: number | null;
  costPresumed: boolean;
  acceptedAtMs: number | null;
  endedAtMs: number | null;
  disposedAtMs: number | null;
  parkedReason: string | null;
  /** What was said is known, or that nothing is. It may be told before the end is. */
  transcriptRead: boolean;
}

/** What the fold must do besides storing the attempt. Derived from where it was and where it is. */
export interface FoldResult {
  attempt: FoldedAttempt;
  /** A transcript exists and is to be fetched before DISPOSED. */
  transcriptWanted: boolean;
  /** Ask the provider now: an unsigned callback says that something happened. */
  checkNow: boolean;
  /** A person decided that it was never dialled: plan it anew by a person's hand, release the presumed cost. */
  notDialled: boolean;
}

/** Order of progress. A fact never moves an attempt to a lower rank; PARKED may still be corrected upwards. */
const RANK: Record<AttemptState, number> = {
  INTENT: 0,
  SENDING: 1,
  UNKNOWN: 2,
  PARKED: 3,
  VOID: 3,
  REFUSED: 3,
  ACCEPTED: 4,
  ENDED: 5,
  DISPOSED: 6,
};

const forward = (from: AttemptState, to: AttemptState): AttemptState => (RANK[to] > RANK[from] ? to : from);

/** No byte of these left, or the provider said no: what claims that they were dialled is about something else. */
const isNoDial = (state: AttemptState): boolean => state === 'INTENT' || state === 'VOID' || state === 'REFUSED';

/**
 * Folds facts into an attempt: a join in a lattice, so any order, any repetition and any loss of all but the last
 * end the same (L6). Pure: `nowMs` stamps what carries no time of its own.
 */
export function foldAttempt(before: FoldedAttempt, facts: readonly Fact[], nowMs: number): FoldResult {
  const attempt: FoldedAttempt = { ...before };
  let transcriptWanted = false;
  let checkNow = false;
  let notDialled = false;

  const timeOf = (at: string | undefined): number => {
    const ms = at === undefined ? Number.NaN : Date.parse(at);
    return Number.isFinite(ms) ? ms : nowMs;
  };

  for (const fact of facts) {
    if ('providerRef' in fact && fact.providerRef !== undefined && !isNoDial(attempt.state)) {
      attempt.providerRef ??= fact.providerRef;
    }
    switch (fact.kind) {
      case 'accepted':
        if (isNoDial(attempt.state)) break;
        attempt.state = forward(attempt.state, 'ACCEPTED');
        attempt.acceptedAtMs ??= timeOf(fact.at);
        break;
      case 'ended':
        if (isNoDial(attempt.state)) break;
        attempt.state = forward(attempt.state, 'ENDED');
        // The first end told wins, whichever way it came; only a figure that was missing is filled in.
        if (attempt.endedAtMs === null) {
          // Who said no during the call has said no, however the call ended.
          attempt.outcome ??= fact.outcome;
          attempt.providerReason = fact.providerReason;
          attempt.endedAtMs = timeOf(fact.at);
          transcriptWanted ||= fact.transcriptExpected === true;
        }
        attempt.talkSeconds ??= fact.talkSeconds ?? null;
        attempt.costMicros ??= fact.costMicros ?? null;
        attempt.acceptedAtMs ??= timeOf(fact.at);
        break;
      case 'ambiguous':
        if (attempt.state === 'SENDING') attempt.state = 'UNKNOWN';
        break;
      case 'given_up':
        if (attempt.state === 'UNKNOWN' || attempt.state === 'ACCEPTED' || attempt.state === 'SENDING') {
          attempt.state = 'PARKED';
          attempt.parkedReason = fact.message;
        }
        break;
      case 'resolved':
        if (attempt.state !== 'PARKED') break;
        if (fact.dialled) {
          attempt.state = 'DISPOSED';
          attempt.outcome ??= attempt.channel === 'call' ? 'unknown_end' : 'sms_sent';
          attempt.providerReason ??= `resolved: ${fact.reason}`;
          attempt.endedAtMs ??= nowMs;
        } else {
          attempt.state = 'VOID';
          notDialled = true;
        }
        break;
      case 'transcript':
        attempt.transcriptRead = true;
        break;
      case 'hint':
        checkNow = true;
        break;
      case 'opt_out':
        // What only may be a "no" suppresses, and says nothing of how the call went.
        if (attempt.channel === 'call' && !isNoDial(attempt.state) && !fact.doubtful) attempt.outcome = 'opted_out';
        break;
      case 'transcript_ready':
      case 'recording_ready':
      case 'noted':
      case 'sms_received':
        break;
    }
  }

  // Nothing more can be heard of it: disposed in the same fold. Else the transcript decides, or its time-out.
  const waitsForTranscript = (transcriptWanted || before.state === 'ENDED') && !attempt.transcriptRead;
  if (attempt.state === 'ENDED' && !waitsForTranscript) attempt.state = 'DISPOSED';
  if (attempt.state === 'DISPOSED') attempt.disposedAtMs ??= nowMs;
  // While a POST is under way there is nothing to ask about: its answer or its time-out comes first.
  if (attempt.state !== 'ACCEPTED' && attempt.state !== 'UNKNOWN') checkNow = false;
  return { attempt, transcriptWanted: transcriptWanted && attempt.state === 'ENDED', checkNow, notDialled };
}
