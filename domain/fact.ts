import type { Outcome } from './outcome.ts';

export interface TranscriptTurn {
  role: 'agent' | 'person' | 'other';
  text: string;
}

/** How Outdial knows which attempt a fact is about: the provider's id, or our own correlator. */
export interface FactSubject {
  providerRef?: string;
  /** Our attempt id as the provider returned it (metadata). */
  attemptId?: string;
}

/**
 * One thing learned about an attempt (or about a person), in Outdial's own terms. Adapters, the sender and the
 * reconciler all speak in facts; the fold is the only reader. JSON-plain; instants as ISO strings.
 */
export type Fact =
  /** The provider has a record of it. */
  | ({ kind: 'accepted'; at?: string } & FactSubject)
  /** It is over. `costMicros` is the provider's own figure where it gives one. */
  | ({
      kind: 'ended';
      at?: string;
      outcome: Outcome;
      providerReason: string;
      talkSeconds?: number;
      costMicros?: number;
      /** A transcript exists or will: DISPOSED waits for it. */
      transcriptExpected?: boolean;
    } & FactSubject)
  /** Something ended, says a callback without a signature: worth a look, not yet true. */
  | ({ kind: 'hint'; at?: string } & FactSubject)
  | ({ kind: 'transcript_ready' } & FactSubject)
  | ({ kind: 'recording_ready'; url?: string } & FactSubject)
  /** The transcript was read; empty turns = there is none. */
  | ({ kind: 'transcript'; turns: TranscriptTurn[] } & FactSubject)
  /** The POST's answer never came or cannot be read; or a SENDING was found abandoned. */
  | ({ kind: 'ambiguous'; message: string } & FactSubject)
  /** Asked long enough, found nothing: park it. */
  | ({ kind: 'given_up'; message: string } & FactSubject)
  /** A person decided what became of a parked attempt. */
  | ({ kind: 'resolved'; dialled: boolean; by: string; reason: string } & FactSubject)
  /** A text came in. */
  | { kind: 'sms_received'; messageRef: string; fromPhone: string; toPhone?: string; text: string; at?: string }
  /** A person said no through an agent's tool call or a keypress. `doubtful`: may have. */
  | ({ kind: 'opt_out'; evidence: string; source: 'speech' | 'keypress'; doubtful?: true } & FactSubject)
  /** Nothing that Outdial acts on; kept for the timeline. */
  | ({ kind: 'noted'; name: string } & FactSubject);
