import type { Group } from '../queries.ts';
import type { RowPart } from '../search.ts';

/** The group in an address. */
export const groupKey = ({ severity, code, column, fix }: Group): string =>
  `${severity}:${code}:${column ?? ''}${fix === null ? '' : `:${fix}`}`;

const ORDER: readonly Group['severity'][] = ['error', 'duplicate', 'warning', 'info'];

/**
 * Groups in the places that they had, so that nothing moves under the pointer while rows are repaired; those that come
 * are behind them, what keeps people out first. A place is kept for a group that is gone: it may come back. Pure.
 */
export function withPlaces(held: readonly string[], groups: readonly Group[]): { ordered: Group[]; keys: string[] } {
  const sorted = groups.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.count - a.count);
  const keys = [...new Set([...held, ...sorted.map(groupKey)])];
  const place = new Map(keys.map((key, at) => [key, at]));
  const placeOf = (group: Group): number => place.get(groupKey(group)) ?? keys.length;
  return { ordered: sorted.toSorted((a, b) => placeOf(a) - placeOf(b)), keys };
}

export const UNSUPPORTED_COUNTRY = 'country_not_supported';

/** Whether a group belongs to a part of the bar; without one everything does. Pure. */
export function isIn(group: Group, part: RowPart | undefined): boolean {
  switch (part) {
    case undefined:
      return true;
    case 'fixable':
      return group.severity === 'error' && isMendable(group);
    case 'rejected':
      return group.severity === 'error' && group.code !== UNSUPPORTED_COUNTRY && !isMendable(group);
    case 'country':
      return group.severity === 'error' && group.code === UNSUPPORTED_COUNTRY;
    case 'duplicates':
      return group.severity === 'duplicate';
    case 'ready':
      return group.severity === 'warning' || group.severity === 'info';
    case 'suppressed':
      return false;
  }
}

const isMendable = ({ fix, decision, option }: Group): boolean =>
  option !== null || (fix !== null && decision !== 'refuse');

/** Groups that one decision of a repair mends together. */
export const fixWords: Readonly<Record<NonNullable<Group['fix']>, string>> = {
  lost_plus: 'Put the plus back',
  lost_zero: 'Put the zero back',
  scientific: 'Write the numbers out',
  decimal: 'Take the decimals away',
  thousands: 'Take the separators away',
  quoted_number: 'Take the numbers out of the formula',
  letters: 'Read letters as keys of a phone',
  extension: 'Dial without the extension',
  mojibake: 'Read as UTF-8',
  date_serial: 'Write as dates',
};
