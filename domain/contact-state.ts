/** Where a contact stands in its campaign. Exactly one at a time; the counts of all sum to the list (L2). */
export const CONTACT_STATES = [
  'ready',
  'waiting',
  'in_flight',
  'reached',
  'exhausted',
  'failed',
  'suppressed',
  'unknown_zone',
  'expired',
  'parked',
  'cancelled',
] as const;
export type ContactState = (typeof CONTACT_STATES)[number];

/** States that nothing but a person's decision leaves again. */
export const TERMINAL_CONTACT_STATES: readonly ContactState[] = [
  'reached',
  'exhausted',
  'failed',
  'suppressed',
  'unknown_zone',
  'expired',
  'parked',
  'cancelled',
];

export const isTerminal = (state: ContactState): boolean => TERMINAL_CONTACT_STATES.includes(state);
