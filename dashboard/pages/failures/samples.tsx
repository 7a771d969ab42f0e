import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { Json } from '../../components/code-block.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Phone } from '../../components/phone.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import type { GroupDetail } from './queries.ts';

/** A few contacts with everything the provider said of their last attempt, as it came. */
export function Samples({ samples }: Pick<GroupDetail, 'samples'>) {
  const patch = usePatchSearch();
  if (samples.length === 0) {
    return (
      <EmptyState title="No samples">
        Nobody of this group is open. What was resolved is listed in the next tab.
      </EmptyState>
    );
  }
  return (
    <ul aria-label="Samples" className="grid gap-4 xl:grid-cols-2">
      {samples.map((sample) => (
        <li key={sample.contactId} className="min-w-0 rounded-lg border border-line bg-surface p-4">
          <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-medium">{sample.name ?? sample.externalId ?? `Contact ${sample.contactId}`}</span>
            <Phone phone={sample.phone} of={{ kind: 'contact', id: sample.contactId }} />
            <StatusPill kind="contact" state={sample.state} />
            <span className="ml-auto">
              <Button size="sm" kind="ghost" onClick={() => patch({ contact: sample.contactId }, { push: true })}>
                Whole history
              </Button>
            </span>
          </div>
          {sample.providerReason !== null && (
            <p className="mb-2 text-sm">
              The provider says: <code className="font-mono">{sample.providerReason}</code>
            </p>
          )}
          {sample.events.length === 0 && (
            <p className="text-sm text-muted">
              Nothing was said of its last attempt: it ended here, before or without the provider.
            </p>
          )}
          <ol className="flex flex-col gap-3">
            {sample.events.map((event) => (
              <li key={event.id}>
                <p className="mb-1 text-sm text-subtle">
                  {SOURCES[event.source] ?? event.source}, <Time at={event.receivedAt} as="both" />
                </p>
                <Json label={`What came at ${event.receivedAt}`} value={event.raw ?? event.fact} />
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}

const SOURCES: Readonly<Record<string, string>> = {
  webhook: 'A callback of the provider',
  read: "Read from the provider's list",
  sender: 'Its answer to the request',
  reconciler: 'Asked of the provider',
  person: 'A person decided',
};
