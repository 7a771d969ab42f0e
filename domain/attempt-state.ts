/**
 * The states of one attempt and the moves between them (the state table of ARCHITECTURE.md).
 * Facts only ever move an attempt forward, so any order and any repetition of them ends the same (L6).
 */
export const ATTEMPT_STATES = [
  'INTENT',
  'SENDING',
  'ACCEPTED',
  'UNKNOWN',
  'PARKED',
  'REFUSED',
  'VOID',
  'ENDED',
  'DISPOSED',
] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** Open: a row of open_attempts exists. */
export const OPEN_STATES: readonly AttemptState[] = ['INTENT', 'SENDING', 'ACCEPTED', 'UNKNOWN', 'ENDED'];
