import { useQuery } from '@tanstack/react-query';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Drawer } from '../../components/drawer.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Phone } from '../../components/phone.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { stuckQuery, type Stuck } from './queries.ts';
import { ReconcileButton } from './stuck-group.tsx';

/** Each stuck call, and when something counts as stuck. */
export function StuckDrawer({ campaignId }: { campaignId: string | undefined }) {
  const patch = usePatchSearch();
  const query = useQuery(stuckQuery(campaignId));
  return (
    <Drawer
      title="Stuck calls and texts"
      width="lg"
      onClose={() => patch({ stuck: undefined })}
      actions={
        <ReconcileButton size="sm" body={campaignId === undefined ? {} : { campaignId }} words="Reconcile all" />
      }
    >
      <QueryView query={query} what="The stuck calls">
        {({ items, policy, count: total }) => (
          <>
            {items.length === 0 ? (
              <EmptyState title="None is stuck any more">Each of them said what became of it.</EmptyState>
            ) : (
              <ul aria-label="Stuck calls and texts" className="flex flex-col gap-3">
                {items.map((item) => (
                  <StuckCall key={item.attemptId} {...item} />
                ))}
              </ul>
            )}
            {total > items.length && (
              <p className="mt-3 text-sm text-subtle">
                The {count(items.length)} oldest of {count(total)} are listed.
              </p>
            )}
            <h3 className="mt-6 mb-2 font-semibold">When something is stuck</h3>
            <ul className="list-disc pl-5 text-sm text-muted">
              {Object.entries(policy).map(([state, words]) => (
                <li key={state}>{words}</li>
              ))}
            </ul>
          </>
        )}
      </QueryView>
    </Drawer>
  );
}

const StuckCall = (item: Stuck) => (
  <li className="rounded-lg border border-line bg-surface p-3">
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <Phone phone={item.phone} of={{ kind: 'attempt', id: item.attemptId }} />
      <StatusPill kind="attempt" state={item.state} />
      <span className="ml-auto">
        <ReconcileButton size="sm" body={{ attemptIds: [item.attemptId] }} words="Ask the provider" />
      </span>
    </div>
    <KeyValue
      items={[
        ['Last event', <Time key="t" at={item.lastEventAt} as="both" />],
        ['Campaign', item.campaignName],
        [
          'Provider id',
          item.providerRef === null ? null : <Copyable key="p" value={item.providerRef} label="provider id" />,
        ],
        ['Asked so far', `${count(item.asked)} times`],
        ['Asked next', <Time key="n" at={item.nextAskAt} as="both" />],
      ]}
    />
  </li>
);
