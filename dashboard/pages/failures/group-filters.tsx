import { useSession } from '../../app/session/use-session.ts';
import { statusWords } from '../../format/status-words.ts';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import { useAssigneeFilter } from '../assigning/use-assignee-filter.ts';
import { isLookedAfterBy } from './looked-after-by.ts';
import type { Group } from './queries.ts';
import { CLASSES, type FailuresSearch } from './search.ts';

interface GroupFiltersProps {
  groups: readonly Group[];
  search: FailuresSearch;
}

export function GroupFilters({ groups, search }: GroupFiltersProps) {
  const { user } = useSession();
  const looked = useAssigneeFilter(
    (assignee) => groups.filter((group) => group.snooze === null && isLookedAfterBy(group, assignee, user.id)).length,
  );
  const campaigns = new Map(groups.flatMap((group) => group.campaigns.map(({ id, name }) => [id, name])));
  const filters: FilterSpec[] = [
    { kind: 'search', name: 'q', label: 'Search causes', placeholder: 'Cause or provider code' },
    {
      kind: 'one',
      name: 'class',
      label: 'Can it be retried?',
      options: CLASSES.map((value) => ({
        value,
        label: statusWords('cause', value).words,
        count: groups.filter((group) => group.class === value && group.snooze === null).length,
      })),
    },
    looked,
    {
      kind: 'one',
      name: 'campaign',
      label: 'Campaign',
      options: [...campaigns].map(([value, label]) => ({ value, label })),
    },
  ];
  return <FilterBar search={search} filters={filters} />;
}
