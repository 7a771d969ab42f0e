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
  'no_consent',
  'expired',
  'parked',
  'cancelled',
] as const;
export type ContactState = (typeof CONTACT_STATES)[number];

/** Something is still to be done for the contact. */
const LIVING_CONTACT_STATES: readonly ContactState[] = ['ready', 'waiting', 'in_flight'];

export const isTerminal = (state: ContactState): boolean => !LIVING_CONTACT_STATES.includes(state);

/** States that nothing but a person's decision, or a late truth, leaves again. */
export const TERMINAL_CONTACT_STATES: readonly ContactState[] = CONTACT_STATES.filter(isTerminal);
