import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Money } from '../../components/money.tsx';
import { StackedBar } from '../../components/stacked-bar.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { retriesOfCampaignQuery, type Retry } from './queries.ts';

const SHOWN = 5;

/** The retries of this campaign, each with where its people are; nothing while there are none. */
export function RetriesPanel({ campaignId }: { campaignId: string }) {
  const { data } = useQuery(retriesOfCampaignQuery(campaignId));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section>
      <h2 className="mb-3 flex items-baseline justify-between gap-4 text-lg font-semibold">
        Retries
        {(data.items.length > SHOWN || data.nextCursor !== null) && (
          <Link to="/retries" search={{ campaign: campaignId }} className="link text-base font-normal">
            All of them
          </Link>
        )}
      </h2>
      <ul className="flex flex-col divide-y divide-line rounded-lg border border-line bg-surface">
        {data.items.slice(0, SHOWN).map((retry) => (
          <li key={retry.id} className="flex flex-col gap-2 px-4 py-3">
            <Head retry={retry} />
            <StackedBar label={`People of ${retry.name}`} height="sm" parts={partsOf(retry)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const Head = ({ retry }: { retry: Retry }) => (
  <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
    <Link to="/retries/$retryId" params={{ retryId: retry.id }} className="link min-w-0 font-medium break-words">
      {retry.name}
    </Link>
    <StatusPill kind="run" state={retry.state} />
    {retry.canary !== null && retry.state !== 'completed' && <StatusPill kind="canary" state={retry.canary.state} />}
    <span className="ml-auto text-sm text-subtle">
      {count(retry.members.done)} of {count(retry.plan.willDial)} done ·{' '}
      <Money micros={retry.spentMicros} currency={retry.plan.currency} /> ·{' '}
      <Time at={retry.startedAt ?? retry.plannedAt} as="both" />
    </span>
  </div>
);

const partsOf = ({ members }: Retry) =>
  [
    { key: 'done', label: 'Done', value: members.done, tone: 'done' as const },
    { key: 'inFlight', label: 'In progress', value: members.inFlight, tone: 'live' as const },
    { key: 'waiting', label: 'Waiting', value: members.waiting, tone: 'scheduled' as const },
    { key: 'queued', label: 'Queued', value: members.queued + members.planned, tone: 'waiting' as const },
    { key: 'givenBack', label: 'Given back', value: members.givenBack, tone: 'neutral' as const },
  ].filter(({ key, value }) => value > 0 || key === 'done');
