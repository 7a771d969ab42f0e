import { useQuery } from '@tanstack/react-query';
import { QueryView } from '../../components/query-view.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { StackedBar } from '../../components/stacked-bar.tsx';
import { CanaryCard } from './canary-card.tsx';
import { Differences } from './differences.tsx';
import { MembersTable } from './members-table.tsx';
import { progressParts } from './progress-parts.ts';
import { resultsQuery, type Retry } from './queries.ts';
import { ResultFlow } from './result-flow.tsx';
import { RetryFigures } from './retry-figures.tsx';
import type { RetrySearch } from './search.ts';
import { StateLine } from './state-line.tsx';
import { UndoBanner } from './undo-banner.tsx';

/** A retry that was started, until long after it ended. */
export function RunningRetry({ retry, search }: { retry: Retry; search: RetrySearch }) {
  const results = useQuery(resultsQuery(retry));
  return (
    <div className="flex flex-col gap-6">
      <UndoBanner retry={retry} />
      <StateLine retry={retry} />
      <section aria-label="Progress" className="rounded-lg border border-line bg-surface p-4">
        <StackedBar label="Contacts of this retry" parts={progressParts(retry, results.data?.items)} />
      </section>
      <RetryFigures retry={retry} />
      {retry.canary !== null && <CanaryCard canary={retry.canary} state={retry.state} />}
      <div className="grid gap-6 lg:grid-cols-2">
        <section aria-labelledby="results" className="min-w-0">
          <h2 id="results" className="mb-3 text-lg font-semibold">
            From old to new
          </h2>
          <QueryView query={results} what="The results" skeleton={<SkeletonLines lines={5} />}>
            {({ items }) => <ResultFlow results={items} />}
          </QueryView>
        </section>
        <section aria-labelledby="differences" className="min-w-0">
          <h2 id="differences" className="mb-3 text-lg font-semibold">
            Planned and what became of it
          </h2>
          <Differences retry={retry} />
        </section>
      </div>
      <MembersTable retry={retry} search={search} results={results.data?.items ?? []} />
    </div>
  );
}
