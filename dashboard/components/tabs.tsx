import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { usePatchSearch } from '../app/use-patch-search.ts';

interface TabsProps {
  /** What the tabs part, read out. */
  label: string;
  /** The one that is open, from the address; absent = the first. */
  value: string | undefined;
  /** The name in the address. */
  param?: string;
  tabs: readonly { value: string; label: ReactNode; count?: ReactNode; content: ReactNode }[];
}

/** Tabs inside a page; the open one stands in the address (E3). Tabs that are pages: `<LinkTabs>`. */
export function Tabs({ label, value, param = 'tab', tabs }: TabsProps) {
  const patch = usePatchSearch();
  const first = tabs[0]?.value ?? '';
  const open = tabs.some((tab) => tab.value === value) ? value : first;
  return (
    <Radix.Root
      value={open ?? first}
      onValueChange={(next) => patch({ [param]: next === first ? undefined : next })}
      activationMode="manual"
    >
      <Radix.List aria-label={label} className="mb-4 flex gap-5 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="inline-flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-1 text-muted hover:text-fg data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-fg"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="rounded-full bg-sunken px-1.5 text-xs text-subtle">{tab.count}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
