import type { ImportView } from '../prepare.ts';
import type { DemoList } from '../lists.ts';

export interface ListCount {
  list: DemoList;
  view: ImportView;
  /** Contacts of this list in the export of its campaign. */
  exported: number;
  /** Those of them in a state that nothing but a person leaves again. */
  terminal: number;
}

/** Rows that no count accounts for, and accepted contacts that are missing in the export or did not come to an end. */
export function lostContacts(counts: readonly ListCount[]): { lost: number; words: string[] } {
  const words: string[] = [];
  let lost = 0;
  const expect = (what: string, actual: number, wanted: number): void => {
    if (actual === wanted) return;
    lost += Math.abs(actual - wanted);
    words.push(`${what}: ${actual} instead of ${wanted}`);
  };
  for (const { list, view, exported, terminal } of counts) {
    const { rowsRead, acceptedRows, rejectedRows, duplicateRows } = view;
    expect(`${list.fileName}: rows read`, rowsRead, list.rows);
    expect(
      `${list.fileName}: accepted + set aside + duplicates`,
      acceptedRows + rejectedRows + duplicateRows,
      rowsRead,
    );
    expect(`${list.fileName}: accepted`, acceptedRows, list.accepted);
    expect(`${list.fileName}: exported`, exported, acceptedRows);
    expect(`${list.fileName}: at their end`, terminal, acceptedRows);
  }
  return { lost, words };
}
