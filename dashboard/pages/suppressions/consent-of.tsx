import { useQuery } from '@tanstack/react-query';
import { Pill } from '../../components/pill.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Time } from '../../components/time.tsx';
import { phoneWords } from '../../format/phone.ts';
import { actorWords } from '../failures/actor-words.ts';
import { ConsentKind } from './consent-kind.tsx';
import { consentQuery } from './queries.ts';
import { scopeWords } from './words.ts';

/** What holds now for one number, and everything that was ever said. */
export function ConsentOf({ phone }: { phone: string }) {
  const query = useQuery(consentQuery(phone));
  return (
    <QueryView query={query} what="The consent of this number">
      {({ holds, events }) => (
        <div className="grid gap-6 lg:grid-cols-2">
          <section className="rounded-lg border border-line bg-surface p-4">
            <h3 className="mb-3 font-semibold">What holds for {phoneWords(phone)} now</h3>
            <ul className="divide-y divide-line">
              {holds.map(({ purpose, channel, held, consentClass, since, expiresAt }) => (
                <li key={`${purpose} ${channel}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
                  <span className="w-40">{scopeWords(purpose, channel)}</span>
                  <Pill tone={held ? 'done' : 'neutral'} size="sm">
                    {held ? `Consent, ${consentClass}` : 'None on record'}
                  </Pill>
                  {held && (
                    <span className="text-sm text-subtle">
                      since <Time at={since} />
                      {expiresAt !== null && (
                        <>
                          , until <Time at={expiresAt} />
                        </>
                      )}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </section>
          <section className="rounded-lg border border-line bg-surface p-4">
            <h3 className="mb-3 font-semibold">What was said</h3>
            {events.length === 0 ? (
              <p className="text-muted">Nothing is on record of this number.</p>
            ) : (
              <ol className="flex flex-col gap-3">
                {events.map((event) => (
                  <li key={event.id}>
                    <p className="flex flex-wrap items-center gap-2">
                      <ConsentKind kind={event.kind} />
                      <span>{scopeWords(event.purpose, event.channel)}</span>
                      <span className="text-sm text-subtle">
                        <Time at={event.happenedAt} as="both" />
                      </span>
                    </p>
                    <p className="text-sm text-muted">
                      {event.kind === 'given' && `${event.consentClass}, `}
                      {event.method.replaceAll('_', ' ')}, recorded by {actorWords(event.createdBy)}
                      {event.evidence === null ? '' : `. ${event.evidence}`}
                      {event.textShown === null ? '' : `. Shown: “${event.textShown}”`}
                    </p>
                  </li>
                ))}
              </ol>
            )}
          </section>
        </div>
      )}
    </QueryView>
  );
}
