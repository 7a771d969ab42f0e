import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { addressOf } from '../../../api/client.ts';
import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Copyable } from '../../../components/copyable.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Phone } from '../../../components/phone.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import { Time } from '../../../components/time.tsx';
import { useLiveTopic } from '../../../live/use-live.ts';
import { seriesQuery } from '../queries.ts';
import type { Series } from '../shapes.ts';
import { SERIES_STATES } from '../words.ts';
import { ChangeSeriesDialog } from './change-dialog.tsx';
import { OccurrenceActions } from './occurrence-actions.tsx';
import { Occurrences } from './occurrences.tsx';
import { SeriesActions } from './series-actions.tsx';

const route = getRouteApi('/app/reminders/series/$programmeId/$externalId');

export function SeriesPage() {
  const { programmeId, externalId } = route.useParams();
  const query = useQuery(seriesQuery(programmeId, externalId));
  useLiveTopic(query.data === undefined ? undefined : `reminders:${query.data.programmeId}`);
  return (
    <>
      {query.data === undefined && <PageHeader title="Series" trail={TRAIL} />}
      <QueryView query={query} what="The series">
        {(series) => <Body series={series} />}
      </QueryView>
    </>
  );
}

const TRAIL = [
  <Link key="r" to="/reminders">
    Reminders
  </Link>,
  <Link key="s" to="/reminders/series">
    Series
  </Link>,
];

function Body({ series }: { series: Series }) {
  const { from } = route.useSearch();
  const patch = usePatchSearch();
  const { programmeId, externalId, state, words, name } = series;
  return (
    <>
      <PageHeader
        title={name ?? 'No name'}
        status={<StatusPill kind="run" state={state} words={SERIES_STATES[state]} size="md" />}
        trail={TRAIL}
        actions={
          <>
            <AsCommand
              cli={`outdial series show ${programmeId} ${externalId}`}
              call={{
                method: 'GET',
                address: addressOf('/programmes/:programmeId/series/:externalId', {
                  params: { programmeId, externalId },
                }),
              }}
            />
            <SeriesActions series={series} onChange={() => patch({ from: 'all' }, { push: true })} />
          </>
        }
      >
        {words.slice(0, 1).toUpperCase()}
        {words.slice(1)}
        <span className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <Phone phone={series.phone} of={{ kind: 'series', id: series.seriesId }} />
          <Copyable value={externalId} label="external id" />
        </span>
      </PageHeader>
      {state === 'paused' && (
        <div className="mb-4">
          <Callout tone="paused" title="The series is paused">
            Its appointments stand, and nothing goes out for them until it goes on.
          </Callout>
        </div>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <section>
          <h2 className="mb-3 text-lg font-semibold">The next five</h2>
          <div className="rounded-lg bg-surface">
            <Occurrences
              series={series}
              actions={(occurrence) => (
                <OccurrenceActions
                  series={series}
                  occurrence={occurrence}
                  onChangeFrom={() => patch({ from: occurrence.occurrence }, { push: true })}
                />
              )}
            />
          </div>
        </section>
        <section>
          <h2 className="mb-3 text-lg font-semibold">Details</h2>
          <div className="rounded-lg border border-line bg-surface p-4">
            <KeyValue
              items={[
                ['External id', <Copyable key="e" value={externalId} label="external id" />],
                ['Phone', <Phone key="p" phone={series.phone} of={{ kind: 'series', id: series.seriesId }} />],
                ['Rule', <Copyable key="r" value={series.rrule} label="rule" />],
                ['Begins', series.firstLocal.replace('T', ' ')],
                ['Zone', series.zone],
                ['Booked until', <Time key="m" at={series.madeUntil} />],
                ['Changed', <Time key="c" at={series.changedAt} as="both" />],
                ['Version', series.version],
                ...Object.entries(series.variables).map(([label, value]) => [label, value] as const),
              ]}
            />
          </div>
        </section>
      </div>
      {from !== undefined && (
        <ChangeSeriesDialog
          series={series}
          from={from === 'all' ? undefined : from}
          onClose={() => patch({ from: undefined })}
        />
      )}
    </>
  );
}
