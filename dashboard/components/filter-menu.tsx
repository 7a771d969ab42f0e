import { clsx } from 'clsx';
import { Check, ChevronDown } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { count } from '../format/number.ts';
import { buttonStyle } from './button-style.ts';
import type { FilterOption } from './filter-bar.tsx';

interface FilterMenuProps {
  kind: 'some' | 'one';
  label: string;
  options: readonly FilterOption[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** One filter of a filter bar. */
export function FilterMenu({ kind, label, options, chosen, onChange }: FilterMenuProps) {
  const names = options.filter(({ value }) => chosen.includes(value)).map((option) => option.label);
  const [first] = names;
  const words = first === undefined ? '' : names.length === 1 ? first : `${names.length} of ${options.length}`;
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger className={clsx(buttonStyle('secondary', 'md'), words !== '' && 'border-accent')}>
        <span className={words === '' ? '' : 'text-subtle'}>{label}</span>
        {words !== '' && <span className="max-w-40 truncate">{words}</span>}
        <ChevronDown aria-hidden size={14} className="text-subtle" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-80 min-w-52 animate-rise-in overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-2"
        >
          {options.map(({ value, label: name, count: of }) => {
            const isChosen = chosen.includes(value);
            const others = kind === 'one' ? [] : chosen.filter((one) => one !== value);
            return (
              <Radix.CheckboxItem
                key={value}
                checked={isChosen}
                onCheckedChange={() => onChange(isChosen ? others : [...others, value])}
                // Several are chosen in one visit.
                onSelect={(event) => kind === 'some' && event.preventDefault()}
                className="flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 outline-none select-none data-[highlighted]:bg-hover"
              >
                <span className="flex w-4 justify-center">{isChosen && <Check aria-hidden size={14} />}</span>
                <span className="flex-1">{name}</span>
                {of !== undefined && <span className="text-xs text-subtle">{count(of)}</span>}
              </Radix.CheckboxItem>
            );
          })}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
