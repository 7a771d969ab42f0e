import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Spinner } from '../../../components/spinner.tsx';

interface PreviewFrameProps {
  /** What is shown is of what was typed a moment ago. */
  busy: boolean;
  /** In its place while there is nothing to show. */
  empty: string;
  children: ReactNode;
}

/** The half of a form that says what comes of it. */
export const PreviewFrame = ({ busy, empty, children }: PreviewFrameProps) => (
  <section
    aria-label="What comes of it"
    aria-live="polite"
    aria-busy={busy}
    className="min-h-40 rounded-lg border border-line bg-surface p-4 lg:sticky lg:top-20"
  >
    <h2 className="mb-2 flex items-center gap-2 text-sm font-normal text-subtle">
      Before it is saved {busy && <Spinner />}
    </h2>
    <div className={clsx('transition-opacity', busy && 'opacity-50')}>
      {children ?? <p className="text-muted">{empty}</p>}
    </div>
  </section>
);
