import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { contactHistory } from '../../../../api/schemas/contacts.ts';
import { get, type Answer } from '../../../api/client.ts';
import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { Button } from '../../../components/button.tsx';
import { Money } from '../../../components/money.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { RecordingLink } from '../../../components/recording-link.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { duration } from '../../../format/time.ts';
import { ChannelIcon } from '../channel-icon.tsx';
import type { TimelineEntry } from '../shapes.ts';
import { sayReason } from '../words.ts';

type Attempt = NonNullable<TimelineEntry['attempt']>;

interface AttemptEntryProps {
  attempt: Attempt;
  /** What people call its step. */
  says: string;
  currency: string;
}

/** One call or text: how it ended and why, how long, what it cost, what was said. */
export function AttemptEntry({ attempt, says, currency }: AttemptEntryProps) {
  const patch = usePatchSearch();
  const [open, setOpen] = useState(false);
  const { channel, ordinal, outcome, state, reason, providerReason, talkSeconds, costMicros, sharedBy, text } = attempt;
  return (
    <div className="mt-1 rounded-lg border border-line bg-surface px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ChannelIcon channel={channel} size={15} />
        <span className="font-medium">
          {says}: attempt {ordinal}
        </span>
        {outcome === null ? <StatusPill kind="attempt" state={state} /> : <StatusPill kind="outcome" state={outcome} />}
        {talkSeconds !== null && channel === 'call' && <span>{duration(talkSeconds * 1_000)} talked</span>}
        {costMicros !== null && (
          <span className="text-subtle">
            <Money micros={costMicros} currency={currency} />
            {attempt.costPresumed && ' presumed'}
            {sharedBy > 1 && `, shared by ${sharedBy} appointments`}
          </span>
        )}
        <span className="ml-auto flex gap-1">
          {attempt.transcript && (
            <Button size="sm" kind="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Hide transcript' : 'Transcript'}
            </Button>
          )}
          <Button
            size="sm"
            kind="ghost"
            aria-label={`All of it: ${says}, attempt ${ordinal}`}
            onClick={() => patch({ contact: attempt.contactId }, { push: true })}
          >
            All of it
          </Button>
        </span>
      </div>
      {(reason !== null || providerReason !== null) && (
        <p className="mt-1 text-sm text-subtle">
          {[
            reason === null ? undefined : sayReason(reason),
            providerReason === null ? undefined : `provider: ${providerReason}`,
          ]
            .filter((part) => part !== undefined)
            .join(', ')}
        </p>
      )}
      {text !== null && (
        <blockquote className="mt-2 rounded-md bg-sunken px-3 py-2 whitespace-pre-wrap">{text}</blockquote>
      )}
      {attempt.recording && <RecordingLink attemptId={attempt.id} />}
      {open && <Transcript attempt={attempt} />}
    </div>
  );
}

function Transcript({ attempt: { contactId, id } }: { attempt: Attempt }) {
  const query = useQuery({
    queryKey: ['contacts', contactId],
    queryFn: ({ signal }) =>
      get<Answer<typeof contactHistory>>('/contacts/:contactId', { params: { contactId }, signal }),
  });
  return (
    <div className="mt-2 border-t border-line pt-2">
      <QueryView query={query} what="The transcript">
        {({ attempts }) => {
          const turns = attempts.find((one) => one.id === id)?.transcript?.turns ?? [];
          if (turns.length === 0) return <p className="text-subtle">Nothing was said, or it is not here yet.</p>;
          return (
            <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1.5">
              {turns.map(({ role, text }, at) => (
                <div key={at} className="contents">
                  <dt className="text-subtle">{role}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          );
        }}
      </QueryView>
    </div>
  );
}
