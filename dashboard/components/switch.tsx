import { Switch as Radix } from 'radix-ui';
import { useId, type ReactNode } from 'react';

interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  hint?: ReactNode;
  disabled?: boolean;
}

/** On or off, at once: no button saves it. */
export function Switch({ checked, onChange, label, hint, disabled }: SwitchProps) {
  const id = useId();
  return (
    <span className="flex items-start gap-2">
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled ?? false}
        onCheckedChange={onChange}
        className="mt-0.5 flex h-4 w-7 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-px transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-50"
      >
        <Radix.Thumb className="size-3 rounded-full bg-subtle transition-transform data-[state=checked]:translate-x-3 data-[state=checked]:bg-accent-fg" />
      </Radix.Root>
      <span className="min-w-0">
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && <span className="block text-xs text-subtle">{hint}</span>}
      </span>
    </span>
  );
}
