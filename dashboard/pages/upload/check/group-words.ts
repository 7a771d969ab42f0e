import type { Group } from '../queries.ts';
import type { CheckPart } from '../search.ts';

/** What a cause is called on top of its group; one that this version does not know keeps its own name. */
const TITLES: Readonly<Record<string, string>> = {
  phone_missing: 'Without a phone number',
  duplicate_phone: 'The same number as another row',
  duplicate_external_id: 'The same id as another row',
  country_not_supported: 'Countries that your numbers cannot call',
  in_this_campaign: 'In this campaign already',
  in_another_campaign: 'Waiting in another campaign',
  dialled_recently: 'Dialled recently',
  variable_missing: 'Without a value that the message needs',
  phone_of_another_row: 'A further number belongs to another row',
  zone_from_offset: 'Time zone told as an offset',
  send_at_past: 'Times that have passed',
  cannot_be_stored: 'Characters that cannot be stored',
  repaired: 'Repaired as you decided',
  too_few_cells: 'Fewer cells than the header',
  too_many_cells: 'More cells than the header',
  quote_unclosed: 'A quote that is never closed',
  mojibake: 'Letters that were read in another encoding',
};

export const groupTitle = ({ code }: Pick<Group, 'code'>): string => {
  const title = TITLES[code] ?? code.replaceAll('_', ' ');
  return title.charAt(0).toUpperCase() + title.slice(1);
};

/** The group in an address. */
export const groupKey = ({ severity, code, column }: Group): string => `${severity}:${code}:${column ?? ''}`;

/** Whether a group belongs to a part of the bar; without one everything does. Pure. */
export function isIn(group: Group, part: CheckPart | undefined): boolean {
  switch (part) {
    case undefined:
      return true;
    case 'fixable':
      return group.severity === 'error' && group.fix !== null && group.decision !== 'refuse';
    case 'rejected':
      return group.severity === 'error' && (group.fix === null || group.decision === 'refuse');
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
