import type { AttemptState } from '../attempt-state.ts';
import { isTerminal, type ContactState } from '../contact-state.ts';

/**
 * Where a test stands. `in_progress`: the provider has it, it rings or somebody talks. `ended`: over, its transcript is
 * waited for. `not_sent`: something that was said or found meanwhile is in the way for good.
 */
export const TEST_STATES = [
  'waiting',
  'dialing',
  'in_progress',
  'ended',
  'done',
  'not_sent',
  'expired',
  'cancelled',
] as const;
export type TestState = (typeof TEST_STATES)[number];

export interface TestFacts {
  contactState: ContactState;
  runState: 'draft' | 'running' | 'paused' | 'cancelled' | 'completed';
  /** Of its newest attempt that was not given back; null = none. */
  attemptState: AttemptState | null;
  /** Nothing leaves from then on. */
  endsAtMs: number;
  nowMs: number;
}

/** By what is on record: also while no process is there to bring the record up to date. */
export function testState({ contactState, runState, attemptState, endsAtMs, nowMs }: TestFacts): TestState {
  if (isTerminal(contactState)) {
    if (attemptState !== null && attemptState !== 'REFUSED') return 'done';
    if (contactState === 'expired') return 'expired';
    return contactState === 'cancelled' ? 'cancelled' : 'not_sent';
  }
  switch (attemptState) {
    case 'SENDING':
      return 'dialing';
    case 'ACCEPTED':
    case 'UNKNOWN':
      return 'in_progress';
    case 'ENDED':
      return 'ended';
    case 'PARKED':
    case 'DISPOSED':
      return 'done';
    default:
      break;
  }
  if (runState === 'cancelled') return 'cancelled';
  // Its account cannot be used at all, and nobody sees the run to resume it.
  if (runState === 'paused') return 'not_sent';
  return nowMs >= endsAtMs ? 'expired' : 'waiting';
}

/** States from which it moves on by itself. */
export const isOpenTest = (state: TestState): boolean =>
  state === 'waiting' || state === 'dialing' || state === 'in_progress' || state === 'ended';
