import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { FILTER_WORDS, hourWords } from './filter-words.ts';
import type { GroupDetail } from './queries.ts';
import type { CauseSearch } from './search.ts';

interface FilterChipsProps {
  search: CauseSearch;
  breakdown: GroupDetail['breakdown'];
  children: ReactNode;
}

export const NO_FILTER = { number: undefined, prefix: undefined, country: undefined, code: undefined, hour: undefined };

/** The bars that are chosen, each to be taken out. */
export function FilterChips({ search, breakdown, children }: FilterChipsProps) {
  const patch = usePatchSearch();
  const { number, prefix, country, code, hour } = search;
  const phone = breakdown.numbers.find(({ numberId }) => numberId === number)?.phone;
  const chips: { name: keyof typeof NO_FILTER; words: string }[] = [
    ...(number === undefined ? [] : [{ name: 'number' as const, words: FILTER_WORDS.number(phone) }]),
    ...(prefix === undefined ? [] : [{ name: 'prefix' as const, words: FILTER_WORDS.prefix(prefix) }]),
    ...(country === undefined ? [] : [{ name: 'country' as const, words: FILTER_WORDS.country(country) }]),
    ...(code === undefined ? [] : [{ name: 'code' as const, words: FILTER_WORDS.code(code) }]),
    ...(hour === undefined ? [] : [{ name: 'hour' as const, words: hourWords(hour) }]),
  ];
  return (
    <div role="search" aria-label="Filters" className="mb-3 flex min-h-8 flex-wrap items-center gap-2">
      {chips.length === 0 && (
        <span className="text-sm text-muted">All of this cause. Choose a bar above to narrow it.</span>
      )}
      {chips.map(({ name, words }) => (
        <button
          key={name}
          type="button"
          aria-label={`Take out the filter ${words}`}
          onClick={() => patch({ [name]: undefined })}
          className="inline-flex h-7 max-w-80 items-center gap-1.5 rounded-full border border-accent bg-accent-soft px-2.5 text-sm text-accent-text hover:bg-hover"
        >
          <span className="truncate">{words}</span>
          <X aria-hidden size={13} className="shrink-0" />
        </button>
      ))}
      {chips.length > 1 && (
        <Button kind="ghost" size="sm" onClick={() => patch(NO_FILTER)}>
          Clear
        </Button>
      )}
      <span className="ml-auto flex items-center gap-3">{children}</span>
    </div>
  );
}
