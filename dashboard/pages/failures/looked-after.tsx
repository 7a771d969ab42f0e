import { Time } from '../../components/time.tsx';
import { PersonMark } from '../assigning/person-mark.tsx';
import { actorWords } from './actor-words.ts';
import type { Group } from './queries.ts';

/** In a row of the table: whoever has it here, and how many have it in single campaigns. */
export function LookedAfterCell({ assignments }: Pick<Group, 'assignments'>) {
  const [first, ...more] = assignments;
  if (first === undefined) return <span className="text-subtle">nobody</span>;
  return (
    <span className="flex min-w-0 flex-col">
      <PersonMark {...first} />
      {(first.campaignName !== null || more.length > 0) && (
        <span className="truncate text-xs text-subtle">
          {first.campaignName !== null && `in ${first.campaignName}`}
          {first.campaignName !== null && more.length > 0 && ', '}
          {more.length > 0 && `${more.length} more`}
        </span>
      )}
    </span>
  );
}

/** On the group's own page: everybody, with who said so, when and why. */
export function LookedAfter({ assignments }: Pick<Group, 'assignments'>) {
  if (assignments.length === 0) return null;
  return (
    <ul aria-label="Who looks after it" className="flex flex-col gap-1 text-sm text-muted">
      {assignments.map((assignment) => (
        <li key={assignment.id} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <PersonMark {...assignment} />
          <span>
            looks after it {assignment.campaignName === null ? 'in all campaigns' : `in ${assignment.campaignName}`},
            said {actorWords(assignment.by)} <Time at={assignment.at} as="relative" />
            {assignment.note !== null && `: ${assignment.note}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
