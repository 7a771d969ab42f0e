import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { rowsOf } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { nextSort } from '../../components/next-sort.ts';
import { Phone } from '../../components/phone.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { contactsQuery, type Contact } from './queries.ts';
import type { CampaignContactsSearch } from './search.ts';
import { WithLine } from './with-line.tsx';

interface ContactsTableProps {
  campaignId: string;
  search: CampaignContactsSearch;
  maxHeight?: string;
  /** The address of the page holds what it is sorted by. */
  sortable?: boolean;
}

const COLUMNS: readonly Column<Contact>[] = [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    width: 'minmax(8rem,2fr)',
    cell: ({ name, phone }) => (
      <WithLine line={<Phone phone={phone} />}>{name ?? <span className="text-subtle">–</span>}</WithLine>
    ),
  },
  { id: 'phone', header: 'Phone', width: '9.5rem', from: 'sm', cell: ({ phone }) => <Phone phone={phone} /> },
  {
    id: 'state',
    header: 'State',
    sort: 'state',
    width: '9.5rem',
    cell: ({ state }) => <StatusPill kind="contact" state={state} />,
  },
  {
    id: 'outcome',
    header: 'Last outcome',
    width: '11rem',
    from: 'md',
    cell: ({ lastOutcome }) =>
      lastOutcome === null ? (
        <span className="text-subtle">not tried</span>
      ) : (
        <StatusPill kind="outcome" state={lastOutcome} />
      ),
  },
  {
    id: 'attempts',
    header: 'Dials',
    sort: 'attempts',
    width: '4.5rem',
    align: 'end',
    from: 'sm',
    cell: ({ attemptsMade }) => count(attemptsMade),
  },
  {
    id: 'next',
    header: 'Next attempt',
    sort: 'next',
    width: '8rem',
    from: 'md',
    align: 'end',
    cell: ({ nextAttemptAt }) =>
      nextAttemptAt === null ? <span className="text-subtle">none</span> : <Time at={nextAttemptAt} as="relative" />,
  },
  {
    id: 'externalId',
    header: 'External id',
    from: 'lg',
    cell: ({ externalId }) => externalId ?? <span className="text-subtle">–</span>,
  },
  {
    id: 'zones',
    header: 'Zone',
    width: 'minmax(8rem,1.2fr)',
    from: 'xl',
    cell: ({ zones }) =>
      zones.length === 0 ? <span className="text-subtle">unknown</span> : zones.map(zoneWords).join(', '),
  },
  {
    id: 'changed',
    header: 'Since',
    sort: 'changed',
    width: '8rem',
    from: 'md',
    align: 'end',
    cell: ({ changedAt }) => <Time at={changedAt} as="relative" />,
  },
];

const FROM_MOST = ['attempts', 'changed'];

const zoneWords = (zone: string): string => zone.replace(/^.*\//, '').replaceAll('_', ' ');

/** People of a campaign, page by page as one scrolls: a million of them cost what is in sight. */
export function ContactsTable({ campaignId, search, maxHeight, sortable = false }: ContactsTableProps) {
  const { sort, direction = 'asc', ...filters } = search;
  const query = useInfiniteQuery(contactsQuery(campaignId, search));
  const patch = usePatchSearch();
  const open = useSearch({ from: '/app', select: ({ contact }) => contact });
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  if (query.data === undefined && query.isError) {
    return <ErrorState what="The contacts" error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <DataTable
      caption="Contacts"
      columns={COLUMNS}
      rows={rowsOf(query.data)}
      rowKey={({ id }) => String(id)}
      openKey={open?.toString()}
      onOpen={({ id }) => patch({ contact: id }, { push: open === undefined })}
      sort={sort === undefined ? undefined : { by: sort, direction }}
      onSort={sortable ? (asked) => patch(nextSort(sort, asked, FROM_MOST)) : undefined}
      dimmed={query.isPlaceholderData}
      hasMore={query.hasNextPage}
      onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
      {...(maxHeight === undefined ? {} : { maxHeight })}
      empty={
        isFiltered ? (
          <EmptyState
            title="Nobody matches"
            action={
              <Button
                onClick={() =>
                  patch({ state: undefined, outcome: undefined, q: undefined, from: undefined, to: undefined })
                }
              >
                Clear the filters
              </Button>
            }
          >
            Of everybody in this campaign, nobody has all of that.
          </EmptyState>
        ) : (
          <EmptyState title="No people yet">They come with the lists of the campaign.</EmptyState>
        )
      }
    />
  );
}
