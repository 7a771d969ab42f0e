import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { toProblem } from '../../api/problem.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { useLiveTopic } from '../../live/use-live.ts';
import { CauseAbout } from './cause-about.tsx';
import { CauseActions } from './cause-actions.tsx';
import { CauseTabs } from './cause-tabs.tsx';
import { contactFilterOf, isNarrowed } from './contact-filter.ts';
import { Breakdown } from './breakdown.tsx';
import { groupCommand } from './group-command.ts';
import { LookedAfter } from './looked-after.tsx';
import { groupQuery } from './queries.ts';

const route = getRouteApi('/app/failures/$cause');

/** One group of failures: what it is, where it comes from, whom it hit, and what to do (R4, R5, R8). */
export function FailureCausePage() {
  const { cause } = route.useParams();
  const search = route.useSearch();
  useLiveTopic('failures');
  const query = useQuery(groupQuery(cause, search.campaign));
  const group = query.data?.group;
  const isGone = query.isError && toProblem(query.error).code === 'no_failures' && query.data === undefined;
  const campaign =
    search.campaign === undefined ? undefined : group?.campaigns.find(({ id }) => id === search.campaign);
  return (
    <>
      <PageHeader
        title={group?.words ?? 'Failures'}
        status={group === undefined ? undefined : <StatusPill kind="cause" state={group.class} size="md" />}
        trail={[
          <Link key="all" to="/failures">
            Failures
          </Link>,
          ...(search.campaign === undefined
            ? []
            : [
                <Link key="campaign" to="/failures" search={{ campaign: search.campaign }}>
                  {campaign?.name ?? 'One campaign'}
                </Link>,
              ]),
        ]}
        actions={
          group === undefined ? undefined : (
            <>
              <AsCommand {...groupCommand(cause, search)} />
              <CauseActions
                group={group}
                campaignId={search.campaign}
                isNarrowed={isNarrowed(contactFilterOf(search))}
              />
            </>
          )
        }
      >
        {group?.means}
      </PageHeader>
      {isGone ? (
        <EmptyState
          title="Nothing failed for this cause here"
          action={<LinkButton to="/failures">All failures</LinkButton>}
        >
          Every contact was resolved or reached, or the link is of another installation.
        </EmptyState>
      ) : (
        <QueryView
          query={query}
          what="This group"
          works="pausing, stopping and cancelling"
          skeleton={<SkeletonLines lines={14} />}
        >
          {(data) => (
            <div className="flex flex-col gap-6">
              <LookedAfter assignments={data.group.assignments} />
              <CauseAbout detail={data} />
              <Breakdown detail={data} search={search} />
              <CauseTabs detail={data} search={search} />
            </div>
          )}
        </QueryView>
      )}
    </>
  );
}
