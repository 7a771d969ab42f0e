import { useQuery } from '@tanstack/react-query';
import { addressOf } from '../../api/client.ts';
import { systemQuery } from '../../api/system.ts';
import { useSession } from '../../app/session/use-session.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Time } from '../../components/time.tsx';
import { useLiveState } from '../../live/use-live.ts';
import { AccountHealth } from './account-health.tsx';
import { DialingState } from './dialing-state.tsx';
import { Figures } from './figures.tsx';
import { Parts } from './parts.tsx';
import { Warnings } from './warnings.tsx';
import { Workers } from './workers.tsx';

/** Whether it works, and if not: what waits, what still works, what to do (R13). Kept fresh by the stream. */
export function SystemPage() {
  const query = useQuery(systemQuery);
  const live = useLiveState();
  const { version, temporalUiUrl } = useSession();
  return (
    <>
      <PageHeader
        title="System"
        actions={
          <>
            <AsCommand call={{ method: 'GET', address: addressOf('/system') }} cli="outdial doctor" />
            {temporalUiUrl !== null && (
              <a href={temporalUiUrl} target="_blank" rel="noreferrer" className="link text-sm">
                Temporal
              </a>
            )}
          </>
        }
      >
        Outdial {version}
        {query.data !== undefined && (
          <>
            , as of <Time at={query.data.at} as="both" />
            {live.kind === 'live' ? ', live' : ''}
          </>
        )}
        .
      </PageHeader>
      <QueryView
        query={query}
        what="The state of the system"
        works="nothing that this page could tell: dialing does not need it"
        skeleton={<Loading />}
      >
        {(health) => (
          <div className="flex flex-col gap-6">
            <DialingState health={health} />
            <Warnings warnings={health.warnings} />
            <Figures health={health} />
            <Parts health={health} />
            <AccountHealth accounts={health.accounts} />
            <Workers workers={health.workers} />
          </div>
        )}
      </QueryView>
    </>
  );
}

const Loading = () => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-6">
    <Skeleton className="h-28 w-full" />
    <Skeleton className="h-21 w-full" />
    <Skeleton className="h-44 w-full" />
    <Skeleton className="h-44 w-full" />
  </div>
);
