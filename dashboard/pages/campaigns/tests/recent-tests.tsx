import { useQuery } from '@tanstack/react-query';
import { StatusPill } from '../../../components/status-pill.tsx';
import { Time } from '../../../components/time.tsx';
import { testsQuery } from './queries.ts';

/** The last few: one that is under way is found again after the dialog was closed. */
const SHOWN = 3;

export function RecentTests({ campaignId, onPick }: { campaignId: string; onPick: (testId: string) => void }) {
  const items = useQuery(testsQuery(campaignId)).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label="Tests before">
      <h3 className="mb-1 text-sm font-medium">Tests before</h3>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {items.slice(0, SHOWN).map(({ id, phone, state, attempt, createdAt, createdBy }) => (
          <li key={id}>
            <button
              type="button"
              className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-3 py-2 text-left hover:bg-hover"
              onClick={() => onPick(id)}
            >
              <span className="whitespace-nowrap">{phone}</span>
              {attempt?.outcome ? (
                <StatusPill kind="outcome" state={attempt.outcome} />
              ) : (
                <StatusPill kind="test" state={state} />
              )}
              <span className="ml-auto text-sm text-subtle">
                <Time at={createdAt} as="relative" past /> by {createdBy.replace(/^\w+:/, '')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
