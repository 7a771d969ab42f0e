import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { addressOf } from '../../api/client.ts';
import { refetchFirstPage, rowsOf } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { ExportLink } from '../../components/export-link.tsx';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import { useHeldRows } from '../../components/use-held-rows.ts';
import { entryColumns } from './entry-columns.tsx';
import { ENTRY_KINDS } from './entry-words.ts';
import { campaignNamesQuery, entriesQuery, entryFilter, type Balance, type Entry } from './queries.ts';
import { KINDS, type CreditsSearch } from './search.ts';

interface EntriesProps {
  search: CreditsSearch;
  balances: readonly Balance[];
}

/** The append-only lines, newest first, with what the purse had after each. */
export function Entries({ search, balances }: EntriesProps) {
  const patch = usePatchSearch();
  const query = useInfiniteQuery({ ...entriesQuery(search), refetchInterval: refetchFirstPage(60_000) });
  const campaigns = useQuery(campaignNamesQuery).data?.items ?? [];
  const openContact = useSearch({ from: '/app', select: ({ contact }) => contact });
  const scope = JSON.stringify([search, query.data?.pages.length, query.isPlaceholderData]);
  const held = useHeldRows(rowsOf(query.data), keyOf, scope);
  const openRow = held.rows?.find(({ contactId }) => contactId !== null && contactId === openContact);
  const columns = entryColumns({
    kind: search.kind,
    ownerOf: ({ accountId, campaignId }) => {
      const owner = balances.find(({ id }) => id === (accountId ?? campaignId));
      return { name: owner?.name ?? 'a campaign', currency: owner?.currency ?? balances[0]?.currency ?? '' };
    },
    onWhy: ({ contactId, attemptId }) =>
      patch({ contact: contactId ?? undefined, call: attemptId ?? undefined }, { push: true }),
  });
  const filters: readonly FilterSpec[] = [
    { kind: 'search', name: 'attempt', label: 'Search by attempt', placeholder: 'Id of a call or text' },
    { kind: 'one', name: 'account', label: 'Account', options: optionsOf(balances, 'account') },
    {
      kind: 'one',
      name: 'campaign',
      label: 'Campaign',
      options: campaigns.map(({ id, name }) => ({ value: id, label: name })),
    },
    ...(balances.some(({ owner }) => owner === 'campaign')
      ? [{ kind: 'one' as const, name: 'budget', label: 'Budget of', options: optionsOf(balances, 'campaign') }]
      : []),
    {
      kind: 'one',
      name: 'kind',
      label: 'Kind',
      options: KINDS.map((value) => ({ value, label: ENTRY_KINDS[value].words })),
    },
  ];
  return (
    <section aria-label="Ledger">
      <h2 className="mb-1 text-lg font-semibold">Ledger</h2>
      <p className="mb-3 max-w-prose text-sm text-muted">
        Lines are only ever added. Credit that is held for a call has not moved, so it is no line: the kinds{' '}
        <KindLink kind="hold" /> and <KindLink kind="release" /> list the holds of now, and what was left of those that
        are over. Calls that cost nothing have no line, but a release.
      </p>
      <FilterBar filters={filters} search={search}>
        <ExportLink href={addressOf('/ledger/entries.csv', { query: entryFilter(search) })} />
      </FilterBar>
      {query.isError && query.data === undefined ? (
        <ErrorState
          what="The ledger"
          error={query.error}
          works="dialing, and the balances above"
          onRetry={() => void query.refetch()}
        />
      ) : (
        <DataTable
          caption="Ledger lines"
          columns={columns}
          rows={held.rows}
          rowKey={keyOf}
          onOpen={({ contactId, attemptId }) =>
            contactId !== null && patch({ contact: contactId, call: attemptId ?? undefined }, { push: true })
          }
          openKey={openRow && keyOf(openRow)}
          dimmed={query.isPlaceholderData}
          hasMore={query.hasNextPage}
          onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
          waiting={held.waiting}
          onApplyWaiting={held.apply}
          empty={<NoLines search={search} />}
        />
      )}
    </section>
  );
}

const keyOf = ({ id, attemptId }: Entry): string => String(id ?? attemptId);

function KindLink({ kind }: { kind: 'hold' | 'release' }) {
  const patch = usePatchSearch();
  return (
    <button type="button" className="link" onClick={() => patch({ kind })}>
      {ENTRY_KINDS[kind].words}
    </button>
  );
}

const optionsOf = (balances: readonly Balance[], of: Balance['owner']) =>
  balances.filter(({ owner }) => owner === of).map(({ id, name }) => ({ value: id, label: name }));

function NoLines({ search }: { search: CreditsSearch }) {
  const patch = usePatchSearch();
  if (Object.values(search).every((value) => value === undefined)) {
    return (
      <EmptyState title="No line yet">
        Each top-up, each settled call and each correction becomes a line here that is never changed.
      </EmptyState>
    );
  }
  const none = { account: undefined, budget: undefined, campaign: undefined, kind: undefined, attempt: undefined };
  const isHold = search.kind === 'hold';
  return (
    <EmptyState
      title={isHold ? 'Nothing is held now' : 'No line matches'}
      action={<Button onClick={() => patch(none)}>Clear the filters</Button>}
    >
      {isHold
        ? 'Each call and text sets credit aside when its turn comes. None of these is under way.'
        : 'The ledger has lines of other accounts, campaigns or kinds.'}
    </EmptyState>
  );
}
