import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { addressOf } from '../../../api/client.ts';
import { toProblem } from '../../../api/problem.ts';
import { useLiveTopic } from '../../../live/use-live.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Copyable } from '../../../components/copyable.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Phone } from '../../../components/phone.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { Tabs } from '../../../components/tabs.tsx';
import { useNow } from '../../../app/use-now.ts';
import { appointmentQuery } from '../queries.ts';
import type { AppointmentDetail } from '../shapes.ts';
import { sayMoment } from '../words.ts';
import { Actions } from './actions.tsx';
import { Details } from './details.tsx';
import { HoldUps } from './hold-ups.tsx';
import { PlanTable } from './plan-table.tsx';
import { Summary } from './summary.tsx';
import { Timeline } from './timeline.tsx';
import { Versions } from './versions.tsx';

const route = getRouteApi('/app/reminders/appointments/$programmeId/$externalId');

export function AppointmentPage() {
  const which = route.useParams();
  const query = useQuery(appointmentQuery(which.programmeId, which.externalId));
  useLiveTopic(query.data === undefined ? undefined : `reminders:${query.data.programmeId}`);
  if (query.data === undefined && query.isError && toProblem(query.error).status === 404) return <Gone />;
  if (query.data === undefined) {
    return (
      <>
        <PageHeader title="Appointment" trail={TRAIL} />
        <QueryView query={query} what="The appointment" works="everything that is planned goes out without this page">
          {() => null}
        </QueryView>
      </>
    );
  }
  return (
    <QueryView query={query} what="The appointment">
      {(appointment) => <Appointment appointment={appointment} />}
    </QueryView>
  );
}

const TRAIL = [
  <Link key="r" to="/reminders">
    Reminders
  </Link>,
];

const Gone = () => (
  <>
    <PageHeader title="No such appointment" trail={TRAIL} />
    <EmptyState
      title="There is no appointment at this address"
      action={
        <LinkButton kind="primary" to="/reminders">
          All appointments
        </LinkButton>
      }
    >
      The link may be of another installation, or the address was not copied whole.
    </EmptyState>
  </>
);

function Appointment({ appointment }: { appointment: AppointmentDetail }) {
  const { tab, moveTo } = route.useSearch();
  const nowMs = useNow();
  const { id, name, phone, externalId, programme, programmeId, startsAt, zone, state, versions, timeline } =
    appointment;
  return (
    <>
      <PageHeader
        title={name ?? 'No name'}
        status={<StatusPill kind="appointment" state={state} size="md" />}
        trail={[
          ...TRAIL,
          <Link key="p" to="/reminders/programmes/$programmeId" params={{ programmeId }}>
            {programme}
          </Link>,
        ]}
        actions={
          <>
            <AsCommand
              cli={`outdial appointments show ${externalId} --programme "${programme}"`}
              call={{
                method: 'GET',
                address: addressOf('/programmes/:programmeId/appointments/:externalId', {
                  params: { programmeId, externalId },
                }),
              }}
            />
            <Actions appointment={appointment} moveTo={moveTo} />
          </>
        }
      >
        <span className={state === 'cancelled' ? 'line-through' : ''}>{sayMoment(startsAt, zone, nowMs)}</span>
        <span className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <Phone phone={phone} of={{ kind: 'appointment', id }} />
          <Copyable value={externalId} label="external id" />
        </span>
      </PageHeader>
      <HoldUps appointment={appointment} />
      <Summary appointment={appointment} />
      <section className="mb-6">
        <h2 className="mb-3 text-lg font-semibold">Reminders of its plan</h2>
        <PlanTable appointment={appointment} />
      </section>
      <Tabs
        label="More about it"
        value={tab}
        tabs={[
          {
            value: 'timeline',
            label: 'What happened',
            count: timeline.length,
            content: <Timeline entries={timeline} appointment={appointment} />,
          },
          {
            value: 'versions',
            label: 'Versions',
            count: versions.length,
            content: <Versions versions={versions} />,
          },
          { value: 'details', label: 'Details', content: <Details appointment={appointment} /> },
        ]}
      />
    </>
  );
}
