/**
 * Why a provider said no to a create, before anything was dialled. Decides two things: whether the contact goes
 * back to due unburned, and what the breaker does (design: REFUSED, breaker).
 */
export const REFUSALS = {
  /** 429: too fast, or too many at once. */
  rate_limited: { contact: 'back_to_due', breaker: 'backoff' },
  /** 402: no credit. */
  no_credit: { contact: 'back_to_due', breaker: 'until_credit' },
  /** 401, 403: key or permission. */
  unauthorised: { contact: 'back_to_due', breaker: 'until_person' },
  /** 404: number, agent or deployment is gone. */
  not_found: { contact: 'back_to_due', breaker: 'until_person' },
  /** 400 for this one destination or text. */
  invalid: { contact: 'terminal', breaker: 'none' },
  /** The carrier blocks the recipient: counts as an opt-out. */
  opted_out: { contact: 'opt_out', breaker: 'none' },
} as const;

export type Refusal = keyof typeof REFUSALS;
