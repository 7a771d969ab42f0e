import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { toProblem } from '../../api/problem.ts';
import { useNow } from '../../app/use-now.ts';
import { useSession } from '../../app/session/use-session.ts';
import { CopyableId } from '../../components/copyable.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { LinkTabs } from '../../components/link-tabs.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { useLiveTopic } from '../../live/use-live.ts';
import { CampaignActions } from './actions.tsx';
import { CampaignBar } from './bar.tsx';
import { campaignQuery, failureGroupsQuery, progressQuery, type CampaignDetail, type Progress } from './queries.ts';
import { Standstill } from './standstill.tsx';
import { UndoBar } from './undo-bar.tsx';
import { actorWords, stateWords } from './words.ts';

const route = getRouteApi('/app/campaigns/$campaignId');

/** One campaign, live. A page of its own per campaign: nothing of the one before stays in sight, or under a button. */
export function CampaignPage() {
  const { campaignId } = route.useParams();
  return <Campaign key={campaignId} campaignId={campaignId} />;
}

function Campaign({ campaignId }: { campaignId: string }) {
  const detail = useQuery(campaignQuery(campaignId));
  // A topic of something that is not there would end the stream of everything else in this tab.
  useLiveTopic(detail.data === undefined ? undefined : `campaign:${campaignId}`);
  const progress = useQuery(progressQuery(campaignId));
  const error = detail.error ?? progress.error;
  if (detail.data === undefined && error !== null && [404, 400, 422].includes(toProblem(error).status)) return <Gone />;
  if (detail.data === undefined || progress.data === undefined) {
    return (
      <>
        <PageHeader title={detail.data?.name ?? 'Campaign'} trail={[<AllCampaigns key="all" />]} />
        {error === null ? (
          <HeaderSkeleton />
        ) : (
          <ErrorState
            what="The campaign"
            error={error}
            works="it goes on without this page, and so do all others"
            onRetry={() => void Promise.all([detail.refetch(), progress.refetch()])}
          />
        )}
      </>
    );
  }
  return <Loaded campaign={detail.data} progress={progress.data} />;
}

const Gone = () => (
  <>
    <PageHeader title="No such campaign" trail={[<AllCampaigns key="all" />]} />
    <EmptyState
      title="There is no campaign at this address"
      action={
        <LinkButton kind="primary" to="/campaigns">
          All campaigns
        </LinkButton>
      }
    >
      The link may be of another installation, or the address was not copied whole.
    </EmptyState>
  </>
);

const AllCampaigns = () => <Link to="/campaigns">Campaigns</Link>;

function Loaded({ campaign, progress }: { campaign: CampaignDetail; progress: Progress }) {
  const { user } = useSession();
  const nowMs = useNow();
  const failures = useQuery(failureGroupsQuery(campaign.id));
  const openFailures = failures.data?.items.reduce((sum, group) => sum + group.openContacts, 0) ?? 0;
  const params = { campaignId: campaign.id };
  return (
    <>
      <PageHeader
        title={campaign.name}
        trail={[<AllCampaigns key="all" />]}
        status={<StatusPill kind="run" state={progress.state} size="md" />}
        actions={<CampaignActions campaign={campaign} progress={progress} />}
      >
        <p role="status">{stateWords(progress, nowMs, user.email)}</p>
        <p className="flex flex-wrap items-center gap-x-3 text-sm text-subtle">
          <CopyableId id={campaign.id} label="campaign id" />
          <span>
            by {actorWords(campaign.createdBy, user.email)} <Time at={campaign.createdAt} as="relative" />
          </span>
          {campaign.launchedAt !== null && (
            <span>
              launched <Time at={campaign.launchedAt} as="both" named />
            </span>
          )}
          {campaign.endedAt !== null && (
            <span>
              ended <Time at={campaign.endedAt} as="both" named />
            </span>
          )}
        </p>
      </PageHeader>
      <UndoBar campaign={campaign} progress={progress} />
      <Standstill progress={progress} />
      <CampaignBar campaign={campaign} progress={progress} failures={failures.data} />
      <LinkTabs
        label="Parts of the campaign"
        tabs={[
          { label: 'Overview', to: '/campaigns/$campaignId/overview', params },
          { label: 'Contacts', to: '/campaigns/$campaignId/contacts', params, count: count(progress.contacts.total) },
          {
            label: 'Failures',
            to: '/campaigns/$campaignId/failures',
            params,
            ...(openFailures === 0 ? {} : { count: count(openFailures) }),
          },
          { label: 'Settings', to: '/campaigns/$campaignId/settings', params },
          { label: 'Activity', to: '/campaigns/$campaignId/activity', params },
        ]}
      />
      <Outlet />
    </>
  );
}

const HeaderSkeleton = () => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-4">
    <Skeleton className="h-6 w-72" />
    <Skeleton className="h-3 w-full" />
    <Skeleton className="h-20 w-full" />
    <Skeleton className="h-64 w-full" />
  </div>
);
