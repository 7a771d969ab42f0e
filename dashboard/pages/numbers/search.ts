import { flag, oneOf, text, type RawSearch } from '../../app/search.ts';

export interface NumbersSearch {
  tab?: 'orders' | undefined;
  q?: string | undefined;
  account?: string | undefined;
  /** Those too that were given back. */
  released?: true | undefined;
  /** The number whose drawer is open. */
  number?: string | undefined;
  sort?: (typeof NUMBER_SORTS)[number] | undefined;
  direction?: 'asc' | 'desc' | undefined;
  /** Of orders. */
  state?: (typeof ORDER_STATES)[number] | undefined;
}
export const NUMBER_SORTS = ['phone', 'label', 'account', 'agent', 'attempts', 'failed'] as const;
export const ORDER_STATES = ['sending', 'done', 'refused', 'unknown'] as const;
export const numbersSearch = (raw: RawSearch): NumbersSearch => ({
  tab: oneOf(raw, 'tab', ['orders']),
  q: text(raw, 'q'),
  account: text(raw, 'account'),
  released: flag(raw, 'released'),
  number: text(raw, 'number'),
  sort: oneOf(raw, 'sort', NUMBER_SORTS),
  direction: oneOf(raw, 'direction', ['asc', 'desc']),
  state: oneOf(raw, 'state', ORDER_STATES),
});
