import { useInfiniteQuery } from '@tanstack/react-query';
import { FileCheck2 } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { rowsOf } from '../../api/paged.ts';
import { useScope } from '../../app/session/use-session.ts';
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
import { ConsentKind } from './consent-kind.tsx';
import { ConsentOf } from './consent-of.tsx';
import { phoneIn } from './phone-text.ts';
import { consentEventsQuery, type ConsentEvent } from './queries.ts';
import { RecordDialog, RevokeDialog } from './record-dialogs.tsx';
import type { SuppressionsSearch } from './search.ts';
import { scopeWords } from './words.ts';

const FILTERS: readonly FilterSpec[] = [
  { kind: 'search', name: 'phone', label: 'Consent of a number', placeholder: 'Number in full, +1 202 …' },
  {
    kind: 'one',
    name: 'kind',
    label: 'What',
    options: [
      { value: 'given', label: 'Given' },
      { value: 'revoked', label: 'Taken back' },
    ],
  },
];

const COLUMNS: readonly Column<ConsentEvent>[] = [
  { id: 'phone', header: 'Number', width: '10rem', cell: ({ phone }) => <Phone phone={phone} /> },
  { id: 'kind', header: 'What', width: '8rem', cell: ({ kind }) => <ConsentKind kind={kind} /> },
  {
    id: 'scope',
    header: 'To',
    width: 'minmax(8rem,1fr)',
    from: 'sm',
    cell: ({ purpose, channel }) => scopeWords(purpose, channel),
  },
  {
    id: 'class',
    header: 'Kind',
    width: '6rem',
    from: 'md',
    cell: ({ kind, consentClass }) => (kind === 'given' ? consentClass : '–'),
  },
  {
    id: 'method',
    header: 'How',
    width: 'minmax(6rem,.8fr)',
    from: 'md',
    cell: ({ method }) => method.replaceAll('_', ' '),
  },
  {
    id: 'evidence',
    header: 'Evidence',
    width: 'minmax(8rem,1.6fr)',
    from: 'lg',
    cell: ({ evidence, textShown }) => <span className="text-muted">{evidence ?? textShown ?? '–'}</span>,
  },
  { id: 'by', header: 'By', width: 'minmax(7rem,1fr)', from: 'lg', cell: ({ createdBy }) => actorWords(createdBy) },
  { id: 'at', header: 'When', width: '7rem', align: 'end', cell: ({ happenedAt }) => <Time at={happenedAt} /> },
];

/** What was recorded of consent; of one number, what it comes to. */
export function Consents({ search }: { search: SuppressionsSearch }) {
  const { missing } = useScope('consent:write');
  const [open, setOpen] = useState<'record' | 'revoke' | null>(null);
  const phone = search.phone === undefined ? undefined : phoneIn(search.phone);
  return (
    <>
      <FilterBar filters={FILTERS} search={{ phone: search.phone, kind: search.kind }}>
        <ExportLink href={addressOf('/consents/events.csv', { query: { kind: search.kind } })} />
        <Button size="sm" missing={missing} onClick={() => setOpen('revoke')}>
          Record a withdrawal
        </Button>
        <Button size="sm" kind="primary" missing={missing} onClick={() => setOpen('record')}>
          Record a consent
        </Button>
      </FilterBar>
      {search.phone === undefined ? (
        <Events kind={search.kind} />
      ) : phone === undefined ? (
        <EmptyState title="Write the number in full">
          With + and its country code: only a whole number can be found.
        </EmptyState>
      ) : (
        <ConsentOf phone={phone} />
      )}
      {open === 'record' && <RecordDialog phone={phone} onClose={() => setOpen(null)} />}
      {open === 'revoke' && <RevokeDialog phone={phone} onClose={() => setOpen(null)} />}
    </>
  );
}

function Events({ kind }: { kind: SuppressionsSearch['kind'] }) {
  const query = useInfiniteQuery(consentEventsQuery(kind));
  const rows = rowsOf(query.data);
  const scope = JSON.stringify([kind, query.data?.pages.length, query.isPlaceholderData]);
  const held = useHeldRows(rows, ({ id }) => id, scope);
  if (query.isError && rows === undefined) {
    return <ErrorState what="The consents" error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <DataTable
      caption="Consents"
      columns={COLUMNS}
      rows={held.rows}
      waiting={held.waiting}
      onApplyWaiting={held.apply}
      rowKey={({ id }) => id}
      dimmed={query.isPlaceholderData}
      hasMore={query.hasNextPage}
      onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
      empty={
        <EmptyState title="No consent on record" icon={<FileCheck2 size={18} />}>
          Consent comes with lists that have a consent column, by API, from texts of START, or recorded here. Where a
          rule of law asks for it, nobody without one is dialled.
        </EmptyState>
      }
    />
  );
}
