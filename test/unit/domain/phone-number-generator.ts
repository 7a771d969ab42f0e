import { parsePhoneNumberFromString, type CountryCode, type PhoneNumberType } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/metadata.max.json';
import type { LineType } from '../../../domain/line-type.ts';
import { readPlainPhone } from '../../../domain/phone-fast.ts';
import { readPattern, type Pattern } from '../../../domain/phone-patterns.ts';
import { isPhoneCountry } from '../../../domain/phone.ts';

/** A numbering plan as the library's METADATA.md lays it out. */
interface Plan {
  country: CountryCode | undefined;
  code: string;
  trunk: string;
  lengths: number[];
  /** What is a number at all, and each kind of line. */
  patterns: Pattern[];
}

export interface WrittenNumber {
  text: string;
  country: CountryCode | undefined;
}

const LINE_TYPES: Record<PhoneNumberType, LineType> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'landline',
  FIXED_LINE_OR_MOBILE: 'mobile_or_landline',
  TOLL_FREE: 'toll_free',
  PREMIUM_RATE: 'premium',
  VOIP: 'voip',
  SHARED_COST: 'other',
  PERSONAL_NUMBER: 'other',
  PAGER: 'other',
  UAN: 'other',
  VOICEMAIL: 'other',
};

const patternsOf = (sources: readonly unknown[]): Pattern[] =>
  sources.flatMap((source) => (typeof source === 'string' && source !== '' ? (readPattern(source) ?? []) : []));

function planOf(fields: readonly unknown[], country?: string): Plan {
  const kinds: readonly unknown[] = Array.isArray(fields[11]) ? fields[11] : [];
  const lengths: readonly unknown[] = Array.isArray(fields[3]) ? fields[3] : [];
  return {
    country: country !== undefined && isPhoneCountry(country) ? country : undefined,
    code: String(fields[0]),
    trunk: typeof fields[5] === 'string' ? fields[5] : '0',
    lengths: lengths.filter((length) => typeof length === 'number'),
    patterns: patternsOf([fields[2], ...kinds.map((kind: unknown) => (Array.isArray(kind) ? kind[0] : ''))]),
  };
}

export const PLANS: readonly Plan[] = [
  ...Object.entries(metadata.countries).map(([country, fields]) => planOf(fields, country)),
  ...Object.values(metadata.nonGeographic).map((fields) => planOf(fields)),
];

const DIGITS = '0123456789';
const digitsOfMask = new Map<number, string>();

function digitsOf(mask: number): string {
  const digits = digitsOfMask.get(mask) ?? [...DIGITS].filter((digit) => (mask >> Number(digit)) & 1).join('');
  digitsOfMask.set(mask, digits);
  return digits;
}

/** Numbers of every plan in turn: of the shape of each kind of line or random, whole or spoilt, in many ways of writing. */
export function phoneNumberGenerator(seed: number): () => WrittenNumber {
  let state = seed >>> 0;
  let turn = state;
  // mulberry32: the same numbers on every machine.
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  const one = <T>(items: ArrayLike<T>): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  };
  const random = (length: number): string => {
    let digits = '';
    while (digits.length < length) digits += below(10);
    return digits;
  };

  const shaped = (pattern: Pattern): string => {
    switch (pattern.kind) {
      case 'digit':
        return one(digitsOf(pattern.mask));
      case 'sequence':
        return pattern.parts.map(shaped).join('');
      case 'choice':
        return shaped(one(pattern.options));
      case 'repeat': {
        let digits = '';
        for (let times = pattern.min + below(pattern.max - pattern.min + 1); times > 0; times--) {
          digits += shaped(pattern.part);
        }
        return digits;
      }
      case 'end':
        return '';
    }
  };

  const formatted = (digits: string): string => {
    const style = below(4);
    if (style === 0 || digits.length < 4) return digits;
    const separator = one([' ', '-', '.', '/', ' ']);
    const groups = style === 1 ? [`(${digits.slice(0, 3)})`] : [];
    for (let at = style === 1 ? 3 : 0; at < digits.length;) {
      const end = at + 2 + below(3);
      groups.push(digits.slice(at, end));
      at = end;
    }
    return groups.join(separator);
  };

  return () => {
    const plan = PLANS[turn++ % PLANS.length] ?? one(PLANS);
    let national = below(4) === 0 ? random(one(plan.lengths) + below(3) - 1) : shaped(one(plan.patterns));
    if (below(6) === 0) {
      const at = below(national.length);
      national = national.slice(0, at) + random(below(3)) + national.slice(at + 1);
    }
    const country = below(20) === 0 ? one(PLANS).country : plan.country;
    const written = (text: string, needsCountry = true): WrittenNumber => ({
      text,
      country: needsCountry || below(2) === 0 ? country : undefined,
    });
    switch (below(8)) {
      case 0:
        return written(`+${plan.code}${national}`, false);
      case 1:
        return written(`+${plan.code} ${formatted(national)}`, false);
      case 2:
        return written(`+${plan.code} (${plan.trunk}) ${formatted(national)}`, false);
      case 3:
        return written(formatted(plan.trunk + national));
      case 4:
        return written(plan.trunk + formatted(national));
      case 5:
        return written(formatted(national));
      case 6:
        return written(formatted(`${one(['', '00', '011'])}${plan.code}${national}`), false);
      default:
        return written(`${one(['', '00', '011'])}${plan.code}${one(['', plan.trunk])}${formatted(national)}`, false);
    }
  };
}

/** What the library says, in the same words; undefined = it refuses. */
function judge({ text, country }: WrittenNumber): string | undefined {
  const phone = parsePhoneNumberFromString(text, {
    ...(country ? { defaultCountry: country } : {}),
    extract: false,
  });
  if (!phone?.isValid() || phone.ext !== undefined) return undefined;
  const type = phone.getType();
  return `${phone.number} ${phone.country} ${type && LINE_TYPES[type]}`;
}

export interface Comparison {
  accepted: number;
  /** Of all that the library accepts, how much was accepted here; estimated from a sample of the rest. */
  share: number;
  wrong: string[];
}

/** What is not accepted goes to the library anyway, so there is nothing to compare: some are judged, for the share. */
const SAMPLED = 8;

/** Puts generated numbers before both; the library says the last word on all that was accepted. */
export function compareWithLibrary(seed: number, count: number): Comparison {
  const next = phoneNumberGenerator(seed);
  const wrong: string[] = [];
  let accepted = 0;
  let missed = 0;
  for (let i = 0; i < count; i++) {
    const written = next();
    const { text, country } = written;
    const phone = readPlainPhone(text, country);
    if (!phone) {
      if (i % SAMPLED === 0 && judge(written) !== undefined) missed += SAMPLED;
      continue;
    }
    accepted++;
    // The library knows no dialling prefix but the default country's: what stands after another must be right then.
    const prefix = /^(?:00|011)(?=[ ()./-]*[1-9])/.exec(text)?.[0];
    const expected = judge(written) ?? (prefix && judge({ text: `+${text.slice(prefix.length)}`, country: undefined }));
    const found = `+${phone.digits} ${phone.country} ${phone.lineType}`;
    if (found !== expected) wrong.push(`${text} (${country}): ${found}, library: ${expected}`);
  }
  return { accepted, share: accepted / (accepted + missed), wrong };
}
