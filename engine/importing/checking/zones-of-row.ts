import { placesOf } from '../../../domain/law/places-of.ts';
import { decisionOn } from '../../../domain/fixes.ts';
import { readZoneCell, type ReadZoneCell, type RefusedZoneCell } from '../../../domain/zone-name.ts';
import type { ZoneSource } from '../../../domain/zone-source.ts';
import type { AcceptedPhone } from './check-phones.ts';
import type { Tables } from './check-row.ts';
import type { ImportOptions } from '../import-options.ts';
import { isShortZip, readAddress, type Address, type AddressCells } from './read-address.ts';
import type { RowNotes } from './row-notes.ts';
import { createZoneNotes } from './zone-notes.ts';

/** What the cells of a row say of where the person is; empty = nothing. */
export interface ToldPlace extends AddressCells {
  zone: string;
}

export interface ZoneRules extends Tables {
  options: Pick<ImportOptions, 'defaultZone' | 'defaultCountry' | 'fixes'>;
  postcodeHeader?: string;
}

/** What is known of one number by one row's evidence. */
export interface Chosen {
  zoneKey: string;
  source: Exclude<ZoneSource, 'operator'>;
  placeKey: string;
  /** Address and number have no zone in common. */
  disagrees: boolean;
}

/** Evidence that many rows share, with what it came to for each prefix: sets of one prefix are one array. */
interface Evidence {
  cell: ReadZoneCell | undefined;
  address: Address | undefined;
  /** Shared by all evidence that says the same: thousands of postcodes are in one state. */
  chosen: Map<readonly string[], Map<readonly string[], Chosen>>;
}

/** What repeats is remembered; beyond this many, somebody mapped the wrong column, or a list has all postcodes. */
const REMEMBERED = 60_000;
const noEvidence = (): Evidence => ({ cell: undefined, address: undefined, chosen: new Map() });

/**
 * Chooses the zones of a row's numbers by evidence in order: the row's own column (it speaks for all of them), its
 * postal address, every zone of the number's prefix, the list's default; else none. Address and number are both
 * believed where they have no zone in common, for people move. Beside them, every jurisdiction that a number may be
 * of. Answers what the column said, where it said something; what is refused there is an error of the row.
 */
