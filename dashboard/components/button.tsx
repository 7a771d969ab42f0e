import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { buttonStyle, type ButtonKind, type ButtonSize } from './button-style.ts';
import { isSecondOfDouble } from './second-of-double.ts';
import { Spinner } from './spinner.tsx';
import { Tooltip } from './tooltip.tsx';

export interface ButtonProps extends ComponentProps<'button'> {
  kind?: ButtonKind;
  size?: ButtonSize;
  icon?: ReactNode;
  /** On its way: shown as such, and pressing again does nothing. Of what can be so, a double click is one press. */
  busy?: boolean;
  /** Why it cannot be pressed, as `useScope(..).missing` says: it stays reachable, so that the reason can be read. */
  missing?: string | undefined;
}

/** Does something. A link that only goes somewhere is `<LinkButton>`. */
export function Button({ kind = 'secondary', size = 'md', icon, busy, missing, className, ...rest }: ButtonProps) {
  const blocked = busy === true || missing !== undefined;
  return (
    <Tooltip words={missing}>
      <button
        type="button"
        {...rest}
        {...(kind === 'danger-quiet' ? { 'data-tone': 'danger' } : {})}
        aria-disabled={blocked || undefined}
        aria-busy={busy || undefined}
        aria-description={missing}
        className={clsx(buttonStyle(kind, size), className)}
        onClick={(event) => (blocked || isSecondOfDouble(event, busy) ? event.preventDefault() : rest.onClick?.(event))}
      >
        {busy ? <Spinner /> : icon}
        {rest.children}
      </button>
    </Tooltip>
  );
}
