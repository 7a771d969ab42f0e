import { useMemo, useState } from 'react';

/** Chosen rows: some by their keys, or all that match the filter but some. It survives live changes of the rows (R5). */
export interface SelectionState {
  all: boolean;
  /** The chosen ones; with `all`, the ones left out. */
  keys: ReadonlySet<string>;
}

export interface Selection extends SelectionState {
  has: (key: string) => boolean;
  toggle: (key: string) => void;
  /** All of these on, or off when all are on. */
  toggleMany: (keys: readonly string[]) => void;
  selectAll: () => void;
  clear: () => void;
  /** How many are chosen of so many that match. */
  count: (matching: number) => number;
}

export const NOTHING_SELECTED: SelectionState = { all: false, keys: new Set() };

export const hasKey = ({ all, keys }: SelectionState, key: string): boolean => keys.has(key) !== all;

/** Pure: these rows on or off. */
export function withKeys(state: SelectionState, changed: readonly string[], on: boolean): SelectionState {
  const keys = new Set(state.keys);
  for (const key of changed) {
    if (on === state.all) keys.delete(key);
    else keys.add(key);
  }
  return { ...state, keys };
}

export function useSelection(): Selection {
  const [state, setState] = useState(NOTHING_SELECTED);
  return useMemo(
    () => ({
      ...state,
      has: (key) => hasKey(state, key),
      toggle: (key) => setState((now) => withKeys(now, [key], !hasKey(now, key))),
      toggleMany: (keys) => setState((now) => withKeys(now, keys, !keys.every((key) => hasKey(now, key)))),
      selectAll: () => setState({ all: true, keys: new Set() }),
      clear: () => setState(NOTHING_SELECTED),
      count: (matching) => (state.all ? Math.max(0, matching - state.keys.size) : state.keys.size),
    }),
    [state],
  );
}
