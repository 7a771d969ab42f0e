import { readZones } from '../../../domain/zone-name.ts';
import type { AcceptedPhone } from './check-phones.ts';
import type { RowRules } from './check-row.ts';
import type { RowNotes } from './row-notes.ts';

/** Zone names repeat; beyond this many different ones, somebody mapped the wrong column. */
const KNOWN_NAMES = 5_000;

/**
 * Chooses the zones of a row's numbers by evidence in order: the row's own column (it speaks for all of them), every
 * zone of the number's prefix, the list's default; else none. False = what the column says is no zone.
 */
export function createZoneChooser(
  { zones: table, zonesOfPhone, options }: Pick<RowRules, 'zones' | 'zonesOfPhone' | 'options'>,
  notes: RowNotes,
): { choose: (phones: AcceptedPhone[], told: string) => boolean } {
  const { defaultZone } = options;
  const byPrefix = notes.group('zone_from_prefix', '');
  const byDefault = notes.group('zone_from_default', '');
  const byNothing = notes.group('zone_not_known', '');
  const read = new Map<string, string>();
  const keys = new Map<readonly string[], string>();

  const keyOf = (zones: readonly string[]): string => {
    let key = keys.get(zones);
    if (key === undefined) keys.set(zones, (key = [...zones].sort().join(',')));
    return key;
  };
  const keyOfName = (name: string): string => {
    let key = read.get(name);
    if (key === undefined) {
      key = (readZones(name, table) ?? []).join(',');
      if (read.size < KNOWN_NAMES) read.set(name, key);
    }
    return key;
  };

  return {
    choose: (phones, told) => {
      const key = told === '' ? '' : keyOfName(told);
      for (const phone of phones) {
        if (key !== '') {
          phone.zoneKey = key;
          phone.zoneSource = 'column';
          continue;
        }
        const zones = zonesOfPhone(phone.digits);
        if (zones.length > 0) {
          phone.zoneKey = keyOf(zones);
          phone.zoneSource = 'prefix';
          notes.take(byPrefix, phone.zoneKey, 'the time zone was found by the prefix of the number');
        } else if (defaultZone !== undefined) {
          phone.zoneKey = defaultZone;
          phone.zoneSource = 'default';
          notes.take(byDefault, defaultZone, 'nothing tells the time zone: the default of the list is used');
        } else {
          notes.take(byNothing, '', 'nothing tells the time zone: not dialled before one is known');
        }
      }
      return told === '' || key !== '';
    },
  };
}
