import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { useLiveTopic } from '../../live/use-live.ts';
import { actorWords } from '../failures/actor-words.ts';
import { FrozenFilter } from './frozen-filter.tsx';
import { PlannedRetry } from './planned-retry.tsx';
import { retryQuery, type Retry } from './queries.ts';
import { RetryActions } from './retry-actions.tsx';
import { RunningRetry } from './running-retry.tsx';

const route = getRouteApi('/app/retries/$retryId');

/** One retry: its plan, how far it is, what came of it, and how to stop it (R7). */
export function RetryPage() {
  const { retryId } = route.useParams();
  const search = route.useSearch();
  useLiveTopic(`retry:${retryId}`);
  const query = useQuery(retryQuery(retryId));
  const retry = query.data;
  return (
    <>
      <PageHeader
        title={retry?.name ?? 'Retry run'}
        status={retry === undefined ? undefined : <StatusPill kind="run" state={retry.state} size="md" />}
        trail={[
          <Link key="failures" to="/failures">
            Failures
          </Link>,
          <Link key="all" to="/retries">
            Retry runs
          </Link>,
        ]}
        actions={retry === undefined ? undefined : <RetryActions retry={retry} />}
      >
        {retry === undefined ? undefined : <About {...retry} />}
      </PageHeader>
      <QueryView
        query={query}
        what="This retry"
        works="the calls of it that are under way"
        skeleton={<SkeletonLines lines={12} />}
      >
        {(data) =>
          data.startedAt === null ? <PlannedRetry retry={data} /> : <RunningRetry retry={data} search={search} />
        }
      </QueryView>
    </>
  );
}

const About = ({ campaignId, campaignName, filter, reason, plannedBy, plannedAt, startedBy, startedAt }: Retry) => (
  <>
    <Link to="/campaigns/$campaignId/overview" params={{ campaignId }} className="link underline">
      {campaignName}
    </Link>
    . {reason}
    <span className="block">
      <FrozenFilter filter={filter} />, frozen <Time at={plannedAt} />
    </span>
    <span className="block text-sm text-subtle">
      Planned by {actorWords(plannedBy)} <Time at={plannedAt} as="both" />
      {startedAt !== null && (
        <>
          , started by {actorWords(startedBy ?? '')} <Time at={startedAt} />
        </>
      )}
    </span>
  </>
);
