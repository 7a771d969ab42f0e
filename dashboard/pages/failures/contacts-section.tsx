import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { rowsOf } from '../../api/paged.ts';
import { toProblem } from '../../api/problem.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { useSelection } from '../../components/use-selection.ts';
import { useSearch } from '@tanstack/react-router';
import { count } from '../../format/number.ts';
import { contactColumns } from './contact-columns.tsx';
import { isNarrowed, pickedOf, type ContactFilter } from './contact-filter.ts';
import { ContactActions } from './contact-actions.tsx';
import { FilterChips, NO_FILTER } from './filter-chips.tsx';
import { hourWords } from './filter-words.ts';
import { nearestHour } from './hour-range.ts';
import { ExportContacts } from './export-contacts.tsx';
import { pickedGroup } from './pick-group.ts';
import { contactsQuery, countQuery, type GroupDetail } from './queries.ts';
import type { CauseSearch } from './search.ts';

interface ContactsSectionProps {
  detail: GroupDetail;
  filter: ContactFilter;
  search: CauseSearch;
}

const keyOf = ({ contactId }: { contactId: number }): string => String(contactId);

/** Whom it hit: chosen by row, all that are loaded, or all that match; and what is done with them (R5, R8). */
export function ContactsSection({ detail, filter, search }: ContactsSectionProps) {
  const { group, breakdown } = detail;
  const patch = usePatchSearch();
  const selection = useSelection();
  const openContact = useSearch({ from: '/app', select: ({ contact }) => contact });
  const query = useInfiniteQuery(contactsQuery(group.cause, filter));
  const rows = rowsOf(query.data);
  const narrowed = isNarrowed(filter);
  const counted = useQuery({ ...countQuery(group.cause, filter), enabled: narrowed });
  const whole = pickedGroup(group, filter.campaignId);
  const matching = narrowed ? counted.data?.contacts : group.openContacts;
  const campaigns = narrowed ? (counted.data?.campaigns ?? []) : whole.campaigns;
  const rowsSeen = useCampaigns(rows);
  const picked = pickedOf({ cause: group.cause, filter, ...selection, rows: rowsSeen, matching: campaigns });
  const everybody = { ...whole, filter, campaigns, count: matching ?? 0 };
  const arrived = useArrived(group.openContacts, query.dataUpdatedAt);
  // A page of a narrow filter may come back empty and still have a next one.
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const isLooking = rows?.length === 0 && hasNextPage;
  useEffect(() => {
    if (isLooking && !isFetchingNextPage) void fetchNextPage();
  }, [isLooking, isFetchingNextPage, fetchNextPage]);

  return (
    <section aria-label="Contacts of this group">
      <FilterChips search={search} breakdown={breakdown}>
        <span className="text-sm text-subtle" role="status">
          {matching === undefined ? '' : `${count(matching)} ${narrowed ? 'match' : 'open'}`}
        </span>
        <ExportContacts cause={group.cause} filter={filter} selection={selection} />
      </FilterChips>
      {query.isError && rows === undefined ? (
        <ErrorState
          what="The contacts"
          error={query.error}
          onRetry={toProblem(query.error).isPassing ? () => void query.refetch() : undefined}
          works="the breakdown above"
        />
      ) : (
        <ContactActions
          group={group}
          selection={selection}
          matching={matching}
          picked={picked}
          everybody={everybody}
          onDone={() => selection.clear()}
        >
          <DataTable
            caption="Contacts"
            columns={contactColumns({ numbers: breakdown.numbers, withCampaign: search.campaign === undefined })}
            rows={isLooking ? undefined : rows}
            rowKey={keyOf}
            selection={selection}
            dimmed={query.isPlaceholderData}
            hasMore={hasNextPage}
            onMore={() => !isFetchingNextPage && void fetchNextPage()}
            waiting={arrived}
            onApplyWaiting={() => void query.refetch()}
            onOpen={({ contactId }) => patch({ contact: contactId }, { push: true })}
            openKey={openContact?.toString()}
            empty={<NobodyMatches narrowed={narrowed} nearest={nearestHour(breakdown.hours, search.hour)} />}
            maxHeight="max(22rem, calc(100dvh - 14rem))"
          />
        </ContactActions>
      )}
    </section>
  );
}

/** Of which campaign each row is that was ever shown: a chosen one may have left the list since. */
function useCampaigns(rows: readonly { contactId: number; campaignId: string; campaignName: string }[] | undefined) {
  const [known] = useState(() => new Map<string, { id: string; name: string }>());
  for (const { contactId, campaignId, campaignName } of rows ?? []) {
    known.set(String(contactId), { id: campaignId, name: campaignName });
  }
  return known;
}

/** How many more are open than when the list was fetched: they wait for a click, so that no row moves. */
function useArrived(open: number, fetchedAtMs: number): number {
  const then = useRef({ fetchedAtMs, open });
  if (then.current.fetchedAtMs !== fetchedAtMs) then.current = { fetchedAtMs, open };
  return Math.max(0, open - then.current.open);
}

/** `nearest`: an hour with failures, where it is the hour that nobody matches (R14). */
function NobodyMatches({ narrowed, nearest }: { narrowed: boolean; nearest: string | undefined }) {
  const patch = usePatchSearch();
  if (!narrowed) {
    return (
      <EmptyState title="Nobody of this group is open">
        Each was reached, resolved, or is in a retry that is under way.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No open contact matches"
      action={
        <>
          {nearest !== undefined && (
            <Button kind="primary" onClick={() => patch({ hour: nearest })}>
              Show {hourWords(nearest)}, the nearest with failures
            </Button>
          )}
          <Button onClick={() => patch(NO_FILTER)}>Clear the filters</Button>
        </>
      }
    >
      The bars count attempts, also of contacts that were reached later or failed again elsewhere since.
    </EmptyState>
  );
}
