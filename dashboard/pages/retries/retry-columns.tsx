import { Money } from '../../components/money.tsx';
import { StackedBar } from '../../components/stacked-bar.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { actorWords } from '../failures/actor-words.ts';
import { FrozenFilter } from './frozen-filter.tsx';
import { progressParts } from './progress-parts.ts';
import type { Retry } from './queries.ts';

export const retryColumns: readonly Column<Retry>[] = [
  {
    id: 'name',
    header: 'Retry run',
    sort: 'name',
    width: 'minmax(10rem,2fr)',
    cell: ({ name, campaignName, filter, reason }) => (
      <span className="flex min-w-0 flex-col">
        <span className="truncate font-medium">{name}</span>
        <span className="truncate text-xs text-subtle">
          {campaignName}: <FrozenFilter filter={filter} />. {reason}
        </span>
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    sort: 'state',
    width: '7rem',
    cell: ({ state }) => <StatusPill kind="run" state={state} />,
  },
  {
    id: 'progress',
    header: 'Progress',
    sort: 'dialled',
    width: 'minmax(8rem,1.4fr)',
    from: 'md',
    cell: (retry) => (
      <span className="flex flex-col gap-1.5">
        <span className="text-sm">
          {count(retry.members.done)} <span className="text-subtle">of {count(retry.plan.willDial)} dialled</span>
        </span>
        <StackedBar label="Progress" parts={progressParts(retry, undefined)} height="sm" legend={false} />
      </span>
    ),
  },
  {
    id: 'spent',
    header: 'Spent, at most',
    sort: 'spent',
    width: '9rem',
    align: 'end',
    from: 'lg',
    cell: ({ spentMicros, plan }) => (
      <span className="flex flex-col">
        <Money micros={spentMicros} currency={plan.currency} inColumn />
        <span className="text-xs text-subtle">
          of <Money micros={plan.costAtMostMicros} currency={plan.currency} inColumn />
        </span>
      </span>
    ),
  },
  {
    id: 'planned',
    header: 'Planned',
    sort: 'planned',
    width: '9rem',
    align: 'end',
    from: 'sm',
    cell: ({ plannedAt, plannedBy }) => (
      <span className="flex min-w-0 flex-col">
        <Time at={plannedAt} as="relative" />
        <span className="truncate text-xs text-subtle">{actorWords(plannedBy)}</span>
      </span>
    ),
  },
];
