import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useScope } from '../../app/session/use-session.ts';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { plural } from '../../format/number.ts';
import { Evidence } from './evidence.tsx';
import { decideReview, reviewsQuery, type Meaning, type Review, type ReviewFilter } from './queries.ts';
import { QueueList } from './queue-list.tsx';
import { useReviewHandover } from './review-handover.tsx';
import { TriageList } from './triage-list.tsx';
import { useDeferred } from './use-deferred.ts';

const CHOICES: readonly { key: string; meaning: Meaning; label: string; words: string }[] = [
  { key: '1', meaning: 'confirm', label: 'Confirms', words: 'Taken as: comes' },
  { key: '2', meaning: 'cancel', label: 'Cancels', words: 'Taken as: does not come' },
  { key: '3', meaning: 'reschedule', label: 'Wants another time', words: 'Taken as: wants another time' },
  { key: '4', meaning: 'none', label: 'Asks for nothing', words: 'Taken as: asks for nothing' },
];

/** Answers to a message that nobody understood. */
export function AnswerQueue({ filter }: { filter: ReviewFilter }) {
  const query = useInfiniteQuery(reviewsQuery('answer', filter));
  const client = useQueryClient();
  const { missing } = useScope('consent:write');
  const handover = useReviewHandover<Review>('review', (reviews) => ({ reviewIds: reviews.map(({ id }) => id) }));
  const deferred = useDeferred(() => {
    for (const queryKey of [['reviews'], ['reminders']]) void client.invalidateQueries({ queryKey });
  });
  return (
    <QueueList
      scope={JSON.stringify(filter)}
      query={query}
      what="The unclear answers"
      done="Every answer to a reminder was understood."
      isHidden={({ id }) => deferred.isHidden(id)}
      isNarrowed={filter.assignee !== undefined}
    >
      {(items) => (
        <>
          <TriageList
            label="Unclear answers"
            noun="answer"
            items={items}
            keyOf={({ id }) => id}
            missing={missing}
            extra={handover.extra}
            hasMore={query.hasNextPage}
            onMore={() => void query.fetchNextPage()}
            choices={CHOICES.map(({ key, meaning, label, words }) => ({
              key,
              label,
              decide: (chosen: readonly Review[]) =>
                deferred.decide(
                  chosen.map(({ id }) => id),
                  chosen.length === 1 ? words : `${words}, ${plural(chosen.length, 'answer')}`,
                  async () => {
                    for (const { id } of chosen) await decideReview(id, meaning);
                  },
                ),
            }))}
          >
            {(review) => (
              <Evidence review={review}>
                <ul aria-label="Its appointments" className="mt-2 flex flex-col gap-1">
                  {review.appointments.map(({ programmeId, externalId, startsAt, state }) => (
                    <li key={externalId} className="flex flex-wrap items-center gap-x-3">
                      <Link
                        to="/reminders/appointments/$programmeId/$externalId"
                        params={{ programmeId, externalId }}
                        className="link"
                      >
                        Appointment {externalId}
                      </Link>
                      <Time at={startsAt} as="both" />
                      <StatusPill kind="appointment" state={state} />
                    </li>
                  ))}
                  {review.appointments.length === 0 && (
                    <li className="text-sm text-subtle">It belongs to no appointment.</li>
                  )}
                </ul>
              </Evidence>
            )}
          </TriageList>
          {handover.dialog}
        </>
      )}
    </QueueList>
  );
}
