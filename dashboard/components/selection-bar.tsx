import type { ReactNode } from 'react';
import { count, plural } from '../format/number.ts';
import { Button } from './button.tsx';
import type { Selection } from './use-selection.ts';

interface SelectionBarProps {
  selection: Selection;
  /** How many match the filter; undefined = not known, so only rows can be chosen. */
  matching: number | undefined;
  /** One row: "contact". */
  noun: string;
  /** What can be done with them, the main thing first. */
  children: ReactNode;
}

/** What is chosen and what can be done with it; at the bottom of the page while anything is. */
export function SelectionBar({ selection, matching, noun, children }: SelectionBarProps) {
  const chosen = selection.count(matching ?? 0);
  if (chosen === 0) return null;
  return (
    <div
      role="region"
      aria-label="Selection"
      className="sticky bottom-3 z-20 mt-3 flex animate-rise-in flex-wrap items-center gap-2 rounded-lg border border-line-strong bg-raised px-3 py-2 shadow-2 max-md:bottom-16"
    >
      <span role="status" className="mr-1 font-medium">
        {plural(chosen, noun)} selected
      </span>
      {matching !== undefined && !selection.all && matching > chosen && (
        <Button kind="ghost" size="sm" onClick={selection.selectAll}>
          Select all {count(matching)} that match
        </Button>
      )}
      <Button kind="ghost" size="sm" onClick={selection.clear}>
        Clear
      </Button>
      <span className="ml-auto flex flex-wrap gap-2">{children}</span>
    </div>
  );
}
