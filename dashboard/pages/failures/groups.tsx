import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../app/session/use-session.ts';
import { QueryView } from '../../components/query-view.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { GroupFilters } from './group-filters.tsx';
import { GroupTable } from './group-table.tsx';
import { NoFailures } from './no-failures.tsx';
import { isLookedAfterBy } from './looked-after-by.ts';
import { groupsQuery, type Group } from './queries.ts';
import type { FailuresSearch } from './search.ts';
import { useSeen } from './seen.ts';
import { SnoozedGroups } from './snoozed-groups.tsx';
import { StuckDrawer } from './stuck-drawer.tsx';
import { StuckGroup } from './stuck-group.tsx';
import { GroupTotals } from './totals.tsx';

/** The groups of all campaigns or of one, with what is stuck and what is snoozed. */
export function FailureGroups({ search }: { search: FailuresSearch }) {
  const query = useQuery(groupsQuery(search.campaign));
  const seen = useSeen(search.campaign, query.data);
  const { user } = useSession();
  return (
    <>
      <QueryView query={query} what="The failures" works="pausing, stopping and cancelling" skeleton={<Waiting />}>
        {(data) => {
          const open = data.items.filter(({ snooze }) => snooze === null);
          const snoozed = data.items.filter(({ snooze }) => snooze !== null);
          const shown = open.filter((group) => matches(group, search, user.id));
          return (
            <div className="flex flex-col gap-5">
              <GroupTotals groups={data} />
              <StuckGroup stuck={data.stuck} campaignId={search.campaign} />
              {data.items.length === 0 ? (
                <NoFailures attempts={data.totals.attempts} isCampaign={search.campaign !== undefined} />
              ) : (
                <div>
                  <GroupFilters groups={data.items} search={search} />
                  <GroupTable groups={shown} seen={seen} search={search} hidden={open.length - shown.length} />
                </div>
              )}
              <SnoozedGroups groups={snoozed} isOpen={search.snoozed === true} />
            </div>
          );
        }}
      </QueryView>
      {search.stuck === true && <StuckDrawer campaignId={search.campaign} />}
    </>
  );
}

function matches(group: Group, search: FailuresSearch, userId: string): boolean {
  if (search.assignee !== undefined && !isLookedAfterBy(group, search.assignee, userId)) return false;
  if (search.class !== undefined && group.class !== search.class) return false;
  const wanted = search.q?.toLowerCase();
  if (wanted === undefined) return true;
  return [group.words, group.cause, ...group.codes.map(({ code }) => code)].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

const Waiting = () => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-5">
    <Skeleton className="h-21 w-full" />
    <Skeleton className="h-8 w-96 max-w-full" />
    <Skeleton className="h-105 w-full" />
  </div>
);
