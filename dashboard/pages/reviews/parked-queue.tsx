import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Phone } from '../../components/phone.tsx';
import { Time } from '../../components/time.tsx';
import { PersonMark } from '../assigning/person-mark.tsx';
import { DecideAll } from './decide-all.tsx';
import { parkedQuery, resolveAttempts, type Attempt, type CampaignQueues, type ReviewFilter } from './queries.ts';
import { QueueHead, TriageQueue } from './triage-queue.tsx';

interface ParkedQueueProps {
  campaigns: readonly CampaignQueues[];
  filter: ReviewFilter;
  total: number;
}

const REASON = "Looked it up in the provider's own list";

/** Attempts of which nobody can tell whether they were made: the answer was lost, and the provider lists none. */
export function ParkedQueue({ campaigns, filter, total }: ParkedQueueProps) {
  const [reason, setReason] = useState(REASON);
  const query = useInfiniteQuery(parkedQuery(filter));
  const { campaignId } = filter;
  const patch = usePatchSearch();
  const { missing } = useScope('campaigns:write');
  const decide = (dialled: boolean) => (attempts: readonly Attempt[]) =>
    resolveAttempts(
      attempts.map(({ id }) => id),
      { dialled, reason: reason.trim() || REASON },
    );
  const nameOf = (id: string): string => campaigns.find((campaign) => campaign.id === id)?.name ?? id;
  return (
    <TriageQueue
      filter={filter}
      query={query}
      what="The parked attempts"
      label="Parked attempts"
      noun="attempt"
      done="Of every call and text it is known whether it was made."
      missing={missing}
      waitingOf={(attempts) => ({ attemptIds: attempts.map(({ id }) => id) })}
      touches={['failures']}
      onOpen={({ contactId }) => patch({ contact: contactId }, { push: true })}
      head={
        <QueueHead
          label="Reason for the audit trail"
          reason={reason}
          onReason={setReason}
          more={
            campaignId !== undefined &&
            filter.assignee === undefined &&
            total > 1 && <DecideAll campaignId={campaignId} total={total} />
          }
        >
          The answer of the provider was lost, and it lists no such call. Each counts as dialled until you decide, so
          nobody is called twice. Look at the provider, then say what became of it.
        </QueueHead>
      }
      choices={[
        { key: '1', label: 'It was dialled', words: 'It was dialled', send: decide(true) },
        { key: '2', label: 'It was not dialled', words: 'It was not dialled', send: decide(false) },
      ]}
    >
      {(attempt) => (
        <>
          <p className="mb-2 flex flex-wrap items-center gap-x-3">
            <span className="font-medium">{attempt.channel === 'call' ? 'Call' : 'Text'} to</span>
            <Phone phone={attempt.phone} of={{ kind: 'attempt', id: attempt.id }} />
            <button
              type="button"
              className="link text-sm"
              onClick={() => patch({ contact: attempt.contactId }, { push: true })}
            >
              Whole history
            </button>
          </p>
          <dl className="flex flex-wrap gap-x-8 gap-y-1 text-sm">
            <Fact label="Campaign">{nameOf(attempt.campaignId)}</Fact>
            <Fact label="Asked for">
              <Time at={attempt.sentAt ?? attempt.createdAt} as="both" />
            </Fact>
            <Fact label="Provider id">
              {attempt.providerRef === null ? (
                'none was given'
              ) : (
                <Copyable value={attempt.providerRef} label="provider id" />
              )}
            </Fact>
            <Fact label="Why it is here">
              {(attempt.reason ?? attempt.providerReason ?? 'not known').replaceAll('_', ' ')}
            </Fact>
          </dl>
          {attempt.assignment !== null && (
            <p className="mt-2 flex flex-wrap items-center gap-x-3 text-sm text-muted">
              <PersonMark {...attempt.assignment} />
              {attempt.assignment.note}
            </p>
          )}
        </>
      )}
    </TriageQueue>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-w-0 gap-2">
    <dt className="shrink-0 text-subtle">{label}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
);
