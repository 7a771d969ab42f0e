import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { Pill } from '../../components/pill.tsx';
import { plural } from '../../format/number.ts';
import { Evidence } from './evidence.tsx';
import { confirmReview, dismissReview, reviewsQuery, type Review, type ReviewFilter } from './queries.ts';
import { QueueList } from './queue-list.tsx';
import { useReviewHandover } from './review-handover.tsx';
import { TriageList } from './triage-list.tsx';
import { useDeferred } from './use-deferred.ts';

const REASON = 'Read by a person: it is no opt-out';

/** Words that may be a "no". Held back until somebody reads them. */
export function OptOutQueue({ filter }: { filter: ReviewFilter }) {
  const [reason, setReason] = useState(REASON);
  const query = useInfiniteQuery(reviewsQuery('opt_out', filter));
  const client = useQueryClient();
  const { missing } = useScope('consent:write');
  const handover = useReviewHandover<Review>('review', (reviews) => ({ reviewIds: reviews.map(({ id }) => id) }));
  const deferred = useDeferred(() => void client.invalidateQueries({ queryKey: ['reviews'] }));
  const each = (words: string, send: (review: Review) => Promise<unknown>) => (items: readonly Review[]) =>
    deferred.decide(
      items.map(({ id }) => id),
      items.length === 1 ? words : `${words}: ${plural(items.length, 'message')}`,
      async () => {
        for (const item of items) await send(item);
      },
    );
  return (
    <QueueList
      scope={JSON.stringify(filter)}
      query={query}
      what="The doubtful opt-outs"
      done="Every message that could be a no was read by somebody."
      isHidden={({ id }) => deferred.isHidden(id)}
      isNarrowed={filter.assignee !== undefined}
    >
      {(items) => (
        <>
          <div className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg border border-line bg-surface p-4">
            <p className="min-w-0 flex-[1_1_22rem] text-muted">
              Words that may mean “do not call me”. The number is held back until you decide. In doubt it is a no.
            </p>
            <span className="w-80 max-w-full">
              <Field label="Reason when it is not a no">
                <Input value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
              </Field>
            </span>
          </div>
          <TriageList
            label="Doubtful opt-outs"
            noun="message"
            items={items}
            keyOf={({ id }) => id}
            missing={missing}
            extra={handover.extra}
            hasMore={query.hasNextPage}
            onMore={() => void query.fetchNextPage()}
            choices={[
              {
                key: '1',
                label: 'It is a no',
                decide: each('It is a no: the number stays suppressed', ({ id }) => confirmReview(id)),
              },
              {
                key: '2',
                label: 'It is not a no',
                decide: each('It is not a no: the number can be reached again', ({ id }) =>
                  dismissReview(id, reason.trim() || REASON),
                ),
              },
            ]}
          >
            {(review) => (
              <Evidence review={review}>
                {review.suppressionId !== null && (
                  <p className="mt-2">
                    <Pill tone="suppressed" size="sm">
                      Held back until you decide
                    </Pill>
                  </p>
                )}
              </Evidence>
            )}
          </TriageList>
          {handover.dialog}
        </>
      )}
    </QueueList>
  );
}
