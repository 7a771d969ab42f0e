import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { ToneIcon } from './tone-icon.tsx';
import type { IconName, Tone } from './tone.ts';

interface PillProps {
  tone: Tone;
  children: ReactNode;
  /** Without its icon only where the word stands in a column of the same. */
  icon?: boolean | IconName;
  size?: 'sm' | 'md';
}

/** A word with its icon and colour. For states of the engine use `<StatusPill>`, which knows the words. */
export const Pill = ({ tone, children, icon = true, size = 'md' }: PillProps) => (
  <span
    data-tone={tone}
    className={clsx(
      'inline-flex max-w-full items-center gap-1 rounded-full align-middle border border-tone-line bg-tone-bg font-medium text-tone-fg',
      size === 'sm' ? 'h-5 px-1.5 text-xs' : 'h-6 px-2 text-xs',
    )}
  >
    {icon !== false && <ToneIcon tone={tone} name={icon === true ? undefined : icon} size={12} className="shrink-0" />}
    <span className="truncate">{children}</span>
  </span>
);
