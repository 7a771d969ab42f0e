import { useCallback, useSyncExternalStore } from 'react';
import type { Breakpoint } from './table-column.ts';

const WIDTHS = { sm: 640, md: 768, lg: 1024, xl: 1280 } as const satisfies Record<Breakpoint, number>;
const queries = Object.values(WIDTHS).map((width) => matchMedia(`(min-width: ${width}px)`));

function watch(listener: () => void): () => void {
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}
const reached = (): number => queries.filter(({ matches }) => matches).length;

/** Whether the screen is at least so wide; for what CSS alone cannot leave out. The same answerer while nothing changed. */
export function useBreakpoint(): (from: Breakpoint) => boolean {
  const count = useSyncExternalStore(watch, reached);
  return useCallback((from: Breakpoint) => Object.keys(WIDTHS).indexOf(from) < count, [count]);
}
