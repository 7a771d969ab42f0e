import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { Chart } from '../../components/chart.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { money } from '../../format/money.ts';
import { plural } from '../../format/number.ts';
import { absolute, duration } from '../../format/time.ts';
import { AnswerRate } from './answer-rate.tsx';
import { CauseShare } from './cause-share.tsx';
import { outcomeSeries, spendSeries, withRoom } from './chart-data.ts';
import { ContactsTable } from './contacts-table.tsx';
import { chartsQuery, type Charts } from './queries.ts';
import type { CampaignOverviewSearch } from './search.ts';

interface CampaignChartsProps {
  campaignId: string;
  isRunning: boolean;
  /** People with a result. */
  done: number;
  search: CampaignOverviewSearch;
}

/** How it went so far (R11). A stretch that is marked lists the people of that time below. */
export function CampaignCharts({ campaignId, isRunning, done, search }: CampaignChartsProps) {
  const query = useQuery(chartsQuery(campaignId, isRunning, done));
  return (
    <section>
      <h2 className="mb-3 text-lg font-semibold">How it went</h2>
      <QueryView query={query} what="The charts" skeleton={<ChartsSkeleton />}>
        {(charts) => <Loaded charts={charts} />}
      </QueryView>
      <Marked campaignId={campaignId} search={search} />
    </section>
  );
}

function Loaded({ charts: given }: { charts: Charts }) {
  const charts = withRoom(given);
  const times = charts.outcomes.map(({ at }) => Date.parse(at));
  const patch = usePatchSearch();
  const shared = {
    syncKey: `campaign-${charts.campaignId}`,
    onBrush: (fromMs: number, toMs: number) =>
      patch({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }),
  };
  return (
    <div className="grid gap-4 *:min-w-0 lg:grid-cols-2">
      <Chart
        title="Calls and texts that ended"
        note={`Every ${duration(charts.bucketSeconds * 1_000)}. Drag over a stretch to list its people.`}
        times={times}
        series={outcomeSeries(charts)}
        {...shared}
      />
      <Chart
        title="Spent"
        note={`Added up, retries included. ${charts.budgetMicros === null ? 'No budget is set.' : `Budget ${money(charts.budgetMicros, charts.currency)}.`}`}
        as="line"
        times={charts.spend.map(({ at }) => Date.parse(at))}
        series={spendSeries(charts)}
        format={(micros) => money(Math.round(micros), charts.currency)}
        {...shared}
      />
      <CauseShare charts={charts} />
      <AnswerRate charts={charts} />
    </div>
  );
}

/** The people whose state changed in the marked stretch. */
function Marked({ campaignId, search: { from, to } }: { campaignId: string; search: CampaignOverviewSearch }) {
  const patch = usePatchSearch();
  if (from === undefined || to === undefined) return null;
  return (
    <div className="mt-4">
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <h3 className="font-semibold">
          People whose state changed from {absolute(Date.parse(from))} on, for {plural(minutesOf(from, to), 'minute')}
        </h3>
        <Button size="sm" kind="ghost" icon={<X size={14} />} onClick={() => patch({ from: undefined, to: undefined })}>
          Clear the stretch
        </Button>
      </div>
      <ContactsTable campaignId={campaignId} search={{ from, to }} maxHeight="24rem" />
    </div>
  );
}

const minutesOf = (from: string, to: string): number =>
  Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));

const ChartsSkeleton = () => (
  <div role="status" aria-label="Loading" className="grid gap-4 lg:grid-cols-2">
    {[0, 1, 2, 3].map((at) => (
      <Skeleton key={at} className="h-72 w-full" />
    ))}
  </div>
);
