import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { rowsOf } from '../../../api/paged.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { ExportLink } from '../../../components/export-link.tsx';
import { FilterBar, type FilterSpec } from '../../../components/filter-bar.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { nextSort } from '../../../components/next-sort.ts';
import { PageHeader } from '../../../components/page-header.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { useHeldRows } from '../../../components/use-held-rows.ts';
import { count } from '../../../format/number.ts';
import { statusWords } from '../../../format/status-words.ts';
import { addressOf } from '../../../api/client.ts';
import { AreaTabs } from '../area-tabs.tsx';
import { LiveProgrammes } from '../live-programmes.tsx';
import { LoadCard } from '../load/load-card.tsx';
import { ProgrammeSelect } from '../programme-select.tsx';
import { appointmentFilter, appointmentsQuery } from '../queries.ts';
import { REMINDER_STATES, STATES } from '../search.ts';
import type { AppointmentPage, AppointmentRow } from '../shapes.ts';
import { COLUMNS_BY_DAY, SORTED_COLUMNS, TIME } from './columns.tsx';
import { listCommand } from './list-command.ts';
import { NoAppointments } from './no-appointments.tsx';
import { MissedNotice } from './missed-notice.tsx';

const route = getRouteApi('/app/reminders');

const FILTERS: readonly FilterSpec[] = [
  { kind: 'search', name: 'q', label: 'Search appointments', placeholder: 'Phone, external id or name' },
  {
    kind: 'one',
    name: 'day',
    label: 'When',
    options: [
      { value: 'today', label: 'Today' },
      { value: 'tomorrow', label: 'Tomorrow' },
      { value: 'later', label: 'Later' },
      { value: 'past', label: 'Past' },
      { value: 'all', label: 'All days' },
    ],
  },
  {
    kind: 'one',
    name: 'state',
    label: 'State',
    options: STATES.map((value) => ({ value, label: statusWords('appointment', value).words })),
  },
  {
    kind: 'one',
    name: 'reminder',
    label: 'With a reminder',
    options: REMINDER_STATES.map((value) => ({ value, label: statusWords('contact', value).words })),
  },
];

const TITLES = { past: 'Past', today: 'Today', tomorrow: 'Tomorrow', later: 'Later' } as const;
const MOST_COUNTED = 10_000;

export function RemindersPage() {
  const search = route.useSearch();
  const patch = usePatchSearch();
  const navigate = useNavigate();
  const { contact: _, ...filter } = { contact: undefined, ...search };
  const { sort, direction = 'asc' } = search;
  const query = useInfiniteQuery(appointmentsQuery(filter));
  const scope = JSON.stringify([filter, query.data?.pages.length]);
  const held = useHeldRows(rowsOf(query.data), ({ id }) => id, scope);
  const book = (): void => void navigate({ to: '/reminders/new', search: { programme: search.programme } });
  const { missing } = useScope('campaigns:write');
  const moveTo = (id: string, date: string): void => {
    const row = held.rows?.find((each) => each.id === id);
    if (row === undefined) return;
    const { programmeId, externalId } = row;
    const to = '/reminders/appointments/$programmeId/$externalId';
    void navigate({ to, params: { programmeId, externalId }, search: { moveTo: date } });
  };
  useShortcut('b', 'Book an appointment', book);
  return (
    <>
      <LiveProgrammes programme={search.programme} />
      <PageHeader
        title="Reminders"
        actions={
          <>
            <AsCommand {...listCommand(filter)} />
            <ProgrammeSelect programme={search.programme} />
            <LinkButton
              kind="primary"
              icon={<Plus size={14} aria-hidden />}
              to="/reminders/new"
              search={{ programme: search.programme }}
            >
              Book
            </LinkButton>
          </>
        }
      >
        Appointments, and the calls and texts that remind of them.
      </PageHeader>
      <AreaTabs programme={search.programme} />
      <MissedNotice programme={search.programme} />
      <LoadCard
        programme={search.programme}
        picked={search.date}
        onPick={(date) => patch({ date, day: undefined })}
        onDrop={missing === undefined ? moveTo : undefined}
      />
      <FilterBar filters={FILTERS} search={search}>
        <ExportLink href={addressOf('/appointments.csv', { query: appointmentFilter(filter) })} />
      </FilterBar>
      <QueryView
        query={query}
        what="The appointments"
        skeleton={<Loading />}
        works="sending: reminders go out without this page"
      >
        {({ pages }) => (
          <DataTable
            caption="Appointments"
            columns={sort === undefined ? COLUMNS_BY_DAY : SORTED_COLUMNS}
            rows={held.rows}
            rowKey={({ id }) => id}
            rowHeight={56}
            groupOf={sort === undefined ? (row) => groupOf(row, pages[0]?.counts ?? null, search.date) : undefined}
            sort={
              sort === undefined
                ? { by: TIME, direction: search.day === 'past' ? 'desc' : 'asc' }
                : { by: sort, direction }
            }
            onSort={(asked) =>
              patch(asked.by === TIME ? { sort: undefined, direction: undefined } : nextSort(sort, asked))
            }
            dragOf={({ id, state }) =>
              missing === undefined && state !== 'cancelled' ? { kind: 'appointment', value: id } : undefined
            }
            onOpen={({ programmeId, externalId }) =>
              void navigate({
                to: '/reminders/appointments/$programmeId/$externalId',
                params: { programmeId, externalId },
              })
            }
            dimmed={query.isPlaceholderData}
            hasMore={query.hasNextPage}
            onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
            waiting={held.waiting}
            onApplyWaiting={held.apply}
            empty={<NoAppointments search={search} />}
          />
        )}
      </QueryView>
    </>
  );
}

const Loading = () => (
  <DataTable
    caption="Appointments"
    columns={COLUMNS_BY_DAY}
    rows={undefined}
    rowKey={({ id }) => id}
    rowHeight={56}
    empty={null}
  />
);

function groupOf({ day }: AppointmentRow, counts: AppointmentPage['counts'], date: string | undefined) {
  const total = counts === null || day === 'past' || date !== undefined ? undefined : counts[day];
  return {
    key: day,
    head: (
      <>
        {TITLES[day]}
        {total !== undefined && (
          <span className="ml-2 font-normal text-subtle">
            {total > MOST_COUNTED ? `more than ${count(MOST_COUNTED)}` : count(total)}
          </span>
        )}
      </>
    ),
  };
}
