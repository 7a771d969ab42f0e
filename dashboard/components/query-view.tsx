import type { UseQueryResult } from '@tanstack/react-query';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { clock } from '../format/time.ts';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { ErrorState } from './error-state.tsx';
import { SkeletonLines } from './skeleton.tsx';

interface QueryViewProps<Data> {
  query: UseQueryResult<Data, Error>;
  /** As in `<ErrorState>`: "The failures". */
  what: string;
  children: (data: Data) => ReactNode;
  skeleton?: ReactNode;
  works?: ReactNode;
}

/**
 * The four faces of whatever is fetched: a skeleton, an error, the data, and old data: dimmed while new one with other
 * filters is on its way, and with a word above it when it could not be refreshed.
 */
export function QueryView<Data>({ query, what, children, skeleton, works }: QueryViewProps<Data>) {
  if (query.data === undefined) {
    if (query.isError) {
      return <ErrorState what={what} error={query.error} works={works} onRetry={() => void query.refetch()} />;
    }
    return skeleton ?? <SkeletonLines lines={6} />;
  }
  return (
    <>
      {query.isError && (
        <div className="mb-4">
          <Callout
            tone="warning"
            title={`${what} could not be refreshed: data from ${clock(query.dataUpdatedAt)}`}
            actions={
              <Button size="sm" busy={query.isFetching} onClick={() => void query.refetch()}>
                Try again
              </Button>
            }
          >
            {query.error.message}
          </Callout>
        </div>
      )}
      <div aria-busy={query.isPlaceholderData} className={clsx(query.isPlaceholderData && 'opacity-50')}>
        {children(query.data)}
      </div>
    </>
  );
}
