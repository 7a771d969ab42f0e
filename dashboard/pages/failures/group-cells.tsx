import { Pill } from '../../components/pill.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import type { Tone } from '../../components/tone.ts';
import { count, share as percent } from '../../format/number.ts';
import { PersonMark } from '../assigning/person-mark.tsx';
import type { Group } from './queries.ts';
import { newsOf, type Seen } from './news.ts';

interface CauseCellProps {
  group: Group;
  seen: Seen | undefined;
  isNarrow: boolean;
  withPerson: boolean;
}

/** The cause in words, what is new of it, and what to do. */
export function CauseCell({ group, seen, isNarrow, withPerson }: CauseCellProps) {
  const [person] = withPerson ? group.assignments : [];
  const news = newsOf(seen, group);
  return (
    <span className="flex min-w-0 flex-col gap-0.5">
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate font-medium" title={group.words}>
          {group.words}
        </span>
        {news !== undefined && (
          <span className="shrink-0">
            <Pill tone="info" size="sm" icon={false}>
              {news.kind === 'cause' ? 'New' : `+${count(news.count)}`}
            </Pill>
          </span>
        )}
        {person !== undefined && (
          <span className="min-w-5.5 shrink-[2]">
            <PersonMark {...person} />
          </span>
        )}
      </span>
      {isNarrow ? (
        <span>
          <StatusPill kind="cause" state={group.class} />
        </span>
      ) : (
        <span className="truncate text-sm text-muted" title={group.fix}>
          {group.whyNotRetryable !== null && group.openContacts > 0 ? group.whyNotRetryable : group.fix}
        </span>
      )}
    </span>
  );
}

interface ShareBarProps {
  attempts: number;
  /** Of all failed attempts, 0 to 1. */
  share: number;
  tone: Tone;
}

export const ShareBar = ({ attempts, share, tone }: ShareBarProps) => (
  <span className="flex flex-col gap-1" data-tone={tone}>
    <span className="flex justify-between text-sm">
      {count(attempts)} <span className="text-subtle">{percent(share, 1)}</span>
    </span>
    <span aria-hidden className="h-1 overflow-hidden rounded-full bg-sunken">
      <span
        className="block h-full rounded-full bg-tone-solid"
        style={{ width: `${Math.max(share * 100, attempts > 0 ? 1.5 : 0)}%` }}
      />
    </span>
  </span>
);
