import { flag, oneOf, text, type RawSearch } from '../../app/search.ts';

export interface AccountsSearch {
  /** The account whose drawer is open. */
  account?: string | undefined;
}
export const accountsSearch = (raw: RawSearch): AccountsSearch => ({ account: text(raw, 'account') });

export interface KeysSearch {
  /** Those too that do not work any more. */
  ended?: true | undefined;
}
export const keysSearch = (raw: RawSearch): KeysSearch => ({ ended: flag(raw, 'ended') });

export interface RulesSearch {
  q?: string | undefined;
  purpose?: (typeof PURPOSES)[number] | undefined;
  sets?: (typeof SETS)[number] | undefined;
  /** Those too that are not in force today. */
  all?: true | undefined;
  rule?: string | undefined;
}
export const PURPOSES = ['marketing', 'informational', 'emergency'] as const;
export const SETS = ['hours', 'closedOn', 'caps', 'consent'] as const;
export const rulesSearch = (raw: RawSearch): RulesSearch => ({
  q: text(raw, 'q'),
  purpose: oneOf(raw, 'purpose', PURPOSES),
  sets: oneOf(raw, 'sets', SETS),
  all: flag(raw, 'all'),
  rule: text(raw, 'rule'),
});

export interface TemplatesSearch {
  q?: string | undefined;
  template?: string | undefined;
}
export const templatesSearch = (raw: RawSearch): TemplatesSearch => ({
  q: text(raw, 'q'),
  template: text(raw, 'template'),
});

export interface RepliesSearch {
  /** Of this number; absent = of all. */
  number?: string | undefined;
}
export const repliesSearch = (raw: RawSearch): RepliesSearch => ({ number: text(raw, 'number') });

export interface WebhooksSearch {
  endpoint?: string | undefined;
  state?: (typeof DELIVERY_STATES)[number] | undefined;
}
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export const webhooksSearch = (raw: RawSearch): WebhooksSearch => ({
  endpoint: text(raw, 'endpoint'),
  state: oneOf(raw, 'state', DELIVERY_STATES),
});
