import { ExternalLink } from 'lucide-react';
import { useSession } from '../../app/session/use-session.ts';
import { Json } from '../../components/code-block.tsx';
import { Copyable, CopyableId } from '../../components/copyable.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Money } from '../../components/money.tsx';
import { Phone } from '../../components/phone.tsx';
import { RecordingLink } from '../../components/recording-link.tsx';
import { Time } from '../../components/time.tsx';
import { absolute, clock } from '../../format/time.ts';
import { ENTRY_KINDS } from '../credits/entry-words.ts';
import { Transcript } from './transcript.tsx';
import type { Attempt } from './queries.ts';
import { eventWords, momentsOf, temporalLink } from './words.ts';

/** What was sent and said, when each thing happened, ids, money and what the provider told. */
export function AttemptDetails({ attempt }: { attempt: Attempt }) {
  const { rendered, transcript, events, currency, runId, id } = attempt;
  const { temporalUiUrl } = useSession();
  const variables = Object.entries(rendered?.variables ?? {});
  return (
    <>
      {rendered?.text !== undefined && (
        <Part title="What was sent">
          <p className="rounded-md bg-sunken p-3 whitespace-pre-wrap">{rendered.text}</p>
        </Part>
      )}
      {variables.length > 0 && (
        <Part title="What the agent was told">
          <KeyValue
            items={variables.map(([name, value]) => [
              <code key={name} className="font-mono text-sm">
                {name}
              </code>,
              value,
            ])}
          />
        </Part>
      )}
      {transcript !== null && (
        <Part title="What was said">
          <Transcript transcript={transcript} />
          {transcript.recording && <RecordingLink attemptId={id} />}
        </Part>
      )}
      <Part title="When">
        <ol className="flex flex-col gap-1">
          {momentsOf(attempt).map(({ at, words }) => (
            <li key={words} className="flex gap-3">
              <time dateTime={at} title={absolute(Date.parse(at))} className="w-28 shrink-0 text-subtle">
                {clock(Date.parse(at))}
              </time>
              {words}
            </li>
          ))}
        </ol>
        {attempt.reason !== null && (
          <p className="mt-1 text-muted">Its reason: {attempt.reason.replaceAll('_', ' ')}.</p>
        )}
      </Part>
      <Part title="Ids">
        <KeyValue
          items={[
            ['Attempt', <CopyableId key="attempt" id={id} label="attempt id" />],
            [
              'At the provider',
              attempt.providerRef === null ? (
                'none yet'
              ) : (
                <Copyable key="ref" value={attempt.providerRef} label="provider id" />
              ),
            ],
            ['Provider code', attempt.providerReason ?? '–'],
            [
              'Workflow',
              <span key="workflow" className="inline-flex flex-wrap items-center gap-2">
                <Copyable value={`run:${runId}`} label="workflow id" shown={`run:${runId.slice(0, 8)}…`} />
                {temporalUiUrl !== null && (
                  <a
                    href={temporalLink(temporalUiUrl, runId)}
                    target="_blank"
                    rel="noreferrer"
                    className="link inline-flex items-center gap-1"
                  >
                    In Temporal <ExternalLink aria-hidden size={12} />
                  </a>
                )}
              </span>,
            ],
            [
              'From',
              <span key="from" className="inline-flex flex-wrap gap-2">
                <Phone phone={attempt.from} /> {attempt.account.name} ({attempt.account.provider})
              </span>,
            ],
            ['To', <Phone key="to" phone={attempt.phone} of={{ kind: 'attempt', id }} />],
          ]}
        />
      </Part>
      <Part title="Money">
        <KeyValue
          items={attempt.money.map(
            ({ kind, micros, at, note }) =>
              [
                kind === 'hold' ? 'Held' : ENTRY_KINDS[kind].words,
                <span key="amount" className="inline-flex flex-wrap gap-x-3">
                  <Money micros={micros} currency={currency} />
                  {at !== null && <Time at={at} />}
                  {note !== null && <span className="text-muted">{note}</span>}
                </span>,
              ] as const,
          )}
        />
      </Part>
      {events.length > 0 && (
        <Part title="What the provider told">
          <ol className="flex flex-col gap-1">
            {events.map((event) => (
              <li key={event.id}>
                <details>
                  <summary className="flex cursor-pointer gap-3">
                    <span className="w-28 shrink-0 text-subtle">
                      <Time at={event.receivedAt} />
                    </span>
                    <span className="min-w-0">
                      {eventWords(event)}
                      {event.state === 'quarantined' && (
                        <span data-tone="danger" className="ml-2 text-tone-fg">
                          set aside: {event.failure}
                        </span>
                      )}
                    </span>
                  </summary>
                  <div className="my-2">
                    <Json value={event.raw ?? event.fact} label={`Event ${event.id} as JSON`} />
                  </div>
                </details>
              </li>
            ))}
          </ol>
        </Part>
      )}
    </>
  );
}

const Part = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section>
    <h4 className="mb-1 text-xs font-medium text-subtle uppercase">{title}</h4>
    {children}
  </section>
);
