import { Lightbulb, Wrench } from 'lucide-react';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { Stat, StatRow } from '../../components/stat.tsx';
import { Time } from '../../components/time.tsx';
import { count, share } from '../../format/number.ts';
import { statusWords } from '../../format/status-words.ts';
import type { GroupDetail } from './queries.ts';

const PARAM = { number: 'number', prefix: 'prefix', hour: 'hour' } as const;

/** How much it is, what usually helps, and what these failures have in common. */
export function CauseAbout({ detail: { group, insights } }: { detail: GroupDetail }) {
  const patch = usePatchSearch();
  const { tone } = statusWords('cause', group.class);
  const lastDay = group.hours.reduce((sum, value) => sum + value, 0);
  return (
    <section className="flex flex-col gap-4">
      <StatRow>
        <Stat label="Open contacts" value={count(group.openContacts)} note="not reached, not resolved" />
        <Stat
          label="Failed attempts"
          value={count(group.attempts)}
          note={`${share(group.share, 1)} of all that failed`}
        />
        <Stat
          label="Last 24 hours"
          value={count(lastDay)}
          chart={<Sparkline label="Failures an hour, last 24 hours" values={group.hours} tone={tone} width={84} />}
        />
        <Stat
          label="Last seen"
          value={<Time at={group.lastAt} as="relative" past />}
          note={<Time at={group.lastAt} />}
        />
        <Stat
          label="First seen"
          value={<Time at={group.firstAt} as="relative" past />}
          note={<Time at={group.firstAt} />}
        />
      </StatRow>
      <div className="grid gap-3 lg:grid-cols-2">
        <div className="flex items-start gap-3 rounded-lg border border-line bg-surface p-4">
          <Wrench aria-hidden size={17} className="mt-0.5 shrink-0 text-accent-text" />
          <div>
            <h2 className="font-semibold">What usually helps</h2>
            <p className="text-muted">{group.fix}</p>
            {group.whyNotRetryable !== null && <p className="mt-1 text-muted">{group.whyNotRetryable}</p>}
          </div>
        </div>
        {insights.length === 0 ? (
          <div className="flex items-start gap-3 rounded-lg border border-line bg-surface p-4">
            <Lightbulb aria-hidden size={17} className="mt-0.5 shrink-0 text-subtle" />
            <div>
              <h2 className="font-semibold">Nothing stands out</h2>
              <p className="text-muted">
                These failures are spread over caller IDs, places and hours as all dials are.
              </p>
            </div>
          </div>
        ) : (
          <div data-tone="info" className="flex items-start gap-3 rounded-lg border border-tone-line bg-tone-bg p-4">
            <Lightbulb aria-hidden size={17} className="mt-0.5 shrink-0 text-tone-fg" />
            <div className="min-w-0 flex-1">
              <h2 className="font-semibold text-tone-fg">What stands out</h2>
              <ul className="mt-1 flex flex-col gap-1.5">
                {insights.map(({ words, dimension, value }) => (
                  <li key={dimension + value} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <span className="min-w-0 flex-[1_1_14rem]">{words}</span>
                    <Button size="sm" onClick={() => patch({ [PARAM[dimension]]: value, tab: undefined })}>
                      Show these
                    </Button>
                  </li>
                ))}
              </ul>
            </div>
          </div>
        )}
      </div>
    </section>
  );
}
