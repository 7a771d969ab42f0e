import { useShortcut } from '../app/shortcuts.ts';

/** A key that does something with the row that j and k moved to. */
export interface RowKey<Row> {
  keys: string;
  words: string;
  run: (row: Row) => void;
}

/** The keys of a table's row; off while no row is the active one. */
export const RowKeys = <Row,>({ keys, row }: { keys: readonly RowKey<Row>[]; row: Row | undefined }) => (
  <>
    {keys.map((one) => (
      <Key key={one.keys} rowKey={one} row={row} />
    ))}
  </>
);

function Key<Row>({ rowKey: { keys, words, run }, row }: { rowKey: RowKey<Row>; row: Row | undefined }) {
  useShortcut(keys, words, () => row !== undefined && run(row), row !== undefined);
  return null;
}
