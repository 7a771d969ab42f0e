import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { addressOf } from '../../api/client.ts';
import { rowsOf } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { ExportLink } from '../../components/export-link.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { nextSort } from '../../components/next-sort.ts';
import type { Column, Sort } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { useHeldRows } from '../../components/use-held-rows.ts';
import { bytes, count, plural } from '../../format/number.ts';
import { statusWords } from '../../format/status-words.ts';
import { useLiveTopic } from '../../live/use-live.ts';
import { WithLine } from '../campaigns/with-line.tsx';
import { actorWords } from './actor-words.ts';
import { importsAsked, importsQuery, type Draft } from './queries.ts';
import { IMPORT_STATES, type UploadListSearch } from './search.ts';

const route = getRouteApi('/app/uploads');

const read = (draft: Draft, value: number): string => (draft.rowsRead === 0 ? '–' : count(value));

const COLUMNS: readonly Column<Draft>[] = [
  {
    id: 'file',
    header: 'List',
    sort: 'file',
    cell: (draft) => (
      <WithLine
        line={
          <>
            {draft.rowsRead > 0 && `${plural(draft.rowsRead, 'row')}, `}
            <Time at={draft.createdAt} />
          </>
        }
      >
        <span title={draft.fileName}>{draft.fileName}</span>
      </WithLine>
    ),
    width: 'minmax(9rem,2fr)',
  },
  {
    id: 'state',
    header: 'State',
    sort: 'state',
    cell: ({ state }) => <StatusPill kind="import" state={state} />,
    width: '7.5rem',
  },
  {
    id: 'rows',
    header: 'Rows',
    sort: 'rows',
    cell: (draft) => read(draft, draft.rowsRead),
    width: '6rem',
    align: 'end',
    from: 'sm',
  },
  {
    id: 'accepted',
    header: 'Accepted',
    sort: 'accepted',
    cell: (draft) => read(draft, draft.acceptedRows),
    width: '6rem',
    align: 'end',
    from: 'md',
  },
  {
    id: 'rejected',
    header: 'Set aside',
    sort: 'rejected',
    cell: (draft) => read(draft, draft.rejectedRows),
    width: '6rem',
    align: 'end',
    from: 'lg',
  },
  {
    id: 'twice',
    header: 'Duplicates',
    sort: 'duplicates',
    cell: (draft) => read(draft, draft.duplicateRows),
    width: '6rem',
    align: 'end',
    from: 'lg',
  },
  {
    id: 'size',
    header: 'Size',
    sort: 'size',
    cell: (draft) => bytes(draft.totalBytes ?? draft.fileBytes),
    width: '6rem',
    align: 'end',
    from: 'xl',
  },
  {
    id: 'by',
    header: 'By',
    sort: 'by',
    cell: ({ createdBy }) => actorWords(createdBy),
    width: 'minmax(8rem,1fr)',
    from: 'lg',
  },
  {
    id: 'at',
    header: 'Uploaded',
    sort: 'created',
    cell: ({ createdAt }) => <Time at={createdAt} />,
    width: '7rem',
    align: 'end',
    from: 'sm',
  },
];

/** Their own order: it is not written into the address. */
const NEWEST_FIRST: Sort = { by: 'created', direction: 'desc' };
const FROM_MOST = ['rows', 'accepted', 'rejected', 'duplicates', 'size', 'created'];

/** Every list that was uploaded, the drafts among them. */
export function UploadsPage() {
  const search = route.useSearch();
  useLiveTopic('imports');
  const { state, sort, direction } = search;
  const patch = usePatchSearch();
  const query = useInfiniteQuery(importsQuery(search));
  const navigate = useNavigate();
  const rows = rowsOf(query.data);
  const scope = JSON.stringify([state, sort, direction, query.data?.pages.length, query.isPlaceholderData]);
  const held = useHeldRows(rows, ({ id }) => id, scope);
  return (
    <>
      <PageHeader
        title="Uploads"
        actions={
          <>
            <AsCommand
              cli={cliOf(search)}
              call={{ method: 'GET', address: addressOf('/imports', { query: importsAsked(search) }) }}
            />
            <LinkButton kind="primary" to="/campaigns/new" icon={<Plus aria-hidden size={14} />}>
              Upload a list
            </LinkButton>
          </>
        }
      >
        Lists of people, and where each of them stands. A draft waits until somebody goes on with it.
      </PageHeader>
      <FilterBar
        search={search}
        filters={[
          {
            kind: 'one',
            name: 'state',
            label: 'State',
            options: IMPORT_STATES.map((state) => ({ value: state, label: statusWords('import', state).words })),
          },
        ]}
      >
        <ExportLink href={addressOf('/imports.csv', { query: importsAsked(search) })} />
      </FilterBar>
      {query.isError && rows === undefined ? (
        <ErrorState what="The uploads" error={query.error} works="the campaigns" onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption="Uploads"
          columns={COLUMNS}
          rows={held.rows}
          waiting={held.waiting}
          onApplyWaiting={held.apply}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate({ to: '/uploads/$importId', params: { importId: id } })}
          sort={sort === undefined ? NEWEST_FIRST : { by: sort, direction: direction ?? 'asc' }}
          onSort={(asked) => {
            const next = nextSort(sort ?? NEWEST_FIRST.by, asked, FROM_MOST);
            const isOwn = next.sort === NEWEST_FIRST.by && next.direction === NEWEST_FIRST.direction;
            patch(isOwn ? { sort: undefined, direction: undefined } : next);
          }}
          dimmed={query.isPlaceholderData}
          hasMore={query.hasNextPage}
          onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
          empty={
            state === undefined ? (
              <EmptyState
                title="No list was uploaded yet"
                action={
                  <LinkButton kind="primary" to="/campaigns/new">
                    Upload a list
                  </LinkButton>
                }
              >
                A CSV file with a row per person is all that it takes: a number, and whatever the message is to say.
              </EmptyState>
            ) : (
              <EmptyState title="Nothing matches" action={<LinkButton to="/uploads">Show all uploads</LinkButton>}>
                No upload is “{statusWords('import', state).words.toLowerCase()}”.
              </EmptyState>
            )
          }
        />
      )}
    </>
  );
}

function cliOf({ state, sort, direction }: UploadListSearch): string {
  return [
    'outdial imports list',
    ...(state === undefined ? [] : [`--state ${state}`]),
    ...(sort === undefined ? [] : [`--sort ${sort}`]),
    ...(sort === undefined || direction === undefined ? [] : [`--direction ${direction}`]),
  ].join(' ');
}
