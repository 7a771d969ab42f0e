import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../api/paged.ts';
import { useAct } from '../../app/use-act.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Select } from '../../components/select.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { plural } from '../../format/number.ts';
import { deliveriesQuery, retryDelivery, type Delivery } from './queries.ts';
import { DELIVERY_STATES, type WebhooksSearch } from './search.ts';

interface DeliveriesProps {
  endpointId: string;
  state: WebhooksSearch['state'];
  missing: string | undefined;
}

const WORDS = { all: 'All', waiting: 'Waiting', delivered: 'Delivered', failed: 'Failed' } as const;

/** What it was told and is to be told, newest first. */
export function Deliveries({ endpointId, state, missing }: DeliveriesProps) {
  const patch = usePatchSearch();
  const query = useInfiniteQuery(deliveriesQuery(endpointId, state));
  const rows = rowsOf(query.data);
  return (
    <section aria-label="Deliveries">
      <div className="mb-2 flex items-center justify-between gap-4">
        <h3 className="font-semibold">Deliveries</h3>
        <Select
          aria-label="Which deliveries"
          className="w-36"
          options={(['all', ...DELIVERY_STATES] as const).map((value) => ({ value, label: WORDS[value] }))}
          value={state ?? 'all'}
          onChange={(value) => patch({ state: value === 'all' ? undefined : value })}
        />
      </div>
      {rows === undefined ? (
        query.isError ? (
          <ErrorState what="The deliveries" error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonLines lines={4} />
        )
      ) : rows.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line-strong px-4 py-6 text-center text-muted">
          {state === undefined ? 'It was told nothing yet. Send a test.' : 'None of this state.'}
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {rows.map((delivery) => (
            <DeliveryLine key={delivery.eventId} endpointId={endpointId} delivery={delivery} missing={missing} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button size="sm" className="mt-2" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  );
}

interface DeliveryLineProps {
  endpointId: string;
  delivery: Delivery;
  missing: string | undefined;
}

function DeliveryLine({ endpointId, delivery, missing }: DeliveryLineProps) {
  const { eventId, kind, subject, state, tries, nextTryAt, lastStatus, lastError, deliveredAt } = delivery;
  const retrying = useAct({
    run: () => retryDelivery(endpointId, eventId),
    failed: 'Not sent again',
    stale: [['webhooks']],
    done: () => ({ title: `Event ${eventId} is sent again` }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
      <StatusPill kind="delivery" state={state} />
      <div className="min-w-0 flex-[1_1_12rem]">
        <p className="truncate font-mono text-sm" title={subject}>
          {kind}
        </p>
        <p className="truncate text-sm text-subtle">
          event {eventId}, {plural(tries, 'try', 'tries')}
          {lastStatus === null ? '' : `, answered ${lastStatus}`}
          {lastError === null ? '' : `, ${lastError}`}
          {deliveredAt !== null && (
            <>
              , <Time at={deliveredAt} as="both" />
            </>
          )}
          {state === 'waiting' && nextTryAt !== null && (
            <>
              , next try <Time at={nextTryAt} as="both" />
            </>
          )}
        </p>
      </div>
      {state !== 'delivered' && (
        <Button size="sm" missing={missing} busy={retrying.isPending} onClick={() => retrying.mutate()}>
          Send now
        </Button>
      )}
    </li>
  );
}
