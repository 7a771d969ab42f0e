import { Bird } from 'lucide-react';
import { StackedBar } from '../../components/stacked-bar.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { count, share } from '../../format/number.ts';
import type { Retry } from './queries.ts';

interface CanaryCardProps {
  canary: NonNullable<Retry['canary']>;
  state: Retry['state'];
  pausedReason: string | null;
}

/** How the first few did, and what that means for the rest. */
export function CanaryCard({ canary, state, pausedReason }: CanaryCardProps) {
  const { done, failed, open, stopAbovePercent } = canary;
  return (
    <section aria-label="Canary" className="rounded-lg border border-line bg-surface p-4">
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="flex items-center gap-2 font-semibold">
          <Bird aria-hidden size={16} className="text-subtle" />
          Canary
        </h2>
        <StatusPill kind="canary" state={canary.state} />
        <p className="text-muted">
          {count(failed)} of {count(done)} failed{done > 0 ? ` (${share(failed, done)})` : ''}; it stops above{' '}
          {stopAbovePercent} %.
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
          {pausedReason ?? 'Too many of the first few failed.'}{' '}
          {state === 'paused'
            ? 'Nobody else is dialled until somebody looks: resume lets the rest follow, abort gives them back.'
            : ''}
        </p>
      )}
      {(canary.state === 'pending' || canary.state === 'dialling') && (
        <p className="mt-3 text-sm text-muted">The rest is queued and follows only when these went well.</p>
      )}
    </section>
  );
}
