import type { FindingCode } from './finding-titles.ts';

/** Options about a whole list that mend what no repair of single values can: it is read anew with them. */
export type RepairOption = 'defaultCountry' | 'defaultZone' | 'dateOrder';

const MENDED_BY: Partial<Record<FindingCode, RepairOption>> = {
  phone_needs_country: 'defaultCountry',
  zone_not_known: 'defaultZone',
  zone_needed: 'defaultZone',
  send_at_no_zone: 'defaultZone',
  send_at_ambiguous: 'dateOrder',
  consent_at_ambiguous: 'dateOrder',
  consent_expires_ambiguous: 'dateOrder',
};
const BY_CODE = new Map<string, RepairOption>(Object.entries(MENDED_BY));

/** The option that mends a cause; null where none does. Pure. */
export const optionFor = (code: string): RepairOption | null => BY_CODE.get(code) ?? null;

/** Causes that an option mends. */
export const OPTION_MENDED: readonly string[] = [...BY_CODE.keys()];
