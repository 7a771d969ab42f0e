import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { Phone } from '../../components/phone.tsx';
import { Time } from '../../components/time.tsx';
import { plural } from '../../format/number.ts';
import { PersonMark } from '../assigning/person-mark.tsx';
import { DecideAll } from './decide-all.tsx';
import { parkedQuery, resolveAttempts, type Attempt, type CampaignQueues, type ReviewFilter } from './queries.ts';
import { QueueList } from './queue-list.tsx';
import { useReviewHandover } from './review-handover.tsx';
import { TriageList } from './triage-list.tsx';
import { useDeferred } from './use-deferred.ts';

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
  const handover = useReviewHandover<Attempt>('attempt', (attempts) => ({ attemptIds: attempts.map(({ id }) => id) }));
  const client = useQueryClient();
  const patch = usePatchSearch();
  const { missing } = useScope('campaigns:write');
  const deferred = useDeferred(() => {
    for (const queryKey of [['reviews'], ['failures']]) void client.invalidateQueries({ queryKey });
  });
  const decide = (dialled: boolean) => (items: readonly Attempt[]) =>
    deferred.decide(
      items.map(({ id }) => id),
      `${plural(items.length, 'attempt')}: ${dialled ? 'was dialled' : 'was not dialled'}`,
      () =>
        resolveAttempts(
          items.map(({ id }) => id),
          { dialled, reason: reason.trim() || REASON },
        ),
    );
  const nameOf = (id: string): string => campaigns.find((campaign) => campaign.id === id)?.name ?? id;
  return (
    <QueueList
      scope={JSON.stringify(filter)}
      query={query}
      what="The parked attempts"
      done="Of every call and text it is known whether it was made."
      isHidden={({ id }) => deferred.isHidden(id)}
      isNarrowed={filter.assignee !== undefined}
    >
      {(items) => (
        <>
          <div className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-3 rounded-lg border border-line bg-surface p-4">
            <p className="min-w-0 flex-[1_1_22rem] text-muted">
              The answer of the provider was lost, and it lists no such call. Each counts as dialled until you decide,
              so nobody is called twice. Look at the provider, then say what became of it.
            </p>
            <span className="w-80 max-w-full">
              <Field label="Reason for the audit trail">
                <Input value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
              </Field>
            </span>
            {campaignId !== undefined && filter.assignee === undefined && total > 1 && (
              <DecideAll campaignId={campaignId} total={total} />
            )}
          </div>
          <TriageList
            label="Parked attempts"
            noun="attempt"
            items={items}
            keyOf={({ id }) => id}
            missing={missing}
            extra={handover.extra}
            onOpen={({ contactId }) => patch({ contact: contactId }, { push: true })}
            hasMore={query.hasNextPage}
            onMore={() => void query.fetchNextPage()}
            choices={[
              { key: '1', label: 'It was dialled', decide: decide(true) },
              { key: '2', label: 'It was not dialled', decide: decide(false) },
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
          </TriageList>
          {handover.dialog}
        </>
      )}
    </QueueList>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-w-0 gap-2">
    <dt className="shrink-0 text-subtle">{label}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
);
