import { statusWords } from '../../format/status-words.ts';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import type { Group } from './queries.ts';
import { CLASSES, type FailuresSearch } from './search.ts';

interface GroupFiltersProps {
  groups: readonly Group[];
  search: FailuresSearch;
}

export function GroupFilters({ groups, search }: GroupFiltersProps) {
  const campaigns = new Map(groups.flatMap((group) => group.campaigns.map(({ id, name }) => [id, name])));
  const filters: FilterSpec[] = [
    { kind: 'search', name: 'q', label: 'Search causes', placeholder: 'Cause or provider code' },
    {
      kind: 'one',
      name: 'class',
      label: 'What it allows',
      options: CLASSES.map((value) => ({
        value,
        label: statusWords('cause', value).words,
        count: groups.filter((group) => group.class === value && group.snooze === null).length,
      })),
    },
    {
      kind: 'one',
      name: 'campaign',
      label: 'Campaign',
      options: [...campaigns].map(([value, label]) => ({ value, label })),
    },
  ];
  return <FilterBar search={search} filters={filters} />;
}
