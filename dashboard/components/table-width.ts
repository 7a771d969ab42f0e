import type { Breakpoint } from './table-column.ts';

const REM_GAP = 1;
const REM_PADDING = 1.5;
const REM_CHECKBOX = 2.5;
/** A track without a floor of its own. */
const REM_LEAST = 6;

/**
 * Pure: how wide a row is at least, in rem, by the floors of its tracks. Head and rows are grids of their own and rows
 * stand outside the flow: only a width that both are given keeps their columns in line.
 */
export function leastWidthRem(tracks: readonly string[], selectable: boolean): number {
  const floors = tracks.map((track) => Number(/([\d.]+)rem/.exec(track)?.[1] ?? REM_LEAST));
  const all = selectable ? [REM_CHECKBOX, ...floors] : floors;
  return all.reduce((sum, floor) => sum + floor, 0) + Math.max(0, all.length - 1) * REM_GAP + REM_PADDING;
}

const DROPPED_FIRST: readonly (Breakpoint | undefined)[] = ['xl', 'lg', 'md', 'sm'];

interface Track {
  width?: string;
  from?: Breakpoint;
}

/**
 * Pure: the columns that stand beside each other in so many rem. Those that only wide screens are promised go first,
 * the last of them before the others; those without `from` stay, and the table scrolls where not even they fit.
 */
export function fitting<Column extends Track>(columns: readonly Column[], rem: number, selectable: boolean): Column[] {
  const kept = [...columns];
  const tooWide = (): boolean =>
    leastWidthRem(
      kept.map(({ width = '' }) => width),
      selectable,
    ) > rem;
  for (const from of DROPPED_FIRST) {
    for (let at = kept.length - 1; at >= 0 && tooWide(); at -= 1) if (kept[at]?.from === from) kept.splice(at, 1);
  }
  return kept;
}
