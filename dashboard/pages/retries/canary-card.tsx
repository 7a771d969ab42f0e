import { Bird } from 'lucide-react';
import { StackedBar } from '../../components/stacked-bar.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { count, share } from '../../format/number.ts';
import { Time } from '../../components/time.tsx';
import { actorWords } from '../failures/actor-words.ts';
import type { Retry } from './queries.ts';

type Canary = NonNullable<Retry['canary']>;

/** "7 of 20 (35 %)": of all that may be dialled, which is how it is judged. */
export const shareFailed = ({ failed, open, done }: Canary): string =>
  open + done === 0 ? 'None' : `${count(failed)} of ${count(open + done)} (${share(failed, open + done)})`;

/** How the first few did, and what that means for the rest. */
export function CanaryCard({ canary, state }: { canary: Canary; state: Retry['state'] }) {
  const { done, failed, open, stopAbovePercent, overridden } = canary;
  const isJudged = canary.state === 'stopped' || canary.state === 'overridden';
  return (
    <section aria-label="Canary" className="rounded-lg border border-line bg-surface p-4">
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="flex items-center gap-2 font-semibold">
          <Bird aria-hidden size={16} className="text-subtle" />
          Canary
        </h2>
        <StatusPill kind="canary" state={canary.state} />
        <p className="text-muted">
          {shareFailed(canary)} failed; {isJudged ? 'the limit is' : 'it stops above'} {stopAbovePercent} %.
        </p>
      </div>
      <StackedBar
        label="The first few"
        height="sm"
        parts={[
          { key: 'ok', label: 'Reached', value: Math.max(0, done - failed), tone: 'done' },
          { key: 'failed', label: 'Failed again', value: failed, tone: 'retryable' },
          { key: 'open', label: 'Not over yet', value: open, tone: 'waiting' },
        ]}
      />
      {canary.state === 'stopped' && (
        <p className="mt-3" role="alert">
          {done === 0 ? 'Nobody of the first few could be dialled.' : 'Too many of the first few failed.'}{' '}
          {state === 'paused'
            ? 'Nobody else is dialled until somebody looks: let the rest follow, or abort and give them back.'
            : ''}
        </p>
      )}
      {overridden !== null && (
        <p className="mt-3">
          It stopped the retry. {actorWords(overridden.by)} let the rest follow <Time at={overridden.at} as="both" />: “
          {overridden.reason}”
        </p>
      )}
      {(canary.state === 'pending' || canary.state === 'dialling') && (
        <p className="mt-3 text-sm text-muted">The rest is queued and follows only when these went well.</p>
      )}
    </section>
  );
}
