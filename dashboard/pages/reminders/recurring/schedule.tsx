import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { addressOf } from '../../../api/client.ts';
import { useNow } from '../../../app/use-now.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { CopyableId } from '../../../components/copyable.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Pill } from '../../../components/pill.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { Time } from '../../../components/time.tsx';
import { duration } from '../../../format/time.ts';
import { actorWords } from '../appointment/entry-words.ts';
import { scheduleQuery } from '../queries.ts';
import type { Schedule } from '../shapes.ts';
import { sayWall } from '../words.ts';
import { NextStarts } from './next-starts.tsx';
import { OVERLAPS, START_WORDS, startReason } from './reasons.ts';
import { ScheduleActions } from './schedule-actions.tsx';
import { RECURRING_TRAIL } from './trail.tsx';

const route = getRouteApi('/app/reminders/recurring/$scheduleId');

export function SchedulePage() {
  const { scheduleId } = route.useParams();
  const query = useQuery(scheduleQuery(scheduleId));
  return (
    <>
      {query.data === undefined && <PageHeader title="Recurring campaign" trail={RECURRING_TRAIL} />}
      <QueryView query={query} what="The recurring campaign">
        {(schedule) => <Body schedule={schedule} />}
      </QueryView>
    </>
  );
}

function Body({ schedule }: { schedule: Schedule }) {
  const { id, name, state, words, zone, campaignId, campaignName, overlap, catchUpMinutes, jitterSeconds, exclusions } =
    schedule;
  return (
    <>
      <PageHeader
        title={name}
        status={<StatusPill kind="run" state={state} size="md" />}
        trail={RECURRING_TRAIL}
        actions={
          <>
            <AsCommand
              cli={`outdial schedules show ${id}`}
              call={{ method: 'GET', address: addressOf('/schedules/:scheduleId', { params: { scheduleId: id } }) }}
            />
            <ScheduleActions schedule={schedule} />
          </>
        }
      >
        {words.slice(0, 1).toUpperCase()}
        {words.slice(1)} ({zone})
      </PageHeader>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <section>
          <h2 className="mb-3 text-lg font-semibold">Next starts</h2>
          <NextStarts {...schedule} none={state === 'paused' ? 'None while it is paused.' : 'No start is left.'} />
        </section>
        <section>
          <h2 className="mb-3 text-lg font-semibold">How it goes</h2>
          <div className="rounded-lg border border-line bg-surface p-4">
            <KeyValue
              items={[
                [
                  'Copies',
                  <Link key="c" to="/campaigns/$campaignId/overview" params={{ campaignId }} className="link">
                    {campaignName}
                  </Link>,
                ],
                ['Overlap', OVERLAPS[overlap]],
                ['Missed starts', `made up for within ${duration(catchUpMinutes * 60_000)}, else listed as missed`],
                [
                  'Spread',
                  jitterSeconds === 0 ? 'none' : `each start is put off by up to ${duration(jitterSeconds * 1_000)}`,
                ],
                ['Not on', exclusions.length === 0 ? 'no date is excluded' : exclusions.join(', ')],
                ['Scheduler', schedule.synced ? 'knows this version' : 'is still to be told of this version'],
                ['Made', <Time key="m" at={schedule.createdAt} as="both" />],
                ['By', actorWords(schedule.createdBy)],
                ['Id', <CopyableId key="i" id={id} />],
              ]}
            />
          </div>
        </section>
      </div>
      <LastStarts schedule={schedule} />
    </>
  );
}

function LastStarts({ schedule: { starts } }: { schedule: Schedule }) {
  const nowMs = useNow();
  return (
    <section className="mt-6">
      <h2 className="mb-3 text-lg font-semibold">Last starts</h2>
      <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
        {starts.map(({ scheduledAt, local, state, reason, campaignId, campaignState }) => (
          <li key={scheduledAt} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
            <span className="w-44">{sayWall(local, nowMs)}</span>
            <Pill tone={START_WORDS[state].tone} size="sm">
              {START_WORDS[state].words}
            </Pill>
            <span className="min-w-0 flex-1 text-subtle">{startReason(reason)}</span>
            {campaignState !== null && <StatusPill kind="run" state={campaignState} />}
            {campaignId !== null && (
              <Link to="/campaigns/$campaignId/overview" params={{ campaignId }} className="link">
                Its campaign
              </Link>
            )}
          </li>
        ))}
        {starts.length === 0 && <li className="px-4 py-3 text-subtle">Nothing was started yet.</li>}
      </ol>
    </section>
  );
}
