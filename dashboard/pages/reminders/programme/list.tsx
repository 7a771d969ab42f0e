import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { BellRing, Plus } from 'lucide-react';
import { addressOf } from '../../../api/client.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import type { Column } from '../../../components/table-column.ts';
import { Time } from '../../../components/time.tsx';
import { count } from '../../../format/number.ts';
import { AreaTabs } from '../area-tabs.tsx';
import { LiveProgrammes } from '../live-programmes.tsx';
import { programmesQuery } from '../queries.ts';
import type { Programme } from '../shapes.ts';
import { sayShort } from './short-step.ts';

const COLUMNS: readonly Column<Programme>[] = [
  {
    id: 'name',
    header: 'Programme',
    width: 'minmax(10rem,2fr)',
    cell: ({ name, steps }) => (
      <>
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-xs text-subtle">{steps.map(sayShort).join('. ')}</span>
      </>
    ),
  },
  { id: 'purpose', header: 'Purpose', width: '8rem', from: 'lg', cell: ({ purpose }) => purpose },
  {
    id: 'upcoming',
    header: 'To come',
    width: '6rem',
    from: 'sm',
    align: 'end',
    cell: ({ upcoming }) => count(upcoming),
  },
  {
    id: 'next',
    header: 'Next message',
    width: 'minmax(8rem,10rem)',
    align: 'end',
    from: 'sm',
    cell: ({ nextDueAt }) =>
      nextDueAt === null ? <span className="text-subtle">none</span> : <Time at={nextDueAt} as="relative" />,
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: ({ state, archivedAt }) => <StatusPill kind="run" state={archivedAt === null ? state : 'archived'} />,
  },
];

/** The standing plans of messages. */
export function ProgrammesPage() {
  const query = useQuery(programmesQuery(true));
  const navigate = useNavigate();
  return (
    <>
      <LiveProgrammes />
      <PageHeader
        title="Programmes"
        actions={
          <>
            <AsCommand cli="outdial programmes list" call={{ method: 'GET', address: addressOf('/programmes') }} />
            <LinkButton kind="primary" icon={<Plus aria-hidden size={14} />} to="/reminders/programmes/new">
              New programme
            </LinkButton>
          </>
        }
      >
        Which calls and texts go out before an appointment, when, and what answers do.
      </PageHeader>
      <AreaTabs />
      <QueryView query={query} what="The programmes" works="sending: programmes go on without this page">
        {(rows) => (
          <DataTable
            caption="Programmes"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            rowHeight={56}
            onOpen={({ id }) =>
              void navigate({ to: '/reminders/programmes/$programmeId', params: { programmeId: id } })
            }
            empty={<NoProgrammes />}
          />
        )}
      </QueryView>
    </>
  );
}

const NoProgrammes = () => (
  <EmptyState
    title="No programme yet"
    icon={<BellRing size={18} />}
    action={
      <LinkButton kind="primary" to="/reminders/programmes/new">
        Make a programme
      </LinkButton>
    }
    sample={
      <ul className="rounded-lg border border-line p-4 text-sm">
        <li>A text 24 hours before the start: “See you Wednesday at 9:30 AM.”</li>
        <li>A call 2 hours before the start, then a text, 10 minutes after it reached nobody</li>
      </ul>
    }
  >
    A programme is a standing plan of messages about appointments. What is booked in it is reminded of.
  </EmptyState>
);
