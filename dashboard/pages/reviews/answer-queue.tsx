import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useScope } from '../../app/session/use-session.ts';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { Evidence } from './evidence.tsx';
import { decideReview, eachReview, reviewsOf, reviewsQuery, type Meaning, type ReviewFilter } from './queries.ts';
import { TriageQueue } from './triage-queue.tsx';

const CHOICES: readonly { key: string; meaning: Meaning; label: string; words: string }[] = [
  { key: '1', meaning: 'confirm', label: 'Confirms', words: 'Taken as: comes' },
  { key: '2', meaning: 'cancel', label: 'Cancels', words: 'Taken as: does not come' },
  { key: '3', meaning: 'reschedule', label: 'Wants another time', words: 'Taken as: wants another time' },
  { key: '4', meaning: 'none', label: 'Asks for nothing', words: 'Taken as: asks for nothing' },
];

/** Answers to a message that nobody understood. */
export function AnswerQueue({ filter }: { filter: ReviewFilter }) {
  const query = useInfiniteQuery(reviewsQuery('answer', filter));
  const { missing } = useScope('consent:write');
  return (
    <TriageQueue
      filter={filter}
      query={query}
      what="The unclear answers"
      label="Unclear answers"
      noun="answer"
      done="Every answer to a reminder was understood."
      missing={missing}
      waitingOf={reviewsOf}
      touches={['reminders']}
      choices={CHOICES.map(({ meaning, ...choice }) => ({
        ...choice,
        send: eachReview((id) => decideReview(id, meaning)),
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
            {review.appointments.length === 0 && <li className="text-sm text-subtle">It belongs to no appointment.</li>}
          </ul>
        </Evidence>
      )}
    </TriageQueue>
  );
}
