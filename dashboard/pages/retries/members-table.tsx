import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { addressOf } from '../../api/client.ts';
import { rowsOf } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { buttonStyle } from '../../components/button-style.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { statusWords } from '../../format/status-words.ts';
import { memberColumns } from './member-columns.tsx';
import { membersQuery, type Result, type Retry } from './queries.ts';
import { MEMBER_STATUSES, type RetrySearch } from './search.ts';

const EVERY_MS = 5_000;

interface MembersTableProps {
  retry: Retry;
  search: RetrySearch;
  results: readonly Result[];
}

/** Everybody who is in it, with what they had and what they have. */
export function MembersTable({ retry, search, results }: MembersTableProps) {
  const words = new Map(
    results.flatMap((one): [string, string][] => [
      [one.before, one.beforeWords],
      [one.after, one.afterWords],
    ]),
  );
  const patch = usePatchSearch();
  const openContact = useSearch({ from: '/app', select: ({ contact }) => contact });
  const members = useInfiniteQuery({
    ...membersQuery(retry.id, search),
    // Pages that were read stay in place; only their statuses change.
    refetchInterval: retry.state === 'running' ? EVERY_MS : false,
  });
  const rows = rowsOf(members.data);
  const filtered = search.status !== undefined || search.exclusion !== undefined;
  return (
    <section aria-labelledby="members">
      <h2 id="members" className="mb-3 text-lg font-semibold">
        Contacts
      </h2>
      <FilterBar
        search={search}
        filters={[
          {
            kind: 'one',
            name: 'status',
            label: 'Status',
            options: MEMBER_STATUSES.map((value) => ({ value, label: statusWords('member', value).words })),
          },
          {
            kind: 'one',
            name: 'exclusion',
            label: 'Left out because',
            options: retry.plan.exclusions.map(({ reason, words, count }) => ({ value: reason, label: words, count })),
          },
        ]}
      >
        <a
          href={addressOf('/retries/:retryId/members.csv', { params: { retryId: retry.id }, query: { ...search } })}
          download
          className={buttonStyle('secondary', 'sm')}
        >
          <Download aria-hidden size={14} />
          Export CSV
        </a>
      </FilterBar>
      {members.isError && rows === undefined ? (
        <ErrorState what="The contacts of this retry" error={members.error} onRetry={() => void members.refetch()} />
      ) : (
        <DataTable
          caption="Contacts of this retry"
          columns={memberColumns(words)}
          rows={rows}
          rowKey={({ contactId }) => String(contactId)}
          dimmed={members.isPlaceholderData}
          hasMore={members.hasNextPage}
          onMore={() => !members.isFetchingNextPage && void members.fetchNextPage()}
          onOpen={({ contactId }) => patch({ contact: contactId }, { push: true })}
          openKey={openContact?.toString()}
          empty={
            <EmptyState
              title={filtered ? 'Nobody matches' : 'Nobody is in it'}
              action={
                filtered ? (
                  <Button onClick={() => patch({ status: undefined, exclusion: undefined })}>Clear the filters</Button>
                ) : undefined
              }
            />
          }
        />
      )}
    </section>
  );
}
