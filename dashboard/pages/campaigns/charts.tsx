import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useMemo } from 'react';
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
import { outcomeSeries, showsBudget, spendSeries, withRoom } from './chart-data.ts';
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
        {(charts) => <Loaded charts={charts} search={search} />}
      </QueryView>
      <Marked campaignId={campaignId} search={search} />
    </section>
  );
}

function Loaded({ charts: given, search }: { charts: Charts; search: CampaignOverviewSearch }) {
  // Kept while the charts are the same: the pictures are drawn anew with what is given anew.
  const { times, outcomes, spend, charts } = useMemo(() => {
    const roomy = withRoom(given);
    return {
      charts: roomy,
      times: roomy.outcomes.map(({ at }) => Date.parse(at)),
      outcomes: outcomeSeries(roomy),
      spend: spendSeries(roomy),
    };
  }, [given]);
  const patch = usePatchSearch();
  const stretchMs = charts.bucketSeconds * 1_000;
  const { from, to } = search;
  const shared = {
    syncKey: `campaign-${charts.campaignId}`,
    // Whole bars: nobody hits the edge of a stretch with a pointer.
    onBrush: (fromMs: number, toMs: number) =>
      patch({
        from: new Date(Math.floor(fromMs / stretchMs) * stretchMs).toISOString(),
        to: new Date(Math.ceil(toMs / stretchMs) * stretchMs).toISOString(),
      }),
    marked: from === undefined || to === undefined ? undefined : { fromMs: Date.parse(from), toMs: Date.parse(to) },
  };
  return (
    <div className="grid gap-4 *:min-w-0 lg:grid-cols-2">
      <Chart
        title="Calls and texts that ended"
        note={`Every ${duration(stretchMs)}. Drag over a stretch to list its people.`}
        times={times}
        series={outcomes}
        {...shared}
      />
      <Chart
        title="Spent"
        note={spendWords(charts)}
        as="line"
        times={times}
        series={spend}
        format={(micros) => money(Math.round(micros), charts.currency)}
        {...shared}
      />
      <CauseShare charts={charts} />
      <AnswerRate charts={charts} />
    </div>
  );
}

/** What was spent, against what is reserved for it. */
function spendWords(charts: Charts): string {
  const { budgetMicros, currency, heldMicros } = charts;
  const budget =
    budgetMicros === null
      ? 'No budget is set.'
      : `Budget ${money(budgetMicros, currency)}${showsBudget(charts) ? '' : ', far above this picture'}.`;
  const held = heldMicros === 0 ? '' : ` ${money(heldMicros, currency)} more is held for calls under way.`;
  return `Added up, retries included. ${budget}${held}`;
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
