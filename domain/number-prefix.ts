import type { LineType } from './line-type.ts';

/**
 * Calling codes of two digits; 1 and 7 have one, all others three (ITU-T E.164, list of assigned country codes).
 */
export const CALLING_CODES_OF_TWO: readonly string[] = (
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 ' +
  '92 93 94 95 98'
).split(' ');

/** The calling code of a number; in the North American plan with the area code, which says more. `digits`: E.164. */
export function prefixOf(digits: string): string {
  if (digits.startsWith('1')) return digits.slice(0, 4);
  if (digits.startsWith('7')) return '7';
  return digits.slice(0, CALLING_CODES_OF_TWO.includes(digits.slice(0, 2)) ? 2 : 3);
}

/** Everything that prefixOf may say of a number. Pure. */
export function everyPrefix(): string[] {
  const ofThree = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(3, '0'));
  const codes = ofThree.map(prefixOf).filter((code) => !/^[017]/.test(code));
  return [...new Set([...codes, '7', ...ofThree.map((area) => `1${area}`)])];
}

/** Why no zone is known for a number. */
export const NO_ZONE_REASONS = ['toll_free', 'non_geographic', 'mobile', 'unknown_prefix', 'zone_not_in_data'] as const;
export type NoZoneReason = (typeof NO_ZONE_REASONS)[number];

/** Codes of North America without a place (NANPA, "Non-geographic area codes"): 5XX and 6XX, and some of 7XX and 9XX. */
const NANP_TOLL_FREE = /^18(?:00|33|44|55|66|77|88)/;
const NANP_NOWHERE = /^1(?:5(?:00|2[1-9]|3[23]|44|66|77|88)|6(?:00|22|33|44|55|66|77|88)|700|710|900)/;

/** What keeps a number's prefix from telling a zone, as far as its plan says. */
export function whyNoZone(prefix: string, lineType: LineType): NoZoneReason {
  if (lineType === 'toll_free' || NANP_TOLL_FREE.test(prefix)) return 'toll_free';
  if (lineType === 'premium' || lineType === 'voip' || lineType === 'other' || NANP_NOWHERE.test(prefix)) {
    return 'non_geographic';
  }
  return lineType === 'mobile' ? 'mobile' : 'unknown_prefix';
}
