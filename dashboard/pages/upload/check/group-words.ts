import type { Group } from '../queries.ts';
import type { CheckPart } from '../search.ts';

/** What is wrong with each row of a group; one that this version does not know keeps its own name. */
const TITLES: Readonly<Record<string, string>> = {
  phone_missing: 'No phone number',
  phone_invalid: 'No such phone number',
  phone_needs_country: 'Number without a country code',
  phone_too_short: 'Number with too few digits',
  phone_too_long: 'Number with too many digits',
  phone_lost_plus: 'Number that lost its plus',
  phone_lost_zero: 'Number that lost its zero',
  phone_scientific_notation: 'Number that a spreadsheet shortened (1.2E+10)',
  phone_decimal: 'Number with decimals',
  phone_thousands: 'Number with separators between the thousands',
  phone_quoted: 'Number written as a formula',
  phone_letters: 'Number written with letters',
  phone_has_extension: 'Number with an extension',
  phone_of_another_row: 'A further number belongs to another row',
  phone_national: 'National number read with the chosen country',
  phone_formatted: 'Number written with spaces or dashes',
  phone_unicode_digits: 'Digits of another script',
  phone_dialling_prefix: 'Dialling prefix taken off',
  duplicate_phone: 'The same number as another row',
  duplicate_external_id: 'The same id as another row',
  external_id_missing: 'No id',
  external_id_invalid: 'Id that cannot be used',
  country_not_supported: 'Country that may not be called',
  country_unknown: 'Country that is not known',
  in_this_campaign: 'In this campaign already',
  in_other_campaign: 'Waiting in another campaign',
  recently_dialled: 'Dialled recently',
  variable_missing: 'Without a value that the message needs',
  zone_unknown: 'Time zone that is not known',
  zone_offset_invalid: 'Offset that is no time zone',
  zone_from_offset: 'Time zone told as an offset',
  zone_from_prefix: 'Time zone found by the number',
  zone_from_address: 'Time zone found by the address',
  zone_from_default: 'Time zone taken from the default',
  zone_disagrees: 'Time zone that disagrees with the number',
  zone_not_known: 'No time zone found',
  address_contradicts: 'Address that contradicts the number',
  address_not_known: 'Address that is not known',
  postcode_padded: 'Postcode that lost its zero',
  send_at_past: 'Time that has passed',
  send_at_unreadable: 'Time that cannot be read',
  send_at_ambiguous: 'Date that could be read in two ways',
  send_at_skipped: 'Time that the clocks skip',
  send_at_twice: 'Time that the clocks show twice',
  send_at_no_zone: 'Time without a time zone',
  send_at_zone_unclear: 'Time in one of several time zones',
  consent_at_ambiguous: 'Date of consent that could be read in two ways',
  consent_at_unreadable: 'Date of consent that cannot be read',
  consent_expired: 'Consent that has expired',
  consent_expires_before: 'Consent that expires before it began',
  consent_in_future: 'Consent dated in the future',
  consent_class_unknown: 'Kind of consent that is not known',
  consent_purpose_unknown: 'Purpose of consent that is not known',
  consent_method_invalid: 'Source of consent that cannot be used',
  consent_without_date: 'Consent without a date',
  consent_taken_as_express: 'Consent taken as express',
  agent_invalid: 'Agent that cannot be used',
  language_invalid: 'Language that is not known',
  cannot_be_stored: 'Characters that cannot be stored',
  unreadable_characters: 'Characters that cannot be read in this encoding',
  cell_too_long: 'Cell that is too long',
  row_too_long: 'Row that is too long',
  too_few_cells: 'Fewer cells than the header',
  too_many_cells: 'More cells than the header',
  stray_quote: 'Quote in the wrong place',
  unclosed_quote: 'Quote that is never closed',
  mojibake: 'Letters that were read in another encoding',
  date_serial: 'Date that became a count of days',
  id_became_date: 'Id that became a date',
  digits_lost: 'Digits that a spreadsheet lost',
  lost_zero: 'Value that lost its zero',
  scientific: 'Value that a spreadsheet shortened (1.2E+10)',
  quoted_number: 'Value written as a formula',
  repaired: 'Repaired as you decided',
};

export const groupTitle = ({ code }: Pick<Group, 'code'>): string => {
  const title = TITLES[code] ?? code.replaceAll('_', ' ');
  return title.charAt(0).toUpperCase() + title.slice(1);
};

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
export function isIn(group: Group, part: CheckPart | undefined): boolean {
  switch (part) {
    case undefined:
      return true;
    case 'fixable':
      return group.severity === 'error' && group.fix !== null && group.decision !== 'refuse';
    case 'rejected':
      return (
        group.severity === 'error' &&
        group.code !== UNSUPPORTED_COUNTRY &&
        (group.fix === null || group.decision === 'refuse')
      );
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
