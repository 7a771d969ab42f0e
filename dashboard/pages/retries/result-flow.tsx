import { ArrowRight } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { Pill } from '../../components/pill.tsx';
import { count, plural, share } from '../../format/number.ts';
import { flowOf, type Flow } from './flow.ts';
import type { Result } from './queries.ts';

/** What each cause turned into: a bar for each result, the most frequent first. */
export function ResultFlow({ results }: { results: readonly Result[] }) {
  const flows = flowOf(results);
  if (flows.length === 0) {
    return (
      <EmptyState title="No results yet">
        As soon as the first call has ended, it shows here what it turned into.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {flows.map((flow) => (
        <FlowCard key={flow.before} {...flow} />
      ))}
    </div>
  );
}

const FlowCard = ({ beforeWords, total, reached, results }: Flow) => (
  <article className="rounded-lg border border-line bg-surface p-4">
    <header className="mb-2.5 flex flex-wrap items-baseline justify-between gap-x-4">
      <h3 className="font-semibold">{beforeWords}</h3>
      <p className="text-sm text-muted">
        {plural(total, 'contact')}, {share(reached, total)} reached now
      </p>
    </header>
    <ul className="flex flex-col gap-1.5">
      {results.map(({ after, afterWords, failed, same, count: value }) => (
        <li key={after} data-tone={failed ? 'retryable' : 'done'} className="flex items-center gap-2.5">
          <ArrowRight aria-hidden size={14} className="shrink-0 text-subtle" />
          <span className="min-w-0 max-sm:flex-1 sm:w-52 sm:shrink-0" title={afterWords}>
            <Pill tone={failed ? 'retryable' : 'done'} size="sm">
              {same ? `Still: ${lowerFirst(afterWords)}` : afterWords}
            </Pill>
          </span>
          <span aria-hidden className="h-2.5 min-w-0 flex-1 overflow-hidden max-sm:hidden rounded-full bg-sunken">
            <span className="block h-full rounded-full bg-tone-solid" style={{ width: `${(value / total) * 100}%` }} />
          </span>
          <span className="w-12 shrink-0 text-right font-medium">{count(value)}</span>
          <span className="w-11 shrink-0 text-right text-xs text-subtle">{share(value, total)}</span>
        </li>
      ))}
    </ul>
  </article>
);

const lowerFirst = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);
