import { expect, it } from 'vitest';
import { RowNotes } from '../../../../../engine/importing/checking/row-notes.ts';

it('counts notes of accepted rows only, with the first three as examples', () => {
  const notes = new RowNotes();
  const national = notes.group('phone_national', 'Phone');
  const repaired = notes.group('repaired', 'Phone', 'lost_plus');
  for (let row = 2; row <= 9; row++) {
    notes.drop();
    notes.take(national, `value ${row}`, 'read as a number of the default country');
    if (row % 2 === 0) notes.take(repaired, 'x', 'y');
    if (row !== 3) notes.count(row);
  }
  const all = notes.all();
  expect(all.map(({ code, fix, count }) => [code, fix, count])).toEqual([
    ['phone_national', '', 7],
    ['repaired', 'lost_plus', 4],
  ]);
  expect(all[0]?.examples.map(({ rowNumber }) => rowNumber)).toEqual([2, 4, 5]);
  expect(all[0]?.examples[0]).toMatchObject({ value: 'value 2', suggested: null });
  expect(notes.all()).toEqual([]);
});
