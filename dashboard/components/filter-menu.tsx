import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import { buttonStyle } from './button-style.ts';
import type { FilterOption } from './filter-bar.tsx';
import { lazily } from './lazily.ts';
import { OnDemand } from './on-demand.tsx';

export interface FilterMenuProps {
  kind: 'some' | 'one';
  label: string;
  options: readonly FilterOption[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

const load = () => import('./filter-list.tsx');
const FilterList = lazily(() => load().then(({ FilterList: list }) => list));

/** One filter of a filter bar. */
export function FilterMenu(props: FilterMenuProps) {
  const { label, options, chosen } = props;
  const names = options.filter(({ value }) => chosen.includes(value)).map((option) => option.label);
  const [first] = names;
  const words = first === undefined ? '' : names.length === 1 ? first : `${names.length} of ${options.length}`;
  const trigger = (
    <button type="button" className={clsx(buttonStyle('secondary', 'md'), words !== '' && 'border-accent')}>
      <span className={words === '' ? '' : 'text-subtle'}>{label}</span>
      {words !== '' && <span className="max-w-40 truncate">{words}</span>}
      <ChevronDown aria-hidden size={14} className="text-subtle" />
    </button>
  );
  return (
    <OnDemand trigger={trigger} preload={load} opens="menu">
      <FilterList {...props} trigger={trigger} />
    </OnDemand>
  );
}
