import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { addressOf } from '../../../api/client.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Callout } from '../../../components/callout.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Stat, StatRow } from '../../../components/stat.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { Tabs } from '../../../components/tabs.tsx';
import { Time } from '../../../components/time.tsx';
import { count } from '../../../format/number.ts';
import { useLiveTopic } from '../../../live/use-live.ts';
import { actorWords } from '../appointment/entry-words.ts';
import { LoadCard } from '../load/load-card.tsx';
import { programmeQuery } from '../queries.ts';
import type { ProgrammeDetail } from '../shapes.ts';
import { ProgrammeActions } from './programme-actions.tsx';
import { SettingsView } from './settings-view.tsx';
import { StepList } from './step-list.tsx';
import { ProgrammeVersions } from './versions.tsx';

const route = getRouteApi('/app/reminders/programmes/$programmeId');

const TRAIL = [
  <Link key="r" to="/reminders">
    Reminders
  </Link>,
  <Link key="p" to="/reminders/programmes">
    Programmes
  </Link>,
];

export function ProgrammePage() {
  const { programmeId } = route.useParams();
  const query = useQuery(programmeQuery(programmeId));
  useLiveTopic(query.data === undefined ? undefined : `reminders:${query.data.id}`);
  return (
    <>
      {query.data === undefined && <PageHeader title="Programme" trail={TRAIL} />}
      <QueryView query={query} what="The programme" works="sending: the programme goes on without this page">
        {(programme) => <Body programme={programme} />}
      </QueryView>
    </>
  );
}

function Body({ programme }: { programme: ProgrammeDetail }) {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const {
    id,
    name,
    state,
    archivedAt,
    settings,
    upcoming,
    nextDueAt,
    version,
    requiredVariables,
    createdAt,
    createdBy,
  } = programme;
  return (
    <>
      <PageHeader
        title={name}
        status={<StatusPill kind="run" state={archivedAt === null ? state : 'archived'} size="md" />}
        trail={TRAIL}
        actions={
          <>
            <AsCommand
              cli={`outdial programmes show "${name}"`}
              call={{ method: 'GET', address: addressOf('/programmes/:programmeId', { params: { programmeId: id } }) }}
            />
            <ProgrammeActions programme={programme} />
          </>
        }
      />
      <Notices programme={programme} />
      <div className="mb-6">
        <StatRow>
          <Stat
            label="Appointments to come"
            value={count(upcoming)}
            note={
              <Link to="/reminders" search={{ programme: id }} className="link">
                show them
              </Link>
            }
          />
          <Stat
            label="Next message"
            value={nextDueAt === null ? 'None' : <Time at={nextDueAt} as="relative" />}
            note={nextDueAt === null ? 'nothing waits' : <Time at={nextDueAt} />}
          />
          <Stat
            label="Appointments bring along"
            value={requiredVariables.length === 0 ? 'Nothing more' : count(requiredVariables.length)}
            note={requiredVariables.length === 0 ? 'number and time are enough' : requiredVariables.join(', ')}
          />
          <Stat
            label="Version"
            value={version}
            note={`made ${new Date(createdAt).toISOString().slice(0, 10)} by ${actorWords(createdBy)}`}
          />
        </StatRow>
      </div>
      <Tabs
        label="Parts of the programme"
        value={tab}
        tabs={[
          {
            value: 'plan',
            label: 'Plan',
            content: (
              <div className="grid items-start gap-6 lg:grid-cols-2">
                <section className="min-w-0">
                  <h2 className="mb-3 text-lg font-semibold">Its messages</h2>
                  <StepList settings={settings} />
                </section>
                <section className="min-w-0">
                  <h2 className="mb-3 text-lg font-semibold">How it goes about it</h2>
                  <SettingsView settings={settings} />
                </section>
              </div>
            ),
          },
          {
            value: 'load',
            label: 'Load',
            content: (
              <LoadCard
                programme={id}
                picked={undefined}
                onPick={(date) => void navigate({ to: '/reminders', search: { programme: id, date } })}
              />
            ),
          },
          { value: 'versions', label: 'Versions', content: <ProgrammeVersions programmeId={id} current={version} /> },
        ]}
      />
    </>
  );
}

function Notices({ programme }: { programme: ProgrammeDetail }) {
  const { state, pausedReason, pausedBy, pausedAt, blockedReason, archivedAt, id, upcoming } = programme;
  return (
    <div className="mb-5 flex flex-col gap-2 empty:hidden">
      {archivedAt !== null && (
        <Callout tone="neutral" title="It takes no appointments any more">
          Since <Time at={archivedAt} as="both" />.{' '}
          {upcoming > 0 && `${count(upcoming)} to come are still reminded of.`}
        </Callout>
      )}
      {state === 'paused' && (
        <Callout
          tone="paused"
          title={`Paused${pausedBy === null ? '' : ` by ${actorWords(pausedBy)}`}${pausedReason === null ? '' : `: ${pausedReason}`}`}
          actions={
            <LinkButton size="sm" to="/reminders/missed" search={{ programme: id }}>
              What was missed
            </LinkButton>
          }
        >
          {pausedAt !== null && (
            <>
              Since <Time at={pausedAt} as="both" />.{' '}
            </>
          )}
          Reminders wait; those whose time passes are listed as missed.
        </Callout>
      )}
      {blockedReason !== null && (
        <Callout tone="warning" title="Something keeps it from sending">
          {blockedReason}
        </Callout>
      )}
    </div>
  );
}
