import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CalendarSync, Plus } from 'lucide-react';
import { addressOf } from '../../../api/client.ts';
import { useNow } from '../../../app/use-now.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Pill } from '../../../components/pill.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import type { Column } from '../../../components/table-column.ts';
import { AreaTabs } from '../area-tabs.tsx';
import { schedulesQuery } from '../queries.ts';
import type { Schedule } from '../shapes.ts';
import { forViewer, placeOf, sayWall } from '../words.ts';
import { START_WORDS, startReason } from './reasons.ts';

const COLUMNS: readonly Column<Schedule>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(10rem,1.6fr)',
    cell: ({ name, campaignName }) => (
      <>
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-sm text-subtle">copies {campaignName}</span>
      </>
    ),
  },
  { id: 'when', header: 'When', width: 'minmax(9rem,1.6fr)', from: 'md', cell: ({ words }) => words },
  { id: 'next', header: 'Next start', width: 'minmax(10rem,1.6fr)', from: 'sm', cell: (row) => <Next {...row} /> },
  {
    id: 'last',
    header: 'Last one',
    width: 'minmax(9rem,1.4fr)',
    from: 'lg',
    cell: ({ starts: [last] }) => <Last last={last} />,
  },
  { id: 'state', header: 'State', width: '7.5rem', cell: ({ state }) => <StatusPill kind="run" state={state} /> },
];

function Next({ next: [first], zone, state }: Schedule) {
  const nowMs = useNow();
  if (first === undefined)
    return <span className="text-subtle">{state === 'paused' ? 'none while paused' : 'none left'}</span>;
  const own = forViewer(first.at, zone);
  return (
    <>
      <span className="block truncate">
        {sayWall(first.local, nowMs)} in {placeOf(zone)}
      </span>
      <span className="block truncate text-sm text-subtle">{own ?? 'your time'}</span>
    </>
  );
}

function Last({ last }: { last: Schedule['starts'][number] | undefined }) {
  if (last === undefined) return <span className="text-subtle">none yet</span>;
  const { tone, words } = START_WORDS[last.state];
  return (
    <>
      <Pill tone={tone} size="sm">
        {words}
      </Pill>
      <span className="block truncate text-sm text-subtle">{startReason(last.reason)}</span>
    </>
  );
}

/** Campaigns that start again and again. */
export function RecurringPage() {
  const query = useQuery(schedulesQuery);
  const navigate = useNavigate();
  return (
    <>
      <PageHeader
        title="Recurring campaigns"
        actions={
          <>
            <AsCommand cli="outdial schedules list" call={{ method: 'GET', address: addressOf('/schedules') }} />
            <NewButton />
          </>
        }
      >
        Each start makes a new campaign, with the settings and lists that the copied one has then.
      </PageHeader>
      <AreaTabs />
      <QueryView query={query} what="The recurring campaigns" works="starts that are due go out without this page">
        {(rows) => (
          <DataTable
            caption="Recurring campaigns"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            rowHeight={56}
            onOpen={({ id }) => void navigate({ to: '/reminders/recurring/$scheduleId', params: { scheduleId: id } })}
            empty={<NoneRecurs />}
          />
        )}
      </QueryView>
    </>
  );
}

const NoneRecurs = () => (
  <EmptyState title="No campaign recurs" icon={<CalendarSync size={18} />} action={<NewButton />}>
    A campaign can start again and again, every second Tuesday for one.
  </EmptyState>
);

const NewButton = () => (
  <LinkButton kind="primary" icon={<Plus size={14} aria-hidden />} to="/reminders/recurring/new">
    Make one recur
  </LinkButton>
);
