import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { rowsOf, type Page } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { useHeldRows } from '../../components/use-held-rows.ts';
import { count } from '../../format/number.ts';

interface QueueListProps<Item> {
  /** What is asked for: another filter shows everything anew. */
  scope: string;
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>>, Error>;
  what: string;
  /** When nothing waits. */
  done: string;
  isHidden: (item: Item) => boolean;
  /** Only what somebody, or nobody, looks after is asked for. */
  isNarrowed?: boolean;
  children: (items: readonly Item[]) => ReactNode;
}

/**
 * The faces of a queue that comes in pages. What comes while somebody works through it waits for a press, so that no key
 * and no click falls on another item than the one that was looked at.
 */
export function QueueList<Item extends { id: string }>(props: QueueListProps<Item>) {
  const { scope, query, what, done, isHidden, isNarrowed = false, children } = props;
  const patch = usePatchSearch();
  const rows = rowsOf(query.data);
  const held = useHeldRows(
    rows,
    ({ id }) => id,
    JSON.stringify([scope, query.data?.pages.length, query.isPlaceholderData]),
  );
  if (rows === undefined) {
    return query.isError ? (
      <ErrorState what={what} error={query.error} onRetry={() => void query.refetch()} works="the other queues" />
    ) : (
      <SkeletonLines lines={8} />
    );
  }
  const kept = (held.rows ?? []).filter((item) => !isHidden(item));
  // Nothing is looked at that could move.
  const items = kept.length > 0 ? kept : rows.filter((item) => !isHidden(item));
  if (items.length === 0 && !query.hasNextPage && isNarrowed) {
    return (
      <EmptyState
        title="Nothing matches"
        action={<Button onClick={() => patch({ assignee: undefined })}>Show all</Button>}
      >
        What others look after, or nobody, may still wait.
      </EmptyState>
    );
  }
  if (items.length === 0 && !query.hasNextPage) {
    return (
      <EmptyState title="Nothing waits here" icon={<CircleCheck size={20} />}>
        {done}
      </EmptyState>
    );
  }
  return (
    <>
      {held.waiting > 0 && items === kept && (
        <p className="mb-3">
          <Button size="sm" onClick={held.apply}>
            {count(held.waiting)} new
          </Button>
        </p>
      )}
      {children(items)}
    </>
  );
}
