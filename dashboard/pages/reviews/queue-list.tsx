import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { rowsOf, type Page } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';

interface QueueListProps<Item> {
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>>, Error>;
  what: string;
  /** When nothing waits. */
  done: string;
  isHidden: (item: Item) => boolean;
  /** Only what somebody, or nobody, looks after is asked for. */
  isNarrowed?: boolean;
  children: (items: readonly Item[]) => ReactNode;
}

/** The faces of a queue that comes in pages. */
export function QueueList<Item>({ query, what, done, isHidden, isNarrowed = false, children }: QueueListProps<Item>) {
  const patch = usePatchSearch();
  const rows = rowsOf(query.data);
  if (rows === undefined) {
    return query.isError ? (
      <ErrorState what={what} error={query.error} onRetry={() => void query.refetch()} works="the other queues" />
    ) : (
      <SkeletonLines lines={8} />
    );
  }
  const items = rows.filter((item) => !isHidden(item));
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
  return children(items);
}
