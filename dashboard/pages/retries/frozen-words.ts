import { count, plural } from '../../format/number.ts';
import { FILTER_WORDS, momentWords, spanWords } from '../failures/filter-words.ts';
import { causeWords } from './cause-words.ts';
import type { Retry } from './queries.ts';

/** Whom a retry was made of: "No answer, in United States, from +1 415 555 0001". `phoneOf` a caller ID. Pure. */
export function frozenWords(filter: Retry['filter'], phoneOf: (numberId: string) => string | undefined): string {
  const { causes = [], numberId, prefix, country, code, endedFrom, endedTo, chosenContacts, exceptContacts } = filter;
  const words = [
    causes.length === 0 ? 'Every cause' : causes.map(causeWords).join(' or '),
    ...(country === undefined ? [] : [FILTER_WORDS.country(country)]),
    ...(prefix === undefined ? [] : [FILTER_WORDS.prefix(prefix)]),
    ...(numberId === undefined ? [] : [FILTER_WORDS.number(phoneOf(numberId))]),
    ...(code === undefined ? [] : [FILTER_WORDS.code(code)]),
    ...endedWords(endedFrom, endedTo),
    ...(filter.retryId === undefined ? [] : ['failed again in a retry']),
    ...(chosenContacts === undefined ? [] : [plural(chosenContacts, 'chosen contact')]),
    ...(exceptContacts === undefined ? [] : [`all but ${count(exceptContacts)}`]),
  ];
  return words.join(', ');
}

function endedWords(from: string | undefined, to: string | undefined): string[] {
  if (from !== undefined && to !== undefined) return [spanWords(Date.parse(from), Date.parse(to))];
  if (from !== undefined) return [`from ${momentWords(Date.parse(from))}`];
  return to === undefined ? [] : [`before ${momentWords(Date.parse(to))}`];
}
