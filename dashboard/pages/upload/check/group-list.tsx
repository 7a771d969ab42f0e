import { ChevronRight, CircleCheck } from 'lucide-react';
import { useRef } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { plural } from '../../../format/number.ts';
import { useDraft } from '../draft-context.tsx';
import type { Group } from '../queries.ts';
import type { RowPart } from '../search.ts';
import { GroupCard } from './group-card.tsx';
import { groupKey, isIn, withPlaces } from './group-words.ts';

/** Problems by cause: what keeps people out first. Once it is checked, a group stays where it is until a reload. */
export function GroupList({
  groups,
  part,
  open,
}: {
  groups: readonly Group[];
  part: RowPart | undefined;
  open: string | undefined;
}) {
  const { draft } = useDraft();
  const places = useRef<readonly string[]>([]);
  const isMoving = draft.state === 'checking' || draft.state === 'uploaded';
  const { ordered, keys } = withPlaces(isMoving ? [] : places.current, groups);
  places.current = keys;
  const shown = ordered.filter((group) => isIn(group, part));
  const notes = shown.filter(({ severity }) => severity === 'info');
  const problems = shown.filter(({ severity }) => severity !== 'info');
  if (groups.length === 0) {
    return (
      <EmptyState title="No problem in any row" icon={<CircleCheck size={20} />}>
        Every row can be used as it is.
      </EmptyState>
    );
  }
  if (shown.length === 0) {
    return (
      <EmptyState title="Nothing here">
        {part === 'suppressed'
          ? 'People who said no are listed under Suppressions, each with when and how.'
          : `None of the ${plural(groups.length, 'kind')} of problems belongs to this part.`}
      </EmptyState>
    );
  }
  return (
    <section aria-labelledby="problems" className="flex flex-col gap-3">
      <h2 id="problems" className="sr-only">
        Problems by cause
      </h2>
      {problems.map((group) => (
        <GroupCard key={groupKey(group)} group={group} isOpen={groupKey(group) === open} />
      ))}
      {notes.length > 0 && (
        <details className="group" open={part === 'ready' || problems.length === 0}>
          <summary className="inline-flex items-center gap-1 text-sm text-muted hover:text-fg">
            <ChevronRight aria-hidden size={14} className="transition-transform group-open:rotate-90" />
            {plural(notes.length, 'note')} on how rows were read
          </summary>
          <div className="mt-3 flex flex-col gap-3">
            {notes.map((group) => (
              <GroupCard key={groupKey(group)} group={group} isOpen={false} />
            ))}
          </div>
        </details>
      )}
    </section>
  );
}
