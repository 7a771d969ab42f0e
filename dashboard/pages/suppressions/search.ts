import { oneOf, text, type RawSearch } from '../../app/search.ts';

export const SOURCES = ['sms', 'speech', 'keypress', 'api', 'import', 'list'] as const;

export interface SuppressionsSearch {
  tab?: 'lists' | 'consents' | undefined;
  /** A phone number, in full. */
  phone?: string | undefined;
  source?: (typeof SOURCES)[number] | undefined;
  list?: string | undefined;
  /** `all`: those too that were taken back; `lifted`: only those. */
  state?: 'all' | 'lifted' | undefined;
  /** The one whose drawer is open. */
  no?: string | undefined;
  /** Of consents. */
  kind?: 'given' | 'revoked' | undefined;
}
export const suppressionsSearch = (raw: RawSearch): SuppressionsSearch => ({
  tab: oneOf(raw, 'tab', ['lists', 'consents']),
  phone: text(raw, 'phone'),
  source: oneOf(raw, 'source', SOURCES),
  list: text(raw, 'list'),
  state: oneOf(raw, 'state', ['all', 'lifted']),
  no: text(raw, 'no'),
  kind: oneOf(raw, 'kind', ['given', 'revoked']),
});
