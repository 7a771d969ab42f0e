import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { useFieldIds } from './field.tsx';

interface InputProps extends ComponentProps<'input'> {
  /** Before the text: an icon, a currency. */
  lead?: ReactNode;
  /** After the text: a unit, a key. */
  trail?: ReactNode;
}

/** A line of text. Inside a `<Field>` it is labelled; elsewhere give it an aria-label. */
export function Input({ lead, trail, className, ...rest }: InputProps) {
  const ids = useFieldIds();
  const input = (
    <input
      {...ids}
      {...rest}
      className={clsx(
        'control h-8',
        lead === undefined ? 'pl-2.5' : 'pl-8',
        trail === undefined ? 'pr-2.5' : 'pr-12',
        className,
      )}
    />
  );
  if (lead === undefined && trail === undefined) return input;
  return (
    <span className="relative block">
      {lead !== undefined && (
        <span className="pointer-events-none absolute inset-y-0 left-0 flex w-8 items-center justify-center text-subtle">
          {lead}
        </span>
      )}
      {input}
      {trail !== undefined && (
        <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-sm text-subtle">
          {trail}
        </span>
      )}
    </span>
  );
}

/** Several lines of text. */
export const Textarea = ({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) => (
  <textarea {...useFieldIds()} rows={rows} {...rest} className={clsx('control px-2.5 py-1.5', className)} />
);
