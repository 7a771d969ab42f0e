import { clsx } from 'clsx';
import { Children, type ReactNode } from 'react';
import { ToneIcon } from './tone-icon.tsx';
import type { Tone } from './tone.ts';

interface StatProps {
  label: string;
  value: ReactNode;
  /** Below: a limit, a change, since when. */
  note?: ReactNode;
  /** Colours the value where it is good or bad news. */
  tone?: Tone | undefined;
  /** Beside the value: a `<Sparkline>`. */
  chart?: ReactNode;
}

/** One number that somebody watches. */
export const Stat = ({ label, value, note, tone, chart }: StatProps) => (
  <div className="min-w-0 px-4 py-3 shadow-[1px_0_0_var(--line),0_1px_0_var(--line)]" data-tone={tone}>
    <dt className="truncate text-sm text-subtle">{label}</dt>
    <dd className="mt-0.5 flex items-end justify-between gap-3">
      <span
        className={`flex items-center gap-1.5 text-xl font-semibold tracking-tight ${tone === undefined ? '' : 'text-tone-fg'}`}
      >
        {tone !== undefined && <ToneIcon tone={tone} size={16} />}
        {value}
      </span>
      {chart}
    </dd>
    {note !== undefined && <dd className="mt-0.5 line-clamp-2 text-xs text-subtle">{note}</dd>}
  </div>
);

/** So that none is left alone in a row of its own. */
const EVENLY: Readonly<Record<number, string>> = {
  4: 'grid-cols-2 md:grid-cols-4',
  5: 'grid-cols-2 sm:grid-cols-3 lg:grid-cols-5',
  6: 'grid-cols-2 sm:grid-cols-3 xl:grid-cols-6',
};

/** Numbers in a row, as many beside each other as fit. */
export const StatRow = ({ children }: { children: ReactNode }) => (
  <dl
    className={clsx(
      'grid gap-px overflow-hidden rounded-lg border border-line bg-surface',
      EVENLY[Children.toArray(children).length] ?? 'grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))]',
    )}
  >
    {children}
  </dl>
);
