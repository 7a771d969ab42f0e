import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { count, plural, share } from '../../format/number.ts';
import { useLiveTopic } from '../../live/use-live.ts';
import { PersonMark } from '../assigning/person-mark.tsx';
import { failureGroupsQuery, type FailureGroups } from './queries.ts';

const route = getRouteApi('/app/campaigns/$campaignId/failures');

/** The failures of this campaign in short; each leads to its group, where something can be done about it. */
export function CampaignFailures() {
  useLiveTopic('failures');
  const { campaignId } = route.useParams();
  const query = useQuery(failureGroupsQuery(campaignId));
  return (
    <QueryView query={query} what="The failures">
      {({ items, totals }) =>
        items.length === 0 ? (
          <EmptyState title={`0 failures in ${plural(totals.attempts, 'attempt')}`} icon={<CircleCheck size={20} />}>
            Nothing to do here. What fails will be grouped by its cause, with what usually helps.
          </EmptyState>
        ) : (
          <>
            <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
              <p className="text-muted">
                {count(totals.failed)} of {plural(totals.attempts, 'attempt')} failed (
                {share(totals.failed, totals.attempts)}), in {plural(items.length, 'group')}.
              </p>
              <LinkButton to="/failures" search={{ campaign: campaignId }}>
                Open in Failures
              </LinkButton>
            </div>
            <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
              {items.map((group) => (
                <Group key={group.cause} campaignId={campaignId} group={group} />
              ))}
            </ul>
          </>
        )
      }
    </QueryView>
  );
}

const Group = ({ campaignId, group }: { campaignId: string; group: FailureGroups['items'][number] }) => (
  <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
    <div className="min-w-0 flex-[1_1_16rem]">
      <div className="flex flex-wrap items-center gap-2">
        <Link
          to="/failures/$cause"
          params={{ cause: group.cause }}
          search={{ campaign: campaignId }}
          className="link font-medium"
        >
          {group.words}
        </Link>
        <StatusPill kind="cause" state={group.class} />
        {group.snooze !== null && <span className="text-xs text-subtle">snoozed</span>}
        {group.assignments.map((assignment) => (
          <PersonMark key={assignment.id} {...assignment} />
        ))}
      </div>
      <p className="text-sm text-muted">{group.fix}</p>
    </div>
    <Sparkline values={group.hours} label={`${group.words}, failures an hour, last 24 hours`} tone="retryable" />
    <dl className="flex gap-5 text-right text-sm">
      <div>
        <dt className="text-xs text-subtle">Attempts</dt>
        <dd className="font-medium">{count(group.attempts)}</dd>
      </div>
      <div>
        <dt className="text-xs text-subtle">Open people</dt>
        <dd className="font-medium">{count(group.openContacts)}</dd>
      </div>
      <div className="w-24">
        <dt className="text-xs text-subtle">Last seen</dt>
        <dd>
          <Time at={group.lastAt} as="relative" past />
        </dd>
      </div>
    </dl>
  </li>
);
