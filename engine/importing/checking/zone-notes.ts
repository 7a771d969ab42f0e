import type { ReadZoneCell, RefusedZoneCell } from '../../../domain/zone-name.ts';
import type { Finding } from '../findings.ts';
import type { Address, AddressCells } from './read-address.ts';
import type { RowNotes } from './row-notes.ts';
import type { Chosen } from './zones-of-row.ts';

const SOURCES = {
  address: ['zone_from_address', 'the time zone was found by the postal address'],
  prefix: ['zone_from_prefix', 'the time zone was found by the prefix of the number'],
  default: ['zone_from_default', 'nothing tells the time zone: the default of the list is used'],
  none: ['zone_not_known', 'nothing tells the time zone: not dialled before one is known'],
} as const;
const DISAGREES = 'address and number are of different time zones: the hours must fit all of them';

/** Says how zones were found, once for all rows. What a column says needs no word. */
export function createZoneNotes(notes: RowNotes, postcodeHeader: string) {
  const sources = {
    address: notes.group(SOURCES.address[0], ''),
    prefix: notes.group(SOURCES.prefix[0], ''),
    default: notes.group(SOURCES.default[0], ''),
    none: notes.group(SOURCES.none[0], ''),
  };
  const disagreeing = notes.group('zone_disagrees', '');
  const contradicting = notes.group('address_contradicts', '');
  const unread = notes.group('address_not_known', '');
  const padding = notes.group('postcode_padded', postcodeHeader);
  return {
    ofNumber: ({ zoneKey, source, disagrees }: Chosen): void => {
      if (source !== 'column') notes.take(sources[source], zoneKey, SOURCES[source][1]);
      if (disagrees) notes.take(disagreeing, zoneKey, DISAGREES);
    },
    ofAddress: ({ places, contradicts, padded }: Address, { postcode, region }: AddressCells): void => {
      const written = [postcode, region].filter((part) => part !== '').join(', ');
      if (places.length === 0) notes.take(unread, written, 'the address tells no place that is known');
      if (contradicts) notes.take(contradicting, written, 'postcode and region are different places: both count');
      if (padded !== undefined) notes.take(padding, postcode, `for the place it is read with its zeros: ${padded}`);
    },
  };
}

/** What is to be said of the row's own zone column. */
export function zoneFindings(cell: ReadZoneCell | RefusedZoneCell, column: string, value: string): Finding[] {
  if (!cell.ok) return [{ severity: 'error', code: cell.code, column, value, message: cell.message }];
  if (cell.offsets.length === 0) return [];
  const message =
    "an offset from UTC does not follow daylight saving time; expected the name of the place's zone, like America/New_York";
  return [{ severity: 'warning', code: 'zone_from_offset', column, value, message }];
}
