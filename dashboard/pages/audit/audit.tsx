import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { addressOf } from '../../api/client.ts';
import { refetchFirstPage, rowsOf } from '../../api/paged.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { ExportLink } from '../../components/export-link.tsx';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import { Input } from '../../components/input.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { ownClock } from '../../format/time.ts';
import { actorWords } from '../failures/actor-words.ts';
import { actionWords, AREAS, countOf } from './action-words.ts';
import { EntryDrawer, sentence } from './entry-drawer.tsx';
import { NearestDay } from './nearest-day.tsx';
import { auditFilter, auditQuery, type AuditEntry } from './queries.ts';
import type { AuditSearch } from './search.ts';
import { Subject } from './subject.tsx';

const route = getRouteApi('/app/audit');

const FILTERS: readonly FilterSpec[] = [
  { kind: 'search', name: 'actor', label: 'Who', placeholder: 'Email, or key: and its id' },
  { kind: 'search', name: 'subject', label: 'To what', placeholder: 'campaign: and its id' },
  { kind: 'one', name: 'action', label: 'What', options: AREAS.map(([value, label]) => ({ value, label })) },
];

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'at', header: `When, ${ownClock()}`, width: '10rem', cell: ({ at }) => <Time at={at} /> },
  { id: 'who', header: 'Who', width: 'minmax(8rem,1.2fr)', from: 'sm', cell: ({ actor }) => actorWords(actor) },
  {
    id: 'what',
    header: 'What',
    width: 'minmax(9rem,1.4fr)',
    cell: ({ action, actor }) => (
      <>
        <span className="block truncate font-medium">{sentence(actionWords(action))}</span>
        <span className="block truncate text-xs text-subtle sm:hidden">{actorWords(actor)}</span>
      </>
    ),
  },
  {
    id: 'subject',
    header: 'To what',
    width: 'minmax(10rem,1.2fr)',
    from: 'md',
    cell: (row) => <Subject {...row} />,
  },
  {
    id: 'many',
    header: 'How many',
    width: '5.5rem',
    align: 'end',
    from: 'lg',
    cell: ({ details }) => {
      const many = countOf(details);
      return many === undefined ? <span className="text-subtle">–</span> : count(many);
    },
  },
  {
    id: 'why',
    header: 'Why',
    width: 'minmax(8rem,1.6fr)',
    from: 'lg',
    cell: ({ reason }) => (reason === null ? <span className="text-subtle">–</span> : reason),
  },
];

/** Who did what to what, when and why. Nothing here is ever changed. */
export function AuditPage() {
  const { actor, action, subject, from, to, entry } = route.useSearch();
  const filter: AuditSearch = { actor, action, subject, from, to };
  const patch = usePatchSearch();
  const query = useInfiniteQuery({ ...auditQuery(filter), refetchInterval: refetchFirstPage(15_000) });
  const rows = rowsOf(query.data);
  const open = rows?.find(({ id }) => String(id) === entry);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <PageHeader
        title="Audit trail"
        trail={[
          <Link key="settings" to="/settings/accounts">
            Settings
          </Link>,
        ]}
        actions={
          <AsCommand
            call={{ method: 'GET', address: addressOf('/audit', { query: auditFilter(filter) }) }}
            cli={cliOf(filter)}
          />
        }
      >
        Who did what, to what, when and why. Entries are written with the change itself and never altered.
      </PageHeader>
      <FilterBar filters={FILTERS} search={filter}>
        <span className="flex flex-wrap items-center gap-2 text-sm text-subtle">
          <Day label="From day" value={from} onChange={(value) => patch({ from: value })} />
          to
          <Day label="To day" value={to} onChange={(value) => patch({ to: value })} />
        </span>
        <ExportLink href={addressOf('/audit.csv', { query: auditFilter(filter) })} />
      </FilterBar>
      {query.isError && rows === undefined ? (
        <ErrorState what="The audit trail" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          caption="Audit entries"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ id }) => String(id)}
          onOpen={({ id }) => patch({ entry: id }, { push: true })}
          openKey={entry}
          dimmed={query.isPlaceholderData}
          hasMore={query.hasNextPage}
          onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
          empty={
            <EmptyState
              title={isFiltered ? 'No entry matches' : 'No entry yet'}
              icon={<ScrollText size={18} />}
              {...(isFiltered
                ? {
                    action: (
                      <>
                        <NearestDay search={filter} />
                        <Button onClick={() => patch(NONE)}>Clear the filters</Button>
                      </>
                    ),
                  }
                : {})}
            >
              {isFiltered
                ? 'A person is found by the whole email, a thing by its kind and id, like campaign:0198….'
                : 'Everything that people, keys and Outdial itself change is written here.'}
            </EmptyState>
          }
        />
      )}
      {open !== undefined && <EntryDrawer entry={open} />}
    </>
  );
}

const NONE = { actor: undefined, action: undefined, subject: undefined, from: undefined, to: undefined };

interface DayProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

const Day = ({ label, value, onChange }: DayProps) => (
  <Input
    type="date"
    aria-label={label}
    className="w-36"
    value={value ?? ''}
    onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
  />
);

const cliOf = (filter: AuditSearch): string =>
  ['outdial audit', ...Object.entries(auditFilter(filter)).flatMap(([flag, value]) => flagOf(flag, value))].join(' ');

const flagOf = (flag: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`--${flag} '${value.replaceAll("'", "'\\''")}'`];
