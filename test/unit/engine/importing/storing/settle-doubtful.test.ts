import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DoubtfulRow } from '../../../../../engine/importing/checking/list-reader.ts';
import { settle, type KnownNumber } from '../../../../../engine/importing/storing/settle-doubtful.ts';

interface ListedRow {
  rowNumber: number;
  phones: readonly number[];
}

const doubtful = ({ rowNumber, phones }: ListedRow): DoubtfulRow => ({
  row: {
    rowNumber,
    phones: phones.map((digits) => ({ digits, lineType: 'mobile', zoneKey: '', zoneSource: 'none', placeKey: '' })),
    name: null,
    externalId: null,
    variablesJson: '{}',
    overrides: null,
  },
  findings: [],
  cells: [],
});

/** A list in a database: rows are looked at in portions, in the order given, each portion knowing what is stored. */
function settleAll(portions: readonly (readonly ListedRow[])[], keepLast: boolean) {
  const stored = new Map<number, number[]>();
  const verdicts = new Map<number, number | 'accepted'>();
  const left = new Map<number, string[]>();
  for (const portion of portions) {
    const known: KnownNumber[] = [...stored].flatMap(([rowNumber, phones]) =>
      phones.map((phone, place) => ({ phone, rowNumber, first: place === 0 })),
    );
    const rows = [...portion].sort((a, b) => a.rowNumber - b.rowNumber);
    const { accepted, duplicates, displaced } = settle(
      { doubtful: rows.map(doubtful), keepLast, phoneHeader: 'phone' },
      known,
    );
    expect(
      accepted.length + duplicates.filter(({ rowNumber }) => rows.some((row) => row.rowNumber === rowNumber)).length,
    ).toBe(rows.length);
    for (const { rowNumber, finding } of [...duplicates, ...displaced]) {
      stored.delete(rowNumber);
      verdicts.set(rowNumber, Number(/row (\d+)/.exec(finding.message)?.[1]));
    }
    for (const { row, findings } of accepted) {
      stored.set(
        row.rowNumber,
        row.phones.map(({ digits }) => digits),
      );
      verdicts.set(row.rowNumber, 'accepted');
      left.set(
        row.rowNumber,
        findings.map(({ code }) => code),
      );
    }
  }
  return { stored, verdicts, left };
}

const rowsOf = (more: number) =>
  fc
    .array(fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 1 + more }), {
      minLength: 1,
      maxLength: 14,
    })
    .map((phones) => phones.map((numbers, at): ListedRow => ({ rowNumber: at + 2, phones: numbers })));
/** The same rows in portions, in an order of their own. */
const inPortions = (rows: ListedRow[]) =>
  fc.tuple(
    fc.constant(rows),
    fc.shuffledSubarray(rows, { minLength: rows.length }),
    fc.array(fc.integer({ min: 1, max: 4 }), { minLength: rows.length, maxLength: rows.length }),
  );
function portionsOf(rows: readonly ListedRow[], sizes: readonly number[]): ListedRow[][] {
  const portions: ListedRow[][] = [];
  for (let at = 0, n = 0; at < rows.length; at += sizes[n] ?? 1, n++)
    portions.push(rows.slice(at, at + (sizes[n] ?? 1)));
  return portions;
}
const winners = (rows: readonly ListedRow[], keepLast: boolean): Map<number, number> => {
  const found = new Map<number, number>();
  for (const { rowNumber, phones } of rows) {
    const [first = 0] = phones;
    if (keepLast || !found.has(first)) found.set(first, rowNumber);
  }
  return found;
};

describe.each([
  ['skip', false],
  ['keep_last', true],
])('settling the doubles of a list with %s', (_, keepLast) => {
  it('lets the same rows in, whatever portions they come in and in whatever order', () => {
    fc.assert(
      fc.property(rowsOf(2).chain(inPortions), ([rows, order, sizes]) => {
        const { verdicts } = settleAll(portionsOf(order, sizes), keepLast);
        const expected = winners(rows, keepLast);
        for (const { rowNumber, phones } of rows) {
          const wins = expected.get(phones[0] ?? 0) === rowNumber;
          if (wins) expect(verdicts.get(rowNumber)).toBe('accepted');
          else expect(verdicts.get(rowNumber)).toEqual(expect.any(Number));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('names a row that has the number, for each row that is left out', () => {
    fc.assert(
      fc.property(rowsOf(0).chain(inPortions), ([rows, order, sizes]) => {
        const { verdicts } = settleAll(portionsOf(order, sizes), keepLast);
        for (const { rowNumber, phones } of rows) {
          const other = verdicts.get(rowNumber);
          if (typeof other !== 'number') continue;
          expect(rows.find((row) => row.rowNumber === other)?.phones[0]).toBe(phones[0]);
          expect(other > rowNumber).toBe(keepLast);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives a further number to one row only, and says so to each that goes without', () => {
    fc.assert(
      fc.property(rowsOf(2).chain(inPortions), ([rows, order, sizes]) => {
        const { stored, left } = settleAll(portionsOf(order, sizes), keepLast);
        const further = [...stored.values()].flatMap((phones) => phones.slice(1));
        expect(further.length).toBe(new Set(further).size);
        for (const [rowNumber, phones] of stored) {
          const came = rows.find((row) => row.rowNumber === rowNumber)?.phones ?? [];
          expect(phones.length + (left.get(rowNumber)?.length ?? 0)).toBe(came.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
