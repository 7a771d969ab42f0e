import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { toProblem } from '../api/problem.ts';
import { clock } from '../format/time.ts';
import { Button } from './button.tsx';
import { ForbiddenState } from './forbidden-state.tsx';
import { ToneIcon } from './tone-icon.tsx';

interface ErrorStateProps {
  /** What failed, as the person knows it: "The list of campaigns". */
  what: string;
  error: unknown;
  onRetry?: (() => void) | undefined;
  /** What still works. */
  works?: ReactNode;
}

/** What failed, since when, what still works, what to do, and the id under which the log has it (E6). */
export function ErrorState({ what, error, onRetry, works }: ErrorStateProps) {
  const problem = toProblem(error);
  if (problem.status === 403) return <ForbiddenState what={what} problem={problem} />;
  const { detail, repair, requestId, atMs, code } = problem.parts;
  return (
    <section role="alert" data-tone="danger" className="rounded-lg border border-tone-line bg-surface p-5">
      <h2 className="flex items-center gap-2 text-base font-semibold">
        <ToneIcon tone="danger" size={16} className="text-tone-fg" />
        {what} could not be loaded
      </h2>
      <p className="mt-2">{detail}</p>
      {repair !== undefined && <p className="mt-1 text-muted">{repair}</p>}
      {works !== undefined && <p className="mt-1 text-muted">Still works: {works}</p>}
      <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        {onRetry !== undefined && (
          <Button size="sm" icon={<RotateCw size={14} />} onClick={onRetry}>
            Try again
          </Button>
        )}
        <span className="text-xs text-subtle">
          {code}, at {clock(atMs)}
          {requestId !== undefined && (
            <>
              , request <code className="font-mono select-all">{requestId}</code>
            </>
          )}
        </span>
      </div>
    </section>
  );
}
