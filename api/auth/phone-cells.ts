import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../../engine/deps.ts';
import { isObject } from './is-object.ts';

/** Of fewer digits nobody finds a number, and words would lose them. */
const LEAST_DIGITS = 5;
/** From this share on a column of an inspected list is one of numbers, mapped or not. */
const LOOKS_LIKE_PHONES = 0.5;
const OF_PHONES = /^(phone_|duplicate_phone|country_not_supported)/;

/** Headers of the columns with phone numbers, as a stored list was read; none while it was not. */
export async function phoneHeaders(deps: Pick<EngineDeps, 'readDb'>, importId: string): Promise<ReadonlySet<string>> {
  const found = await rows<{ header: string }>(
    deps.readDb,
    sql`select c ->> 'header' as header
        from imports, jsonb_array_elements(coalesce(detected #> '{layout,columns}', '[]')) c
        where id = ${importId} and (c ->> 'use' = 'phone' or c ->> 'kind' = 'phone')`,
  );
  return new Set(found.map(({ header }) => header));
}

/**
 * Values of phone columns as the list has them, in whatever form, which an answer about a list shows: cells of its first
 * rows, samples, and what findings name.
 */
export function phoneCells(document: unknown, headers: ReadonlySet<string>): ReadonlySet<string> {
  const columns = phoneColumns(document);
  const cells = new Set<string>();
  const take = (value: unknown): void => {
    if (typeof value === 'string' && (value.match(/\p{Nd}/gu) ?? []).length >= LEAST_DIGITS) cells.add(value);
  };
  const look = (value: unknown, isPhone: boolean): void => {
    if (Array.isArray(value)) {
      for (const each of value) look(each, isPhone);
      return;
    }
    if (!isObject(value)) return;
    const ofPhone = isPhone || isAboutPhone(value, headers, columns);
    if (ofPhone) for (const name of ['value', 'suggested']) take(value[name]);
    if (Array.isArray(value['cells'])) for (const { index } of columns) take(value['cells'][index]);
    if (Array.isArray(value['profile'])) {
      for (const { index } of columns) {
        const profile: unknown = value['profile'][index];
        if (isObject(profile) && Array.isArray(profile['samples'])) profile['samples'].forEach(take);
      }
    }
    for (const inner of Object.values(value)) look(inner, ofPhone);
  };
  look(document, false);
  return cells;
}

interface PhoneColumn {
  index: number;
  header: string;
}

function phoneColumns(document: unknown): PhoneColumn[] {
  if (!isObject(document) || !isObject(document['layout']) || !Array.isArray(document['layout']['columns'])) return [];
  const profile: unknown[] = Array.isArray(document['profile']) ? document['profile'] : [];
  return document['layout']['columns'].flatMap((column: unknown): PhoneColumn[] => {
    if (!isObject(column) || typeof column['index'] !== 'number') return [];
    const { use, kind, index, header } = column;
    const shares = isObject(profile[index]) ? profile[index]['shares'] : undefined;
    const share = isObject(shares) ? Number(shares['phone']) : 0;
    const isPhone = use === 'phone' || kind === 'phone' || share >= LOOKS_LIKE_PHONES;
    return isPhone ? [{ index, header: String(header) }] : [];
  });
}

/** Whether a finding, or a group of them, is about a phone number. */
export const isAboutPhone = (
  { code, column }: Readonly<Record<string, unknown>>,
  headers: ReadonlySet<string>,
  columns: readonly PhoneColumn[] = [],
): boolean =>
  (typeof code === 'string' && OF_PHONES.test(code)) ||
  (typeof column === 'string' && (headers.has(column) || columns.some(({ header }) => header === column)));
