import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { addressOf } from '../../api/client.ts';
import { rowsOf } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { ExportLink } from '../../components/export-link.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { sortRows, type SortValues } from '../../components/sort-rows.ts';
import { useHeldRows } from '../../components/use-held-rows.ts';
import { statusWords } from '../../format/status-words.ts';
import { useLiveTopic } from '../../live/use-live.ts';
import { retriesQuery, type Retry } from './queries.ts';
import { retryColumns } from './retry-columns.tsx';
import { RETRY_STATES } from './search.ts';

const route = getRouteApi('/app/retries');
const ROW_PX = 56;
const SORT_VALUES: SortValues<Retry> = {
  name: ({ name }) => name,
  state: ({ state }) => state,
  dialled: ({ members }) => members.done,
  spent: ({ spentMicros }) => spentMicros,
  planned: ({ plannedAt }) => plannedAt,
};

/** Every retry: planned, under way and over. */
export function RetriesPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  useLiveTopic('failures');
  const query = useInfiniteQuery({ ...retriesQuery(search), refetchInterval: 5_000 });
  const patch = usePatchSearch();
  const listed = rowsOf(query.data);
  // The API gives them newest first: another order is this page's, once it has all of them.
  const isWhole = !query.hasNextPage;
  const sort = { by: search.sort ?? 'planned', direction: search.direction ?? 'desc' } as const;
  const rows = listed && isWhole ? sortRows(listed, sort, SORT_VALUES) : listed;
  const held = useHeldRows(rows, ({ id }) => id, JSON.stringify([search, query.data?.pages.length]));
  const campaign = rows?.find(({ campaignId }) => campaignId === search.campaign)?.campaignName;
  const filtered = search.state !== undefined || search.campaign !== undefined;
  return (
    <>
      <PageHeader
        title="Retry runs"
        actions={
          <>
            <AsCommand
              call={{
                method: 'GET',
                address: addressOf('/retries', { query: { campaignId: search.campaign, state: search.state } }),
              }}
              cli={[
                'outdial retries list',
                ...(search.campaign === undefined ? [] : [`--campaign ${search.campaign}`]),
                ...(search.state === undefined ? [] : [`--state ${search.state}`]),
              ].join(' ')}
            />
            <LinkButton kind="primary" to="/failures" search={{ campaign: search.campaign }}>
              Plan one from failures
            </LinkButton>
          </>
        }
      >
        Groups of failed contacts that were frozen and dialled once more
        {campaign === undefined ? '' : `, of ${campaign}`}.
      </PageHeader>
      <FilterBar
        search={search}
        filters={[
          {
            kind: 'one',
            name: 'state',
            label: 'State',
            options: RETRY_STATES.map((value) => ({ value, label: statusWords('run', value).words })),
          },
          {
            kind: 'one',
            name: 'campaign',
            label: 'Campaign',
            options: [...new Map((rows ?? []).map(({ campaignId, campaignName }) => [campaignId, campaignName]))].map(
              ([value, label]) => ({ value, label }),
            ),
          },
        ]}
      >
        <ExportLink href={addressOf('/retries.csv', { query: { campaignId: search.campaign, state: search.state } })} />
      </FilterBar>
      {query.isError && rows === undefined ? (
        <ErrorState
          what="The retry runs"
          error={query.error}
          onRetry={() => void query.refetch()}
          works="every retry that is under way"
        />
      ) : (
        <DataTable
          caption="Retry runs"
          columns={retryColumns}
          rows={held.rows}
          rowKey={({ id }) => id}
          rowHeight={ROW_PX}
          dimmed={query.isPlaceholderData}
          {...(isWhole && {
            sort,
            onSort: ({ by, direction }) =>
              patch({
                sort: by === 'planned' ? undefined : by,
                direction: direction === 'desc' ? undefined : direction,
              }),
          })}
          waiting={held.waiting}
          onApplyWaiting={held.apply}
          hasMore={query.hasNextPage}
          onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
          onOpen={({ id }) => void navigate({ to: '/retries/$retryId', params: { retryId: id } })}
          empty={filtered ? <NoneMatches /> : <NoneYet />}
        />
      )}
    </>
  );
}

function NoneMatches() {
  const patch = usePatchSearch();
  return (
    <EmptyState
      title="No retry run matches"
      action={<Button onClick={() => patch({ state: undefined, campaign: undefined })}>Clear the filters</Button>}
    />
  );
}

const NoneYet = () => (
  <EmptyState title="No retry runs yet" action={<LinkButton to="/failures">See what failed</LinkButton>}>
    Choose failed contacts by cause and plan a retry: it shows whom it would dial, at what cost and how long, before
    anybody is called.
  </EmptyState>
);
