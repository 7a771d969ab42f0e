import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useFieldIds } from './field.tsx';

export interface Option<Value extends string> {
  value: Value;
  label: string;
  disabled?: boolean;
  group?: string;
}

interface SelectProps<Value extends string> extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> {
  options: readonly Option<Value>[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  /** Shown while nothing is chosen. */
  placeholder?: string;
}

/** One of a few: the browser's own, which every phone and screen reader knows. For many use `<Combobox>`. */
export function Select<Value extends string>({
  options,
  value,
  onChange,
  placeholder,
  className,
  ...rest
}: SelectProps<Value>) {
  const groups = [...new Set(options.map(({ group }) => group))];
  const items = (group: string | undefined) =>
    options
      .filter((option) => option.group === group)
      .map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ));
  return (
    <span className={clsx('relative block', className)}>
      <select
        {...useFieldIds()}
        {...rest}
        value={value ?? ''}
        className="control h-8 appearance-none truncate pr-8 pl-2.5"
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {placeholder !== undefined && (
          <option value="" disabled={value !== undefined} hidden={value !== undefined}>
            {placeholder}
          </option>
        )}
        {groups.map((group) =>
          group === undefined ? (
            items(group)
          ) : (
            <optgroup key={group} label={group}>
              {items(group)}
            </optgroup>
          ),
        )}
      </select>
      <ChevronDown aria-hidden size={14} className="pointer-events-none absolute top-2 right-2.5 text-subtle" />
    </span>
  );
}
