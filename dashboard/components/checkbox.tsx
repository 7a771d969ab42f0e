import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { useId, type ReactNode } from 'react';

interface CheckboxProps {
  checked: boolean | 'indeterminate';
  onChange: (checked: boolean) => void;
  /** Beside it; hidden but read out with `labelHidden`. */
  label: string;
  labelHidden?: boolean;
  hint?: ReactNode;
  disabled?: boolean;
  /** What is wrong with leaving it so. */
  problem?: string | undefined;
}

/** Yes or no, or some of what is below it. */
export function Checkbox({ checked, onChange, label, labelHidden, hint, disabled, problem }: CheckboxProps) {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`]
    .filter(Boolean)
    .join(' ');
  return (
    <span className={labelHidden ? 'flex' : 'flex items-start gap-2 [&>button]:mt-0.5'}>
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled ?? false}
        onCheckedChange={(next) => onChange(next === true)}
        {...(labelHidden ? { 'aria-label': label } : {})}
        {...(described === '' ? {} : { 'aria-describedby': described })}
        {...(problem === undefined ? {} : { 'aria-invalid': true })}
        className="flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface text-accent-fg hover:border-accent disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
      >
        <Radix.Indicator>
          {checked === 'indeterminate' ? <Minus size={12} strokeWidth={3} /> : <Check size={12} strokeWidth={3} />}
        </Radix.Indicator>
      </Radix.Root>
      {!labelHidden && (
        <span className="min-w-0">
          <label htmlFor={id}>{label}</label>
          {hint !== undefined && (
            <span id={`${id}-hint`} className="block text-xs text-subtle">
              {hint}
            </span>
          )}
          {problem !== undefined && (
            <span id={`${id}-problem`} data-tone="danger" className="block text-xs text-tone-fg">
              {problem}
            </span>
          )}
        </span>
      )}
    </span>
  );
}
