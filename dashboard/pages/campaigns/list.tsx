import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Upload } from 'lucide-react';
import { useMemo } from 'react';
import { addressOf } from '../../api/client.ts';
import { rowsOf } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { ExportLink } from '../../components/export-link.tsx';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useBreakpoint } from '../../components/use-breakpoint.ts';
import { useHeldRows } from '../../components/use-held-rows.ts';
import { statusWords } from '../../format/status-words.ts';
import { useLiveTopic } from '../../live/use-live.ts';
import { campaignColumns } from './list-columns.tsx';
import { ListSample } from './list-sample.tsx';
import { mergeLive } from './merge-live.ts';
import { NewCampaignButton } from './new-campaign-button.tsx';
import { campaignsQuery, liveCampaignsQuery, type Campaign } from './queries.ts';
import { RUN_STATES, type CampaignListSearch } from './search.ts';

const route = getRouteApi('/app/campaigns');
const FILTERS: readonly FilterSpec[] = [
  { kind: 'search', name: 'q', label: 'Search campaigns', placeholder: 'Name or id' },
  {
    kind: 'some',
    name: 'state',
    label: 'State',
    options: RUN_STATES.map((value) => ({ value, label: statusWords('run', value).words })),
  },
];
const keyOf = ({ id }: Campaign): string => id;
const SORTS = ['created', 'name', 'contacts', 'spent', 'launched'] as const;

/** Every campaign, live, the newest first. */
export function CampaignsPage() {
  useLiveTopic('campaigns');
  const { state, q, sort, direction } = route.useSearch();
  const search: CampaignListSearch = { state, q, sort, direction };
  const query = useInfiniteQuery(campaignsQuery(search));
  const { data: live } = useQuery(liveCampaignsQuery);
  const pages = query.data?.pages.length ?? 0;
  const listed = rowsOf(query.data);
  const merged = useMemo(
    () => listed && mergeLive(listed, live?.items ?? [], search),
    [listed, live, state, q, sort, direction],
  );
  const { rows, waiting, apply } = useHeldRows(merged, keyOf, JSON.stringify([search, pages, query.isPlaceholderData]));
  const isWide = useBreakpoint();
  const navigate = useNavigate();
  const patch = usePatchSearch();
  return (
    <>
      <PageHeader
        title="Campaigns"
        actions={
          <>
            <AsCommand
              call={{ method: 'GET', address: addressOf('/campaigns', { query: { state, q } }) }}
              cli={cliOf(search)}
            />
            <NewCampaignButton />
          </>
        }
      />
      <FilterBar filters={FILTERS} search={search}>
        <ExportLink href={addressOf('/campaigns.csv', { query: { state, q, sort, direction } })} />
      </FilterBar>
      {query.data === undefined && query.isError ? (
        <ErrorState
          what="The list of campaigns"
          error={query.error}
          works="campaigns that run go on"
          onRetry={() => void query.refetch()}
        />
      ) : (
        <DataTable
          caption="Campaigns"
          columns={campaignColumns}
          rows={rows}
          rowKey={keyOf}
          rowHeight={isWide('md') ? 48 : 76}
          onOpen={({ id }) => void navigate({ to: '/campaigns/$campaignId/overview', params: { campaignId: id } })}
          sort={{ by: sort ?? 'created', direction: direction ?? 'desc' }}
          onSort={({ by, direction: way }) => {
            const found = SORTS.find((one) => one === by);
            patch({ sort: found === 'created' ? undefined : found, direction: way === 'desc' ? undefined : way });
          }}
          dimmed={query.isPlaceholderData}
          hasMore={query.hasNextPage}
          onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
          waiting={waiting}
          onApplyWaiting={apply}
          empty={state === undefined && q === undefined ? <NoCampaigns /> : <NoMatch />}
        />
      )}
    </>
  );
}

const NoCampaigns = () => (
  <EmptyState
    title="No campaigns yet"
    icon={<Upload size={20} />}
    action={<NewCampaignButton />}
    sample={<ListSample />}
  >
    A campaign calls or texts the people of a list, within their allowed hours, and tries again those who were not
    reached. It begins with a CSV file. Nobody is contacted before you launch it.
  </EmptyState>
);

function NoMatch() {
  const patch = usePatchSearch();
  return (
    <EmptyState
      title="No campaign matches"
      action={<Button onClick={() => patch({ state: undefined, q: undefined })}>Clear the filters</Button>}
    >
      None has this name and state.
    </EmptyState>
  );
}

function cliOf({ state, q, sort, direction }: CampaignListSearch): string {
  return [
    'outdial campaign list',
    ...(state?.length === 1 ? [`--state ${state[0]}`] : []),
    ...(q === undefined ? [] : [`--q ${JSON.stringify(q)}`]),
    ...(sort === undefined ? [] : [`--sort ${sort}`]),
    ...(direction === undefined ? [] : [`--direction ${direction}`]),
  ].join(' ');
}
