import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { ButtonProps } from './button.tsx';
import { buttonStyle } from './button-style.ts';
import { isSecondOfDouble } from './second-of-double.ts';
import { Spinner } from './spinner.tsx';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  /** What it does: its name and its tooltip. */
  label: string;
  icon: ReactNode;
}

/** A button that is only an icon. */
export function IconButton({
  label,
  icon,
  kind = 'ghost',
  size = 'md',
  busy,
  missing,
  className,
  ...rest
}: IconButtonProps) {
  const blocked = busy === true || missing !== undefined;
  return (
    <Tooltip words={missing ?? label}>
      <button
        type="button"
        {...rest}
        {...(kind === 'danger-quiet' ? { 'data-tone': 'danger' } : {})}
        aria-label={label}
        aria-disabled={blocked || undefined}
        aria-description={missing}
        className={clsx(buttonStyle(kind, size, true), className)}
        onClick={(event) => (blocked || isSecondOfDouble(event, busy) ? event.preventDefault() : rest.onClick?.(event))}
      >
        {busy ? <Spinner /> : icon}
      </button>
    </Tooltip>
  );
}
