import { useQuery } from '@tanstack/react-query';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Select } from '../../components/select.tsx';
import { programmesQuery } from './queries.ts';

/** Whose appointments are shown; it stands in the address. */
export function ProgrammeSelect({ programme }: { programme: string | undefined }) {
  const patch = usePatchSearch();
  const { data = [] } = useQuery(programmesQuery());
  const chosen = data.find(({ id, name }) => id === programme || name === programme);
  return (
    <Select
      aria-label="Programme"
      className="w-56 max-w-full"
      value={chosen?.id ?? 'all'}
      options={[
        { value: 'all', label: 'All programmes' },
        ...data.map(({ id, name, state }) => ({ value: id, label: state === 'paused' ? `${name} (paused)` : name })),
      ]}
      onChange={(value) => patch({ programme: value === 'all' ? undefined : value, cursor: undefined })}
    />
  );
}
