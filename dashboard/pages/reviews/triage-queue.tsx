import { useQueryClient, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Page } from '../../api/paged.ts';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { plural } from '../../format/number.ts';
import type { Assignment, Waiting } from '../assigning/queries.ts';
import type { ReviewFilter } from './queries.ts';
import { QueueList } from './queue-list.tsx';
import { useReviewHandover } from './review-handover.tsx';
import { TriageList } from './triage-list.tsx';
import { useDeferred } from './use-deferred.ts';

interface QueueChoice<Item> {
  key: string;
  label: string;
  /** What is said once it is pressed: "Taken as: comes". */
  words: string;
  send: (items: readonly Item[]) => Promise<unknown>;
}

interface TriageQueueProps<Item> {
  filter: ReviewFilter;
  query: UseInfiniteQueryResult<InfiniteData<Page<Item>>, Error>;
  /** In a sentence: "The parked attempts". */
  what: string;
  label: string;
  noun: string;
  /** When nothing waits. */
  done: string;
  head?: ReactNode;
  choices: readonly QueueChoice<Item>[];
  /** Which scope is missing for them. */
  missing: string | undefined;
  /** Beginnings of what else is shown that a decision changes. */
  touches?: readonly string[];
  /** For handing them over. */
  waitingOf: (items: readonly Item[]) => Waiting;
  onOpen?: (item: Item) => void;
  children: (item: Item) => ReactNode;
}

/** A queue of single things: decided by keys with a moment to take it back, or given to somebody. */
export function TriageQueue<Item extends { id: string; assignment: Assignment | null }>({
  filter,
  query,
  what,
  noun,
  done,
  head,
  choices,
  touches = [],
  waitingOf,
  children,
  ...list
}: TriageQueueProps<Item>) {
  const client = useQueryClient();
  const handover = useReviewHandover<Item>(noun, waitingOf);
  const deferred = useDeferred(() => {
    for (const key of ['reviews', ...touches]) void client.invalidateQueries({ queryKey: [key] });
  });
  return (
    <QueueList
      scope={JSON.stringify(filter)}
      query={query}
      what={what}
      done={done}
      isHidden={({ id }) => deferred.isHidden(id)}
      isNarrowed={filter.assignee !== undefined}
    >
      {(items) => (
        <>
          {head}
          <TriageList
            {...list}
            noun={noun}
            items={items}
            keyOf={({ id }) => id}
            extra={handover.extra}
            hasMore={query.hasNextPage}
            onMore={() => void query.fetchNextPage()}
            choices={choices.map(({ key, label, words, send }) => ({
              key,
              label,
              decide: (chosen: readonly Item[]) =>
                deferred.decide(
                  chosen.map(({ id }) => id),
                  chosen.length === 1 ? words : `${words}: ${plural(chosen.length, noun)}`,
                  () => send(chosen),
                ),
            }))}
          >
            {children}
          </TriageList>
          {handover.dialog}
        </>
      )}
    </QueueList>
  );
}

interface QueueHeadProps {
  /** Of the reason that a decision gives. */
  label: string;
  reason: string;
  onReason: (reason: string) => void;
  more?: ReactNode;
  children: ReactNode;
}

/** What lies in a queue, and the reason that is written down with each decision. */
export const QueueHead = ({ label, reason, onReason, more, children }: QueueHeadProps) => (
  <div className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg border border-line bg-surface p-4">
    <p className="min-w-0 flex-[1_1_22rem] text-muted">{children}</p>
    <span className="w-80 max-w-full">
      <Field label={label}>
        <Input value={reason} maxLength={1_000} onChange={(event) => onReason(event.target.value)} />
      </Field>
    </span>
    {more}
  </div>
);
