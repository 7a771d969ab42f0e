import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../app/session/use-session.ts';
import type { FilterSpec } from '../../components/filter-bar.tsx';
import { assigneesQuery } from './queries.ts';

/** "Mine", "Nobody's", and everybody by name; `assignee` in the address. */
export function useAssigneeFilter(countOf?: (assignee: string) => number): FilterSpec {
  const { user } = useSession();
  const people = useQuery(assigneesQuery).data?.items ?? [];
  const others = people.filter(({ id }) => id !== user.id).map(({ id, name }) => ({ value: id, label: name }));
  return {
    kind: 'one',
    name: 'assignee',
    label: 'Looked after by',
    options: [{ value: 'me', label: 'Me' }, { value: 'none', label: 'Nobody' }, ...others].map((option) =>
      countOf === undefined ? option : { ...option, count: countOf(option.value) },
    ),
  };
}
