import { clsx } from 'clsx';
import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { usePatchSearch } from '../app/use-patch-search.ts';
import { Button } from './button.tsx';
import { FilterMenu } from './filter-menu.tsx';
import { Input } from './input.tsx';

export type FilterSpec =
  | { kind: 'search'; name: string; label: string; placeholder: string }
  /** Several of a few; absent = all. */
  | { kind: 'some'; name: string; label: string; options: readonly FilterOption[] }
  /** One of a few; absent = all. */
  | { kind: 'one'; name: string; label: string; options: readonly FilterOption[] };

export interface FilterOption {
  value: string;
  label: string;
  count?: number | undefined;
}

interface FilterBarProps {
  filters: readonly FilterSpec[];
  /** The parameters of the address, from the route's `useSearch()`. */
  search: object;
  /** At the right: exports, a switch. */
  children?: ReactNode;
}

/** What a list shows; all of it stands in the address (E3). Changing a filter forgets the cursor. */
export function FilterBar({ filters, search, children }: FilterBarProps) {
  const patch = usePatchSearch();
  const values: Readonly<Record<string, unknown>> = { ...search };
  const set = (name: string, value: unknown): void => patch({ [name]: value, cursor: undefined });
  const active = filters.filter(({ name }) => values[name] !== undefined);
  return (
    <div role="search" className="mb-3 flex flex-wrap items-center gap-2">
      {filters.map((filter) =>
        filter.kind === 'search' ? (
          <SearchField
            key={filter.name}
            {...filter}
            value={textOf(values[filter.name])}
            onChange={(text) => set(filter.name, text === '' ? undefined : text)}
          />
        ) : (
          <FilterMenu
            key={filter.name}
            {...filter}
            chosen={textsOf(values[filter.name])}
            onChange={(chosen) =>
              set(filter.name, chosen.length === 0 ? undefined : filter.kind === 'one' ? chosen[0] : chosen)
            }
          />
        ),
      )}
      {active.length > 0 && (
        <Button
          kind="ghost"
          size="sm"
          icon={<X size={14} />}
          onClick={() =>
            patch({ ...Object.fromEntries(active.map(({ name }) => [name, undefined])), cursor: undefined })
          }
        >
          Clear
        </Button>
      )}
      <span className="ml-auto flex flex-wrap items-center gap-2">{children}</span>
    </div>
  );
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const textsOf = (value: unknown): string[] => [value].flat().filter((one) => typeof one === 'string');

const TYPING_MS = 250;
/** Letters of a placeholder beyond which a field of the usual width cuts it. */
const WIDE_FROM = 28;

interface SearchFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
}

/** Asks when somebody has stopped typing. */
function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Back and forth through the history shows in the field too.
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <span className={clsx('max-w-full', placeholder.length > WIDE_FROM ? 'w-96' : 'w-64')}>
      <Input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        lead={<Search aria-hidden size={14} />}
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onChange(next.trim()), TYPING_MS);
        }}
      />
    </span>
  );
}
