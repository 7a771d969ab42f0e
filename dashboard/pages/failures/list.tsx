import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useSession } from '../../app/session/use-session.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { addressOf } from '../../api/client.ts';
import { asCli, assigneeOf } from '../../format/as-command.ts';
import { useLiveTopic } from '../../live/use-live.ts';
import { FailureGroups } from './groups.tsx';
import { groupsQuery } from './queries.ts';

const route = getRouteApi('/app/failures');

/** Everything that failed, by cause (R3). */
export function FailuresPage() {
  const search = route.useSearch();
  useLiveTopic('failures');
  const { data } = useQuery(groupsQuery(search.campaign));
  const name = data?.items.flatMap(({ campaigns }) => campaigns).find(({ id }) => id === search.campaign)?.name;
  const { user } = useSession();
  const assignee = assigneeOf(search.assignee, user);
  const query = { campaignId: search.campaign, assignee: assignee.id };
  return (
    <>
      <PageHeader
        title="Failures"
        trail={
          search.campaign === undefined
            ? []
            : [
                <Link key="all" to="/failures">
                  All campaigns
                </Link>,
              ]
        }
        actions={
          <>
            <AsCommand
              call={{ method: 'GET', address: addressOf('/failures', { query }) }}
              cli={asCli('outdial failures list', { campaign: search.campaign, assignee: assignee.name })}
            />
            <LinkButton to="/reviews">Review queues</LinkButton>
            <LinkButton to="/retries" search={{ campaign: search.campaign }}>
              Retry runs
            </LinkButton>
          </>
        }
      >
        {search.campaign === undefined
          ? 'What went wrong in every campaign, by cause, and what can be done about it.'
          : `What went wrong in ${name ?? 'this campaign'}, by cause, and what can be done about it.`}
      </PageHeader>
      <FailureGroups search={search} />
    </>
  );
}
