import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import type { Page } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { day } from '../../format/time.ts';
import { auditFilter, type AuditEntry } from './queries.ts';
import type { AuditSearch } from './search.ts';

/** The latest day before an empty range, else the latest of all, that has an entry under the other filters (R14). */
export function NearestDay({ search }: { search: AuditSearch }) {
  const patch = usePatchSearch();
  const { from, to } = auditFilter(search);
  const whole = auditFilter({ ...search, from: undefined, to: undefined });
  const { data: atMs } = useQuery({
    queryKey: ['audit', 'nearest', whole, from],
    queryFn: async ({ signal }) => {
      const latest = async (before: string | undefined): Promise<number | null> => {
        const { items } = await get<Page<AuditEntry>>('/audit', { query: { ...whole, to: before, limit: 1 }, signal });
        return items[0] === undefined ? null : Date.parse(items[0].at);
      };
      return (from === undefined ? null : await latest(from)) ?? (await latest(undefined));
    },
    enabled: from !== undefined || to !== undefined,
  });
  if (atMs === undefined || atMs === null) return null;
  return (
    <Button kind="primary" onClick={() => patch({ from: dateOf(atMs), to: dateOf(atMs) })}>
      Show {day(atMs)}, the nearest with entries
    </Button>
  );
}

/** YYYY-MM-DD on this browser's calendar, as the fields have it. */
function dateOf(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
