import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { count } from '../format/number.ts';
import type { FilterMenuProps } from './filter-menu.tsx';

/** The choices of a filter, open from the start: they are fetched when somebody opens them. */
export function FilterList({ kind, options, chosen, onChange, trigger }: FilterMenuProps & { trigger: ReactElement }) {
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
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
