import { clsx } from 'clsx';

export type ButtonKind = 'primary' | 'secondary' | 'ghost' | 'danger' | 'danger-quiet';
export type ButtonSize = 'sm' | 'md';

const KINDS: Record<ButtonKind, string> = {
  primary: 'bg-accent text-accent-fg shadow-1 hover:bg-accent-hover',
  secondary: 'border border-line-strong bg-surface text-fg shadow-1 hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-fg',
  danger: 'bg-[#b02a2a] text-[#ffffff] shadow-1 hover:bg-[#962222]',
  'danger-quiet': 'border border-tone-line bg-surface text-tone-fg hover:bg-tone-bg',
};

/** The look of a button, for links that act like one too. */
export const buttonStyle = (kind: ButtonKind, size: ButtonSize, square = false): string =>
  clsx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none',
    'transition-colors duration-100 disabled:opacity-50 aria-disabled:opacity-50',
    KINDS[kind],
    size === 'sm' ? 'h-7 text-sm' : 'h-8 text-base',
    square ? (size === 'sm' ? 'w-7' : 'w-8') : size === 'sm' ? 'px-2' : 'px-3',
  );
