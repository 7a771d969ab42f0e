/** Faults of the answer to a create: at most one per request. */
export const REQUEST_FAULTS = [
  'accept_then_timeout',
  'accept_then_500',
  'reject_500',
  'reject_429',
  'reject_402',
  'never_listed',
  'slow_answer',
  'html_answer',
  'empty_answer',
  'cut_answer',
] as const;
/** Faults of one webhook delivery: at most one per event. */
export const WEBHOOK_FAULTS = ['webhook_lost', 'webhook_late', 'webhook_doubled', 'webhook_reordered'] as const;

export const FAULT_KINDS = [...REQUEST_FAULTS, ...WEBHOOK_FAULTS] as const;
export type RequestFault = (typeof REQUEST_FAULTS)[number];
export type WebhookFault = (typeof WEBHOOK_FAULTS)[number];
export type FaultKind = (typeof FAULT_KINDS)[number];

export const isRequestFault = (kind: FaultKind): kind is RequestFault => REQUEST_FAULTS.some((known) => known === kind);
export const isWebhookFault = (kind: FaultKind): kind is WebhookFault => WEBHOOK_FAULTS.some((known) => known === kind);

/** Nothing is dialled by a request that meets one of these. */
export const rejects = (fault: FaultKind | null): boolean =>
  fault === 'reject_500' || fault === 'reject_429' || fault === 'reject_402';
