import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { Pill } from '../../components/pill.tsx';
import { Evidence } from './evidence.tsx';
import { confirmReview, dismissReview, eachReview, reviewsOf, reviewsQuery, type ReviewFilter } from './queries.ts';
import { QueueHead, TriageQueue } from './triage-queue.tsx';

const REASON = 'Read by a person: it is no opt-out';

/** Words that may be a "no". Held back until somebody reads them. */
export function OptOutQueue({ filter }: { filter: ReviewFilter }) {
  const [reason, setReason] = useState(REASON);
  const query = useInfiniteQuery(reviewsQuery('opt_out', filter));
  const { missing } = useScope('consent:write');
  return (
    <TriageQueue
      filter={filter}
      query={query}
      what="The doubtful opt-outs"
      label="Doubtful opt-outs"
      noun="message"
      done="Every message that could be a no was read by somebody."
      missing={missing}
      waitingOf={reviewsOf}
      head={
        <QueueHead label="Reason when it is not a no" reason={reason} onReason={setReason}>
          Words that may mean “do not call me”. The number is held back until you decide. In doubt it is a no.
        </QueueHead>
      }
      choices={[
        {
          key: '1',
          label: 'It is a no',
          words: 'It is a no: the number stays suppressed',
          send: eachReview(confirmReview),
        },
        {
          key: '2',
          label: 'It is not a no',
          words: 'It is not a no: the number can be reached again',
          send: eachReview((id) => dismissReview(id, reason.trim() || REASON)),
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
    </TriageQueue>
  );
}