export function createZoneChooser(
  { zones: table, zonesOfPhone, places: book, options, postcodeHeader = '' }: ZoneRules,
  notes: RowNotes,
): { choose: (phones: AcceptedPhone[], told: ToldPlace) => ReadZoneCell | RefusedZoneCell | undefined } {
  const { defaultZone, defaultCountry, fixes = {} } = options;
  const keepsShortZips = decisionOn(fixes, 'lost_zero', postcodeHeader) === 'refuse';
  const zoneNotes = createZoneNotes(notes, postcodeHeader);
  const cells = new Map<string, ReadZoneCell | RefusedZoneCell>();
  const evidences = new Map<string, Evidence>();
  const countries = new Map<readonly string[], readonly string[]>();
  const shared = new Map<string, Evidence['chosen']>();
  let none = noEvidence();
  let remembered = 0;

  const forget = (): void => {
    cells.clear();
    evidences.clear();
    shared.clear();
    none = noEvidence();
    remembered = 0;
  };
  const cellOf = (name: string): ReadZoneCell | RefusedZoneCell => {
    let cell = cells.get(name);
    if (cell === undefined) {
      cells.set(name, (cell = readZoneCell(name, table)));
      remembered++;
    }
    return cell;
  };
  /** Where an address may be whose row names no country: where its number is from, and the default. */
  const countriesOf = (phone: AcceptedPhone | undefined): readonly string[] => {
    const from = phone === undefined ? [] : book.placesOfPhone(phone.digits);
    let found = countries.get(from);
    if (found === undefined) {
      const all = new Set(from.map((place) => place.slice(0, 2)));
      if (defaultCountry !== undefined) all.add(defaultCountry);
      // A ZIP and a Canadian postcode cannot be taken for each other, and people keep their numbers.
      if (all.size === 0 || all.has('US') || all.has('CA')) all.add('US').add('CA');
      countries.set(from, (found = [...all].sort()));
    }
    return found;
  };
  const evidenceOf = (phones: readonly AcceptedPhone[], told: ToldPlace): Evidence => {
    const { zone, postcode, region, country } = told;
    const addressed = postcode !== '' || region !== '';
    if (zone === '' && !addressed) return none;
    const possible = addressed && country === undefined ? countriesOf(phones[0]) : [];
    const key = addressed
      ? `${zone}\0${postcode}\0${region}\0${country === undefined ? possible.join() : `=${country}`}`
      : zone;
    let evidence = evidences.get(key);
    if (evidence === undefined) {
      const cell = zone === '' ? undefined : cellOf(zone);
      const asTold = keepsShortZips && isShortZip(postcode) ? { ...told, postcode: '' } : told;
      const address = addressed ? readAddress(asTold, possible, book) : undefined;
      evidence = { cell: cell?.ok ? cell : undefined, address, chosen: chosenBy(zone, address) };
      evidences.set(key, evidence);
      remembered++;
    }
    return evidence;
  };
  const chosenBy = (zone: string, address: Address | undefined): Evidence['chosen'] => {
    const { places = [], zones = [], whole = '' } = address ?? {};
    const key = `${zone}\0${places.join()}\0${zones.join()}\0${whole}`;
    let chosen = shared.get(key);
    if (!chosen) shared.set(key, (chosen = new Map()));
    return chosen;
  };
  const chosenFor = (evidence: Evidence, digits: number): Chosen => {
    const prefix = zonesOfPhone(digits);
    const places = book.placesOfPhone(digits);
    let byPlaces = evidence.chosen.get(prefix);
    if (!byPlaces) evidence.chosen.set(prefix, (byPlaces = new Map()));
    let chosen = byPlaces.get(places);
    if (!chosen) {
      byPlaces.set(places, (chosen = choose(evidence, prefix, places)));
      remembered++;
    }
    return chosen;
  };
  const choose = ({ cell, address }: Evidence, prefix: readonly string[], phonePlaces: readonly string[]): Chosen => {
    const found = zonesBy(cell, address, prefix, phonePlaces);
    const told = found.source === 'column' || found.source === 'address';
    const zones = found.source === 'none' && defaultZone !== undefined ? [defaultZone] : found.zones;
    return {
      zoneKey: [...zones].sort().join(','),
      source: zones === found.zones ? found.source : 'default',
      disagrees: found.disagrees,
      placeKey: placesOf(
        { address: address?.places ?? [], phone: phonePlaces, toldZones: told ? zones : [] },
        book,
      ).join(','),
    };
  };
  return {
    choose: (phones, told) => {
      if (remembered > REMEMBERED) forget();
      const evidence = evidenceOf(phones, told);
      for (const phone of phones) {
        const chosen = chosenFor(evidence, phone.digits);
        phone.zoneKey = chosen.zoneKey;
        phone.zoneSource = chosen.source;
        phone.placeKey = chosen.placeKey;
        zoneNotes.ofNumber(chosen);
      }
      if (evidence.address) zoneNotes.ofAddress(evidence.address, told);
      return told.zone === '' ? undefined : (evidence.cell ?? cellOf(told.zone));
    },
  };
}

/** The evidence itself, of one number. */
function zonesBy(
  cell: ReadZoneCell | undefined,
  address: Address | undefined,
  prefix: readonly string[],
  phonePlaces: readonly string[],
): { zones: readonly string[]; source: 'column' | 'address' | 'prefix' | 'none'; disagrees: boolean } {
  if (cell) return { zones: cell.zones, source: 'column', disagrees: false };
  if (address && address.zones.length > 0) {
    const common = prefix.filter((zone) => address.zones.includes(zone));
    if (prefix.length > 0 && common.length === 0) {
      return { zones: [...address.zones, ...prefix], source: 'address', disagrees: true };
    }
    // A number of that very state or country may say in which of its zones; one from elsewhere says nothing of it.
    const narrows = address.whole !== undefined && common.length > 0 && phonePlaces.includes(address.whole);
    return { zones: narrows ? common : address.zones, source: 'address', disagrees: false };
  }
  return { zones: prefix, source: prefix.length > 0 ? 'prefix' : 'none', disagrees: false };
}
