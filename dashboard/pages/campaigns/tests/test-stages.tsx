import { clsx } from 'clsx';
import { useNow } from '../../../app/use-now.ts';
import { StatusPill } from '../../../components/status-pill.tsx';
import { duration } from '../../../format/time.ts';
import type { CampaignTest } from './queries.ts';

const STAGES = ['waiting', 'dialing', 'in_progress', 'done'] as const;
const AT: Readonly<Record<string, number>> = { waiting: 0, dialing: 1, in_progress: 2, ended: 2, done: 3 };

/** Where it stands, in one line and a sentence. */
export function TestStages({ test }: { test: CampaignTest }) {
  const { state, message, open, endsAt, channel } = test;
  const nowMs = useNow();
  const at = AT[state];
  const words = {
    waiting: 'Waiting',
    dialing: 'Asking the provider',
    in_progress: channel === 'call' ? 'Ringing or talking' : 'With the provider',
    done: 'Over',
  };
  return (
    <div className="flex flex-col gap-3">
      {at === undefined ? (
        <StatusPill kind="test" state={state} size="md" />
      ) : (
        <ol className="grid grid-cols-4 gap-1.5" aria-label="Stages">
          {STAGES.map((stage, index) => (
            <li key={stage} aria-current={index === at ? 'step' : undefined} className="min-w-0">
              <span
                data-tone={index === at && open ? 'live' : 'done'}
                className={clsx('block h-1.5 rounded-full', index > at ? 'bg-line' : 'bg-tone-solid')}
              />
              <span className={clsx('mt-1 block text-xs', index === at ? 'font-medium' : 'text-subtle max-sm:sr-only')}>
                {words[stage]}
              </span>
            </li>
          ))}
        </ol>
      )}
      <p>
        <span role="status">{message}</span>
        {state === 'waiting' && (
          <span className="text-subtle"> Given up in {duration(Math.max(0, Date.parse(endsAt) - nowMs))}.</span>
        )}
      </p>
    </div>
  );
}
