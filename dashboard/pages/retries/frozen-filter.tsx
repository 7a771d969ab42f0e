import { useQuery } from '@tanstack/react-query';
import { frozenWords } from './frozen-words.ts';
import { numbersQuery, type Retry } from './queries.ts';

/** The filter of a retry as it was frozen with the plan (R5). */
export function FrozenFilter({ filter }: Pick<Retry, 'filter'>) {
  const { data } = useQuery({ ...numbersQuery, enabled: filter.numberId !== undefined });
  return frozenWords(filter, (numberId) => data?.items.find(({ id }) => id === numberId)?.phone);
}
