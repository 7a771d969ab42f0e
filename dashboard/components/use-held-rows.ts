import { useRef, useState } from 'react';

/**
 * Keeps the order of rows that live changes would move: rows that are shown stay where they are and take their new
 * content, those that came wait to be let in, those that are gone go. Pure.
 */
export function holdOrder<Row>(
  heldKeys: readonly string[],
  incoming: readonly Row[],
  rowKey: (row: Row) => string,
): { rows: Row[]; waiting: number } {
  const byKey = new Map(incoming.map((row) => [rowKey(row), row]));
  const rows = heldKeys.flatMap((key) => {
    const row = byKey.get(key);
    return row === undefined ? [] : [row];
  });
  return { rows, waiting: incoming.length - rows.length };
}

/**
 * Rows for a `<DataTable>` whose list changes by itself. `scope` names what is shown (filter, sort, pages loaded): when
 * it changes, everything is shown anew.
 */
export function useHeldRows<Row>(
  incoming: readonly Row[] | undefined,
  rowKey: (row: Row) => string,
  scope: string,
): { rows: readonly Row[] | undefined; waiting: number; apply: () => void } {
  const held = useRef<{ scope: string; keys: readonly string[] } | null>(null);
  const [, repaint] = useState(0);
  if (incoming === undefined) return { rows: undefined, waiting: 0, apply: () => {} };
  if (held.current?.scope !== scope) held.current = { scope, keys: incoming.map(rowKey) };
  const { rows, waiting } = holdOrder(held.current.keys, incoming, rowKey);
  // Nothing is left that could move.
  if (rows.length === 0) held.current = { scope, keys: incoming.map(rowKey) };
  return {
    ...(rows.length === 0 ? { rows: incoming, waiting: 0 } : { rows, waiting }),
    apply: () => {
      held.current = null;
      repaint((times) => times + 1);
    },
  };
}
