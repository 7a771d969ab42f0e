import { Link } from '@tanstack/react-router';
import { StatRow, Stat } from '../../../components/stat.tsx';
import { money } from '../../../format/money.ts';
import { count, plural } from '../../../format/number.ts';
import { duration } from '../../../format/time.ts';
import { costWords, totalsOf } from './plan-totals.ts';
import type { Planned } from './plan-source.ts';

/** The frozen plans of several campaigns: together, and each with its own sum. */
export function PlansView({ plans }: { plans: readonly Planned[] }) {
  const totals = totalsOf(plans);
  return (
    <div className="flex flex-col gap-4">
      <StatRow>
        <Stat
          label="Will be dialled, once each"
          value={count(totals.willDial)}
          note={`of ${plural(totals.matches, 'failed contact')} that match`}
        />
        <Stat label="Costs at most" value={costWords(totals)} note="held call by call, never more" />
        <Stat
          label="Takes about"
          value={duration(totals.durationSeconds * 1_000)}
          note={totals.outsideHours > 0 ? `${count(totals.outsideHours)} wait for their hours` : 'side by side'}
        />
      </StatRow>
      <ul aria-label="The plans" className="divide-y divide-line rounded-lg border border-line bg-surface">
        {plans.map(({ campaign, retry, problem }) => (
          <li key={campaign.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5">
            <span className="min-w-0 flex-[1_1_14rem] font-medium">{campaign.name}</span>
            {retry === null ? (
              <span data-tone="danger" className="text-sm text-tone-fg">
                Not planned: {problem?.parts.detail}
              </span>
            ) : (
              <>
                <span>
                  {plural(retry.plan.willDial, 'contact')}
                  {retry.plan.matches > retry.plan.willDial && (
                    <span className="text-subtle"> of {count(retry.plan.matches)}</span>
                  )}
                </span>
                <span className="text-muted">{money(retry.plan.costAtMostMicros, retry.plan.currency)} at most</span>
                <Link to="/retries/$retryId" params={{ retryId: retry.id }} className="link text-sm">
                  Who, and who not
                </Link>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
