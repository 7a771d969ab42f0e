import { sql, type SQL } from 'drizzle-orm';
import { EngineError } from '../error.ts';

type Direction = 'asc' | 'desc';

/** What rows are sorted by, and how its value travels in a cursor. */
export interface SortKey {
  by: SQL;
  kind: 'text' | 'whole' | 'instant';
}

/** Without regard to case, by its beginning where it is very long: it goes into the cursor. Bytes are soon counted. */
export const sortedText = (text: SQL): SQL =>
  sql`lower(case when octet_length(${text}) <= 400 then ${text} else left(${text}, 100) end)`;

/** Another order than the list's own. */
export interface Sorting {
  name: string;
  direction: Direction;
  key: SortKey;
}

export interface SortInput<Name extends string> {
  /** Absent = the list's own order. */
  sort?: Name | undefined;
  /** Absent = ascending. */
  direction?: Direction | undefined;
}

/** Undefined = the list's own order, which has one direction. Throws EngineError `direction_without_sort`. */
export function sortingOf<Name extends string>(
  { sort, direction }: SortInput<Name>,
  keys: Readonly<Partial<Record<Name, SortKey>>>,
): Sorting | undefined {
  const key = sort === undefined ? undefined : keys[sort];
  if (sort !== undefined && key !== undefined) return { name: sort, direction: direction ?? 'asc', key };
  if (direction === undefined) return undefined;
  throw new EngineError('invalid', 'direction_without_sort', "This list's own order has one direction.", {
    repair: `Say what to sort by: ${Object.keys(keys).join(', ')}.`,
    details: { pointer: '/direction' },
  });
}

/** Rows without a value come last, whatever the direction; equal ones in the list's own order. */
export const sortedBy = (key: SQL, { direction }: Sorting, ownOrder: SQL): SQL =>
  sql`${key} ${sql.raw(direction)} nulls last, ${ownOrder}`;

/** What lies behind a row with that value; `ownBehind`: what lies behind it in the list's own order. */
export function behindKey(key: SQL, sorting: Sorting, last: string | null, ownBehind: SQL): SQL {
  if (last === null) return sql`(${key} is null and ${ownBehind})`;
  const value = VALUE[sorting.key.kind](last);
  const isBeyond = sorting.direction === 'asc' ? sql`>` : sql`<`;
  return sql`(${key} ${isBeyond} ${value} or ${key} is null or (${key} = ${value} and ${ownBehind}))`;
}

/** The value as a cursor holds it. */
export const keyText = ({ key }: Sorting, value: SQL): SQL =>
  key.kind === 'instant' ? sql`(extract(epoch from ${value}) * 1000000)::bigint::text` : sql`${value}::text`;

const VALUE: Record<SortKey['kind'], (text: string) => SQL> = {
  text: (text) => sql`${text}::text`,
  whole: (text) => sql`${text}::bigint`,
  instant: (text) => sql`(timestamptz 'epoch' + ${text}::bigint * interval '1 microsecond')`,
};

/** The cursor of a list in its own order, and behind it which sort it is of and the value where the page ended. */
export const writeSortedCursor = (own: string, sorting: Sorting | undefined, key: string | null): string =>
  sorting === undefined
    ? own
    : [own, sorting.name, sorting.direction, key === null ? '' : `k${Buffer.from(key).toString('base64url')}`].join(
        '.',
      );

/** Throws EngineErrors `cursor_of_another_sort`, `bad_cursor`. */
export function readSortedCursor(cursor: string, sorting: Sorting | undefined): { own: string; key: string | null } {
  const [own = '', name, direction, written = ''] = cursor.split('.');
  if (name !== undefined && !(/^\w+$/.test(name) && /^(asc|desc)$/.test(direction ?? ''))) throw badCursor();
  if (name !== sorting?.name || direction !== sorting?.direction) {
    const words = `That cursor is of the list ${inOrder(name, direction)}, not ${inOrder(sorting?.name, sorting?.direction)}.`;
    throw new EngineError('invalid', 'cursor_of_another_sort', words, {
      repair: 'Ask in the order that the cursor came from, or begin anew without a cursor.',
      details: { pointer: '/cursor' },
    });
  }
  const key = written === '' ? null : Buffer.from(written.slice(1), 'base64url').toString();
  if (key !== null && !IS_KEY[sorting?.key.kind ?? 'text'](key)) throw badCursor();
  return { own, key };
}

/** Microseconds since 1970 from 1200 BC on: earlier ones leave what a timestamp holds. */
export const INSTANT_KEY = String.raw`-?\d{1,17}|\d{18}`;

const IS_KEY: Record<SortKey['kind'], (text: string) => boolean> = {
  text: (text) => !text.includes('\0'),
  whole: (text) => /^-?\d{1,18}$/.test(text),
  instant: (text) => new RegExp(`^(?:${INSTANT_KEY})$`).test(text),
};

const inOrder = (name: string | undefined, direction: string | undefined): string =>
  name === undefined ? 'in its own order' : `sorted by ${name}, ${direction === 'desc' ? 'descending' : 'ascending'}`;

export const badCursor = (list = 'this list'): EngineError =>
  new EngineError('invalid', 'bad_cursor', `That cursor is none that a page of ${list} gave.`, {
    repair: 'Begin anew without a cursor.',
    details: { pointer: '/cursor' },
  });
