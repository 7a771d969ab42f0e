import { isObject } from './is-object.ts';
import { maskAnyPhones, maskCell } from './mask-any-phones.ts';
import { maskPhones } from './mask-phones.ts';
import { phoneCells } from './phone-cells.ts';

/**
 * Names of what has digits that belong to it, and is used to ask again: ids, ours and those of other systems, places in
 * lists, moments, amounts, paragraphs of laws. In these only numbers in full international form are hidden.
 */
const OF_ITSELF =
  /^(id|at|subject|version|address|userAgent|cursor|source)$|(Id|Ids|Ref|At|Cursor|Sha256|Micros|Bytes|Rows)$|(^|_)(id|at|micros)$/;

/** What other systems sent, as they sent it: numbers may stand there without quotes. */
const OF_OTHERS = new Set(['raw', 'fact', 'details', 'data', 'request', 'result', 'value', 'metadata']);

/** Columns of a list under the names that the list gives them: nothing is known of what they hold. */
const OF_LISTS = new Set(['variables', 'overrides']);

/** Whether a field, or a column of a CSV, keeps digits that only look like a phone number. */
export const keepsDigits = (name: string): boolean => OF_ITSELF.test(name);

export interface DocumentRules {
  ours: ReadonlySet<string>;
  /** Fields that are left alone whole. */
  kept?: readonly string[];
  /** Fields of this very object that are left alone whole. */
  keptOf?: (value: Readonly<Record<string, unknown>>) => readonly string[];
  /** Headers of columns with phone numbers, where the document is about an uploaded list. */
  headers?: ReadonlySet<string>;
}

/** A JSON document in which no number is shown in any form. Ids stay, so that what it names can be asked for. */
export function maskDocument(json: string, rules: DocumentRules): string {
  const { ours, kept = [], keptOf = () => [], headers = new Set() } = rules;
  const document: unknown = JSON.parse(json);
  const cells = phoneCells(document, headers);
  const text = (words: string, named: readonly string[]): string =>
    cells.has(words)
      ? maskCell(words)
      : maskAnyPhones(
          named.reduce((rest, cell) => rest.replaceAll(cell, () => maskCell(cell)), words),
          ours,
        );
  const masked = (value: unknown, name: string, at: Place): unknown => {
    const keeps = !at.isList && keepsDigits(name);
    if (typeof value === 'string') return keeps ? maskPhones(value, ours) : text(value, at.named);
    if (typeof value === 'number') return at.isForeign && !keeps && isPhone(value) ? maskCell(`${value}`) : value;
    if (Array.isArray(value)) return value.map((each) => masked(each, name, at));
    if (!isObject(value)) return value;
    const own = keptOf(value);
    const named = [value['value'], value['suggested']].filter((cell) => typeof cell === 'string' && cells.has(cell));
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => {
        const inside = {
          isForeign: at.isForeign || OF_OTHERS.has(field),
          isList: at.isList || OF_LISTS.has(field),
          named: named.map(String),
        };
        return [text(field, []), kept.includes(field) || own.includes(field) ? inner : masked(inner, field, inside)];
      }),
    );
  };
  return JSON.stringify(masked(document, '', { isForeign: false, isList: false, named: [] }));
}

/** Whose words they are in which a field stands. */
interface Place {
  isForeign: boolean;
  isList: boolean;
  /** Cells of phone columns which the thing around it is about: its message repeats them. */
  named: readonly string[];
}

/** Ten to fifteen digits that are no moment of these years, in seconds or milliseconds: such numbers begin otherwise. */
const isPhone = (value: number): boolean => {
  const digits = String(value);
  return /^\d{10,15}$/.test(digits) && !/^1[5-9](\d{8}|\d{11})$/.test(digits);
};
