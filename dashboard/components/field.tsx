import { createContext, use, useId, type ReactNode } from 'react';

interface FieldIds {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

const FieldContext = createContext<FieldIds | null>(null);

/** For controls: what ties them to the label, the hint and the error of the field around them. */
export function useFieldIds(): { id?: string; 'aria-describedby'?: string; 'aria-invalid'?: true } {
  const field = use(FieldContext);
  if (field === null) return {};
  return {
    id: field.id,
    ...(field.describedBy === undefined ? {} : { 'aria-describedby': field.describedBy }),
    ...(field.invalid ? { 'aria-invalid': true } : {}),
  };
}

export interface FieldProps {
  label: ReactNode;
  children: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** Said in words; what must be filled in needs no mark. */
  optional?: boolean;
}

/** A label, its control, a hint, and what is wrong with it. */
export function Field({ label, children, hint, error, optional }: FieldProps) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== '';
  const describedBy = [hint === undefined ? '' : `${id}-hint`, hasError ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <FieldContext value={{ id, describedBy: describedBy === '' ? undefined : describedBy, invalid: hasError }}>
      <div>
        <label htmlFor={id} className="mb-1 block text-sm font-medium">
          {label}
          {optional && <span className="font-normal text-subtle"> optional</span>}
        </label>
        {children}
        {hint !== undefined && (
          <p id={`${id}-hint`} className="mt-1 text-xs text-subtle">
            {hint}
          </p>
        )}
        {hasError && (
          <p id={`${id}-error`} data-tone="danger" className="mt-1 text-xs text-tone-fg">
            {error}
          </p>
        )}
      </div>
    </FieldContext>
  );
}
