import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Time } from '../../../components/time.tsx';
import { count, plural, rate } from '../../../format/number.ts';
import { useDraft } from '../draft-context.tsx';
import { forecastQuery, type Campaign, type Forecast } from '../queries.ts';
import { sayLength } from '../say-length.ts';
import { WeekStrip } from './week-strip.tsx';

/** What the settings come to: calls by hour for a week, and about when everybody was tried once. */
export function Outlook({ campaign, isSaved }: { campaign: Campaign; isSaved: boolean }) {
  const { draft } = useDraft();
  const query = useQuery(forecastQuery(campaign.id, [campaign.settings, draft.version, draft.state]));
  return (
    <section
      aria-labelledby="outlook"
      className={clsx('rounded-lg border border-line bg-surface p-4 transition-opacity', !isSaved && 'opacity-60')}
    >
      <h2 id="outlook" className="sr-only">
        Forecast
      </h2>
      <QueryView
        query={query}
        what="The forecast"
        works="saving, and the launch"
        skeleton={<Skeleton className="h-40 w-full" />}
      >
        {(forecast) => (
          <>
            <p className="mb-4">
              <FinishWords forecast={forecast} channel={campaign.settings.steps[0]?.channel ?? 'call'} />
            </p>
            <WeekStrip forecast={forecast} />
            <p className="mt-3 text-xs text-subtle">
              About: the first {campaign.settings.steps[0]?.channel === 'sms' ? 'text' : 'call'} to each person, by
              hours, law and consent
              {limitWords(forecast)}. Not counted in: further tries, and waits for other campaigns or for credit.
            </p>
          </>
        )}
      </QueryView>
    </section>
  );
}

function FinishWords({ forecast, channel }: { forecast: Forecast; channel: 'call' | 'sms' }) {
  const { willDial, finishAt, left, contacts } = forecast;
  if (contacts === 0) return <>There is nobody on the list yet.</>;
  if (willDial === 0) return <strong className="font-semibold">Nobody would be called with these settings.</strong>;
  const first = forecast.hours.find(({ calls }) => calls > 0);
  const done = channel === 'sms' ? 'texted' : 'called';
  return (
    <>
      <strong className="font-semibold">{plural(willDial, 'person', 'people')}</strong>{' '}
      {finishAt === null ? (
        <>
          will be {done} over {sayLength(forecast)}: {count(left)} are still left after seven days.
        </>
      ) : (
        <>
          will have been {done} once by about{' '}
          <strong className="font-semibold">
            <Time at={finishAt} named />
          </strong>
          , {sayLength(forecast)} after the start.
        </>
      )}
      {first !== undefined && forecast.now === 0 && (
        <>
          {' '}
          The first window opens at <Time at={first.at} as="both" />.
        </>
      )}
      {contacts > willDial && ` ${plural(contacts - willDial, 'person', 'people')} of the list will not be ${done}.`}
    </>
  );
}

function limitWords({ limit, assumedCallSeconds }: Forecast): string {
  if (limit === null) return '';
  const perSecond =
    limit.perSecond < 0.1 ? `one each ${Math.round(1 / limit.perSecond)} s` : `${rate(limit.perSecond)} a second`;
  switch (limit.by) {
    case 'pace':
      return `, at the speed that you set, ${perSecond}`;
    case 'account_pace':
      return `, at the rate of the account, ${perSecond}`;
    case 'slots':
      return `, at ${perSecond}, which calls of ${assumedCallSeconds} s and your calls at once come to`;
  }
}
