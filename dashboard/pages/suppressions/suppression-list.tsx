import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { addressOf } from '../../api/client.ts';
import { refetchFirstPage, rowsOf } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { ExportLink } from '../../components/export-link.tsx';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import { Phone } from '../../components/phone.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { useHeldRows } from '../../components/use-held-rows.ts';
import { actorWords } from '../failures/actor-words.ts';
import { phoneIn } from './phone-text.ts';
import { listsQuery, suppressionFilter, suppressionsQuery, type Suppression } from './queries.ts';
import { SOURCES, type SuppressionsSearch } from './search.ts';
import { SuppressionDrawer, SuppressionState } from './suppression-drawer.tsx';
import { scopeWords, SOURCE_WORDS } from './words.ts';

const COLUMNS: readonly Column<Suppression>[] = [
  {
    id: 'phone',
    header: 'Number',
    width: '11.5rem',
    cell: ({ id, phone }) => <Phone phone={phone} of={{ kind: 'suppression', id }} />,
  },
  {
    id: 'scope',
    header: 'From',
    width: 'minmax(8rem,1fr)',
    from: 'sm',
    cell: ({ purpose, channel }) => scopeWords(purpose, channel),
  },
  {
    id: 'source',
    header: 'How it is known',
    width: 'minmax(8rem,1fr)',
    from: 'md',
    cell: ({ source, list }) => (list === null ? SOURCE_WORDS[source] : `List ${list}`),
  },
  {
    id: 'evidence',
    header: 'Evidence',
    width: 'minmax(8rem,1.8fr)',
    from: 'lg',
    cell: ({ evidence }) => <span className="text-muted">{evidence ?? '–'}</span>,
  },
  { id: 'by', header: 'By', width: 'minmax(7rem,1fr)', from: 'lg', cell: ({ createdBy }) => actorWords(createdBy) },
  { id: 'state', header: 'State', width: '7.5rem', cell: ({ liftedAt }) => <SuppressionState liftedAt={liftedAt} /> },
  {
    id: 'at',
    header: 'Since',
    width: '7rem',
    align: 'end',
    from: 'sm',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
];

const NONE = { phone: undefined, source: undefined, list: undefined, state: undefined };

/** Who is not called or texted any more, and why. */
export function SuppressionList({ search }: { search: SuppressionsSearch }) {
  const patch = usePatchSearch();
  const isHalf = search.phone !== undefined && phoneIn(search.phone) === undefined;
  const query = useInfiniteQuery({
    ...suppressionsQuery(search),
    enabled: !isHalf,
    refetchInterval: refetchFirstPage(60_000),
  });
  const lists = useQuery(listsQuery).data?.items ?? [];
  const rows = rowsOf(query.data);
  const scope = JSON.stringify([suppressionFilter(search), query.data?.pages.length, query.isPlaceholderData]);
  const held = useHeldRows(rows, ({ id }) => id, scope);
  const open = rows?.find(({ id }) => id === search.no);
  const filters: readonly FilterSpec[] = [
    { kind: 'search', name: 'phone', label: 'Search by number', placeholder: 'Number in full, +1 202 …' },
    {
      kind: 'one',
      name: 'state',
      label: 'State',
      options: [
        { value: 'all', label: 'Lifted too' },
        { value: 'lifted', label: 'Only lifted' },
      ],
    },
    {
      kind: 'one',
      name: 'source',
      label: 'How known',
      options: SOURCES.map((value) => ({ value, label: SOURCE_WORDS[value] })),
    },
    ...(lists.length === 0
      ? []
      : [
          {
            kind: 'one' as const,
            name: 'list',
            label: 'List',
            options: lists.map(({ name }) => ({ value: name, label: name })),
          },
        ]),
  ];
  const isFiltered = [search.phone, search.source, search.list, search.state].some((value) => value !== undefined);
  if (query.isError && rows === undefined) {
    return (
      <ErrorState
        what="The suppressions"
        error={query.error}
        works="they hold: nobody on them is dialled"
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <>
      <FilterBar
        filters={filters}
        search={{ phone: search.phone, source: search.source, list: search.list, state: search.state }}
      >
        <ExportLink href={addressOf('/suppressions.csv', { query: suppressionFilter(search) })} />
      </FilterBar>
      {isHalf ? (
        <EmptyState title="Write the number in full">
          Numbers are kept whole and hidden, so only a whole one can be found: with + and its country code.
        </EmptyState>
      ) : (
        <DataTable
          caption="Suppressions"
          columns={COLUMNS}
          rows={held.rows}
          waiting={held.waiting}
          onApplyWaiting={held.apply}
          rowKey={({ id }) => id}
          onOpen={({ id }) => patch({ no: id }, { push: true })}
          openKey={search.no}
          dimmed={query.isPlaceholderData}
          hasMore={query.hasNextPage}
          onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
          empty={
            isFiltered ? (
              <EmptyState
                title="No suppression matches"
                action={<Button onClick={() => patch(NONE)}>Clear the filters</Button>}
              >
                {search.phone !== undefined && search.state === undefined
                  ? 'This number may be called and texted, as far as nobody on record said no.'
                  : 'There may be some of another kind.'}
              </EmptyState>
            ) : (
              <EmptyState title="Nobody is suppressed" icon={<Ban size={18} />}>
                Whoever says stop by text, on a call or in writing stands here and is not called or texted any more.
              </EmptyState>
            )
          }
        />
      )}
      {open !== undefined && <SuppressionDrawer key={open.id} suppression={open} />}
    </>
  );
}
