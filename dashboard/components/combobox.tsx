import { clsx } from 'clsx';
import { useId, useState } from 'react';
import { useFieldIds } from './field.tsx';
import type { Option } from './select.tsx';

interface ComboboxProps<Value extends string> {
  options: readonly Option<Value>[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  placeholder?: string;
  'aria-label'?: string;
}

const SHOWN = 50;

/** One of many, found by typing: zones, accounts, columns. */
export function Combobox<Value extends string>({
  options,
  value,
  onChange,
  placeholder,
  ...rest
}: ComboboxProps<Value>) {
  const id = useId();
  const ids = useFieldIds();
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const chosen = options.find((option) => option.value === value);
  const open = text !== null;
  const wanted = (text ?? '').trim().toLowerCase();
  const found = options
    .filter(({ label, disabled }) => !disabled && label.toLowerCase().includes(wanted))
    .slice(0, SHOWN);
  const active = Math.min(at, found.length - 1);
  const pick = (option: Option<Value> | undefined): void => {
    if (option !== undefined) onChange(option.value);
    setText(null);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!open) return setText('');
      setAt((active + step + found.length) % Math.max(found.length, 1));
    }
    if (!open) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      pick(found[active]);
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      setText(null);
    }
  };
  return (
    <div className="relative">
      <input
        {...ids}
        {...rest}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(open && active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
        autoComplete="off"
        placeholder={chosen?.label ?? placeholder}
        value={text ?? chosen?.label ?? ''}
        onFocus={() => setText('')}
        onBlur={() => setText(null)}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="control h-8 px-2.5"
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label="Choices"
        hidden={!open}
        className="absolute inset-x-0 top-full z-30 mt-1 max-h-64 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-2"
      >
        {found.map((option, index) => (
          <li
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={option.value === value}
            // Before the field loses its focus and closes the list.
            onMouseDown={(event) => {
              event.preventDefault();
              pick(option);
            }}
            onMouseMove={() => setAt(index)}
            className={clsx(
              'rounded-sm px-2 py-1',
              index === active && 'bg-hover',
              option.value === value && 'font-medium',
            )}
          >
            {option.label}
          </li>
        ))}
        {found.length === 0 && (
          <li role="option" aria-disabled aria-selected={false} className="px-2 py-1 text-subtle">
            Nothing matches.
          </li>
        )}
      </ul>
    </div>
  );
}
