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
