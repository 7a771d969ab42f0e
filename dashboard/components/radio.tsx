import { RadioGroup as Radix } from 'radix-ui';
import { useId, type ReactNode } from 'react';

interface RadioProps<Value extends string> {
  /** What is being chosen, read out. */
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode; hint?: ReactNode; disabled?: boolean }[];
}

/** One of a few, all of them in sight with what each means. */
export function Radio<Value extends string>({ label, value, onChange, options }: RadioProps<Value>) {
  const id = useId();
  return (
    <Radix.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      className="flex flex-col gap-2"
    >
      {options.map((option) => (
        <div key={option.value} className="flex items-start gap-2">
          <Radix.Item
            id={`${id}-${option.value}`}
            value={option.value}
            disabled={option.disabled ?? false}
            {...(option.hint === undefined ? {} : { 'aria-describedby': `${id}-${option.value}-hint` })}
            className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface hover:border-accent disabled:opacity-50 data-[state=checked]:border-accent"
          >
            <Radix.Indicator className="size-2 rounded-full bg-accent" />
          </Radix.Item>
          <span className="min-w-0">
            <label htmlFor={`${id}-${option.value}`}>{option.label}</label>
            {option.hint !== undefined && (
              <span id={`${id}-${option.value}-hint`} className="block text-xs text-subtle">
                {option.hint}
              </span>
            )}
          </span>
        </div>
      ))}
    </Radix.Root>
  );
}
