import { useQueries, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Plus, Repeat } from 'lucide-react';
import { addressOf } from '../../../api/client.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Copyable } from '../../../components/copyable.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { ExportLink } from '../../../components/export-link.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Phone } from '../../../components/phone.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import type { Column } from '../../../components/table-column.ts';
import { useNow } from '../../../app/use-now.ts';
import { AreaTabs } from '../area-tabs.tsx';
import { LiveProgrammes } from '../live-programmes.tsx';
import { ProgrammeSelect } from '../programme-select.tsx';
import { programmesQuery, seriesListQuery } from '../queries.ts';
import type { Series } from '../shapes.ts';
import { SERIES_STATES, sayMoment } from '../words.ts';

const route = getRouteApi('/app/reminders/series');

/** Appointments that come again and again, of one programme or all. */
export function SeriesListPage() {
  const { programme } = route.useSearch();
  const navigate = useNavigate();
  const programmes = useQuery(programmesQuery());
  const wanted = (programmes.data ?? []).filter(
    ({ id, name }) => programme === undefined || id === programme || name === programme,
  );
  const lists = useQueries({ queries: wanted.map(({ id }) => seriesListQuery(id)) });
  const failed = [programmes, ...lists].find(({ isError }) => isError);
  const isLoading = programmes.data === undefined || lists.some(({ data }) => data === undefined);
  const names = new Map(programmes.data?.map(({ id, name }) => [id, name]));
  const rows = isLoading ? undefined : lists.flatMap(({ data }) => data?.items ?? []);
  return (
    <>
      <LiveProgrammes programme={programme} />
      <PageHeader
        title="Series"
        actions={
          <>
            <AsCommand
              cli={`outdial series list "${wanted[0]?.name ?? 'clinic'}"`}
              call={{
                method: 'GET',
                address: addressOf('/programmes/:programmeId/series', {
                  params: { programmeId: wanted[0]?.id ?? 'clinic' },
                }),
              }}
            />
            <ProgrammeSelect programme={programme} />
            <ExportLink href={addressOf('/series.csv', { query: { programme } })} />
            <LinkButton
              kind="primary"
              icon={<Plus aria-hidden size={14} />}
              to="/reminders/new"
              search={{ programme, kind: 'series' }}
            >
              Book a series
            </LinkButton>
          </>
        }
      >
        Appointments that recur. Those of the next 60 days are booked; later ones when their time comes closer.
      </PageHeader>
      <AreaTabs programme={programme} />
      {failed !== undefined && rows === undefined ? (
        <ErrorState
          what="The series"
          error={failed.error}
          onRetry={() => void failed.refetch()}
          works="booked appointments are reminded of all the same"
        />
      ) : (
        <DataTable
          caption="Series"
          columns={columnsOf(names)}
          rows={rows}
          rowKey={({ seriesId }) => seriesId}
          rowHeight={56}
          onOpen={({ programmeId, externalId }) =>
            void navigate({ to: '/reminders/series/$programmeId/$externalId', params: { programmeId, externalId } })
          }
          empty={<NoSeries programme={programme} />}
        />
      )}
    </>
  );
}

const columnsOf = (names: ReadonlyMap<string, string>): readonly Column<Series>[] => [
  {
    id: 'rule',
    header: 'When',
    width: 'minmax(12rem,2fr)',
    cell: ({ words, next, zone }) => (
      <>
        <span className="block truncate font-medium">{words}</span>
        <span className="block truncate text-sm text-subtle">
          {next[0] === undefined ? 'none is left' : <Next at={next[0].at} zone={zone} />}
        </span>
      </>
    ),
  },
  {
    id: 'who',
    header: 'Recipient',
    width: 'minmax(9rem,1.3fr)',
    cell: ({ name, phone, seriesId }) => (
      <>
        <span className="block truncate">{name ?? 'No name'}</span>
        <span className="block truncate text-subtle">
          <Phone phone={phone} of={{ kind: 'series', id: seriesId }} />
        </span>
      </>
    ),
  },
  {
    id: 'programme',
    header: 'Programme',
    width: 'minmax(8rem,1fr)',
    from: 'lg',
    cell: ({ programmeId, externalId }) => (
      <>
        <span className="block truncate">{names.get(programmeId) ?? programmeId}</span>
        <span className="block truncate text-subtle">
          <Copyable value={externalId} label="external id" />
        </span>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    from: 'sm',
    cell: ({ state }) => <StatusPill kind="run" state={state} words={SERIES_STATES[state]} />,
  },
];

function Next({ at, zone }: { at: string; zone: string }) {
  const nowMs = useNow();
  return `next ${sayMoment(at, zone, nowMs)}`;
}

const NoSeries = ({ programme }: { programme: string | undefined }) => (
  <EmptyState
    title="No series yet"
    icon={<Repeat size={18} />}
    action={
      <LinkButton kind="primary" to="/reminders/new" search={{ programme, kind: 'series' }}>
        Book a series
      </LinkButton>
    }
  >
    A weekly physiotherapy, a check-up every three months: a series books each appointment when its time comes closer.
  </EmptyState>
);
