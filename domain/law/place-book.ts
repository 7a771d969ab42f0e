/** What the data files know of places: which jurisdictions a number, an address or a zone may belong to. */
export interface PlaceBook {
  /** E.164 digits -> every jurisdiction that the number may be of (`US-FL`; a country alone: `GB`); sorted, empty = unknown. Equal sets are the same array. */
  placesOfPhone: (digits: number) => readonly string[];
  /** A postcode of a country (ISO code) -> its jurisdictions and zones; undefined = not known. */
  ofPostcode: (
    country: string,
    postcode: string,
  ) => { places: readonly string[]; zones: readonly string[] } | undefined;
  /** A state or province as people write it ("Florida", "FL", "fl.", "Québec") -> `US-FL`; undefined = not known. */
  ofRegion: (country: string, text: string) => string | undefined;
  /** Every zone that is kept somewhere in a jurisdiction; empty = unknown. */
  zonesOfPlace: (place: string) => readonly string[];
  /** A jurisdiction as people call it (`US-FL` -> Florida); its code where no name is known. */
  nameOfPlace: (place: string) => string;
  /** Every jurisdiction that a zone is kept in; empty = unknown. */
  placesOfZone: (zone: string) => readonly string[];
}
